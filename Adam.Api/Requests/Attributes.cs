using Adam.Domain.CodeLists;

namespace Adam.Api.Requests;

/// <summary>A value to show in the contract.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExampleAttribute(object value) : Attribute
{
    public object Value { get; } = value;
}

/// <summary>
/// The value is a code of this list. The contract names the codes; a query or route parameter is checked as it is read and arrives in the list's own spelling. A member of a body arrives as it
/// was written: those rules belong to the domain, which other ways in share.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(string list) : Attribute
{
    public const string Routes = "routes";

    public string List { get; } = list;

    public IReadOnlyList<string> Codes { get; } = list == Routes ? [.. Domain.CodeLists.Route.All.Select(route => route.Code)] : [.. Find(list).Codes];

    public Reading Read(string text)
    {
        if (List == Routes)
        {
            return Domain.CodeLists.Route.Find(text) is { } route
                ? Reading.Of(route.Code)
                : Scalar.ReadCode(text, Codes, $"Known are {string.Join(", ", Codes)}");
        }

        var list = Find(List);
        return list.Find(text) is { } entry ? Reading.Of(entry.Code) : Reading.Wrong(ErrorCodes.UnknownCode, Fault.NoCodeOf(list, text));
    }

    private static CodeList Find(string name) =>
        CodeLists.All.SingleOrDefault(list => list.Name == name) ?? throw new InvalidOperationException($"There is no code list {name}.");
}

/// <summary>The values of the parameter stand in one, between commas: <c>by=country,pillar</c>. Only for values that have no comma themselves.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CommaSeparatedAttribute : Attribute;

/// <summary>The media types that the body may have, the usual one first, where it is not <c>application/json</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MediaTypesAttribute(params string[] names) : Attribute
{
    public const string MergePatch = "application/merge-patch+json";
    public const string Xml = "application/xml";
    public const string TextXml = "text/xml";

    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>The body is a merge patch of such a record: the same members, none of them required.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PatchOfAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
