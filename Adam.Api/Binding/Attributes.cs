using System.Reflection;
using System.Text.Json;
using Adam.Api.Errors;
using Adam.Domain.CodeLists;

namespace Adam.Api.Binding;

/// <summary>An example value for the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExampleAttribute(object value) : Attribute
{
    public object Value { get; } = value;
}

/// <summary>
/// Restricts a value to the codes of a list, which the OpenAPI document lists. The binder validates query and route
/// parameters, and returns them in the spelling of the list. Members of a body are passed on as written, and the domain
/// validates them, because imports have the same rules.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(string list) : CodeOfAttribute(list)
{
    public const string Routes = "routes";

    /// <summary>The regions, which have countries and so are no code list.</summary>
    public const string Regions = "regions";

    public IReadOnlyList<string> Codes { get; } =
        list switch
        {
            Routes => [.. Domain.CodeLists.Route.All.Select(route => route.Code)],
            Regions => [.. Region.All.Select(region => region.Code)],
            _ => [.. Find(list).Codes],
        };

    /// <summary>
    /// Returns the code that a text means. A country can also be written by its name, with a warning, as in a record.
    /// </summary>
    /// <param name="name">The name of the parameter, for the warning.</param>
    public ParseResult Read(string text, string name)
    {
        if (List == Routes)
        {
            return Domain.CodeLists.Route.Find(text) is { } route
                ? ParseResult.Success(route.Code)
                : ValueParser.ReadCode(text, Codes, $"Known are {string.Join(", ", Codes)}");
        }

        if (List == Regions)
        {
            return Region.Find(text) is { } region
                ? ParseResult.Success(region.Code)
                : ValueParser.ReadCode(text, Codes, $"Known are {string.Join(", ", Codes)}");
        }

        var list = Find(List);
        if (list.Find(text) is { } entry)
            return ParseResult.Success(entry.Code);
        return
            ReferenceEquals(list, CodeListCatalog.Countries)
            && CountryNames.Resolve(text) is { } code
            && list.Find(code) is { } country
            ? ParseResult.Success(code) with
            {
                Warning = ValidationError.CountryReadAs(name, text, country),
            }
            : ParseResult.Failure(ErrorCodes.UnknownCode, ValidationError.NoCodeOf(list, text));
    }

    private static CodeList Find(string name) =>
        CodeListCatalog.All.SingleOrDefault(list => list.Name == name)
        ?? throw new InvalidOperationException($"There is no code list {name}.");
}

/// <summary>
/// The parameter has several values, separated by commas: <c>by=country,pillar</c>. A value must not contain commas.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CommaSeparatedAttribute : Attribute;

/// <summary>
/// The media types that the body may have, the usual one first. Without this attribute it is <c>application/json</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal class MediaTypesAttribute(params string[] names) : Attribute
{
    public const string MergePatch = "application/merge-patch+json";

    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>The type that describes a member in the OpenAPI document if the member itself is untyped JSON.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SchemaOfAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}

/// <summary>An object whose members its sender names, such as headings.</summary>
internal sealed class JsonMembers;

/// <summary>A value of any type, also null.</summary>
internal sealed class AnyJson;

/// <summary>The body is a merge patch of a record of this type: the same members, none of them required.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PatchOfAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}

/// <summary>The values are names of top-level members of a type in JSON.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MembersOfAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;

    public IReadOnlyList<string> Names { get; } =
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name)),
    ];

    public ParseResult Read(string text)
    {
        if (Names.Contains(text))
            return ParseResult.Success(text);

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Names.Contains(text[..dot])
            ? ParseResult.Failure(
                ErrorCodes.UnknownCode,
                $"{ValidationError.Quote(text)} is a path, and whole members are taken: write "
                    + $"{ValidationError.Quote(text[..dot])}."
            )
            : ValueParser.ReadCode(text, Names, $"Known are {string.Join(", ", Names)}");
    }
}
