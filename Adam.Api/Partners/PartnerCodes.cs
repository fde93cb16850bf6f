using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Text;

namespace Adam.Api.Partners;

internal static class PartnerCodes
{
    /// <summary>Returns the canonical form of a partner code in any case, or of a State's alpha-3 code.</summary>
    public static string Canonical(string code)
    {
        var text = code.Trim();
        return CodeListCatalog.Countries.Find(text)?.Code ?? text.ToUpperInvariant();
    }

    /// <summary>Returns the sentence that says which code a text means that is the code of no partner.</summary>
    public static string Meant(this PartnerDirectory directory, string code) =>
        directory.Find(code) is null && Nearest.FindIn(code, directory.Codes) is { } nearest
            ? $"Did you mean {ValidationError.Quote(nearest)}?"
            : ValidationError.PartnerMeant(code, directory) ?? "GET /v1/partners lists them.";

    /// <summary>Returns an error if no partner has the code; otherwise null.</summary>
    public static ValidationError? UnknownError(this PartnerDirectory directory, string code, string name)
    {
        if (directory.Contains(code))
            return null;

        return new(
            name,
            $"No partner has the code {ValidationError.Quote(code)}. {directory.Meant(code)}",
            ErrorCodes.UnknownCode
        );
    }
}
