using Adam.Api.Binding;

namespace Adam.Api.OpenApi;

/// <summary>
/// Derives the names of schemas from the names of types. The suffix of the type is removed: <c>KeyResponse</c> becomes
/// <c>Key</c>, and a page of them <c>KeyList</c>. <c>PartnerBody</c> becomes <c>PartnerInput</c>, or
/// <c>PartnerPatch</c> for a merge patch.
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
