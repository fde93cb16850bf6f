using Adam.Api.Binding;

namespace Adam.Api.OpenApi;

/// <summary>
/// Derives the names of schemas from those of types, without the suffix that tells the use of the type in the code:
/// <c>KeyResponse</c> is a <c>Key</c>, a page of them a <c>KeyList</c>, and <c>PartnerBody</c> is a <c>PartnerInput</c>
/// or, as a merge patch, a <c>PartnerPatch</c>.
/// </summary>
internal static class SchemaNames
{
    private static readonly string[] Suffixes = ["Response", "Document", "Body", "Input"];

    public static string For(Type type, bool asked = false, bool patch = false)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ListResponse<>))
            return For(type.GetGenericArguments()[0]) + "List";

        var name = Bare(type.Name);
        return name
            + (
                patch ? "Patch"
                : asked ? "Input"
                : ""
            );
    }

    private static string Bare(string name)
    {
        var suffix = Suffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal));
        return name[..^(suffix?.Length ?? 0)];
    }
}
