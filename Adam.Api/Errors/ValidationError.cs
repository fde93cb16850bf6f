using System.Text;
using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Text;

namespace Adam.Api.Errors;

/// <summary>An error or warning about a request, a draft or a record of a file.</summary>
/// <param name="Name">
/// The parameter, member or header, as the client wrote it: <c>donors[0].amount</c>, <c>If-Match</c>.
/// </param>
/// <param name="Reason">The value and the correction, in one or two sentences.</param>
/// <param name="Code">The stable code, <c>ADAM-nnnn</c>, which docs/errors.md explains.</param>
public sealed record ValidationError(string Name, string Reason, string Code)
{
    /// <summary>The maximum number of errors in a response. It bounds the work for a malicious body.</summary>
    internal const int Most = 100;

    private const int LongestShown = 100;

    /// <summary>
    /// Quotes client input for an error message. Long text is cut, and unprintable characters are escaped.
    /// </summary>
    internal static string Quote(string text) => $"'{Printable(text)}'";

    /// <summary>
    /// Returns the message for an unknown code of a list, with the nearest code, and the known codes or the path that
    /// lists them.
    /// </summary>
    internal static string NoCodeOf(CodeList list, string code)
    {
        if (ReferenceEquals(list, CodeListCatalog.Countries) && CountryNames.FindFormer(code) is { } former)
            return $"{Quote(code)} was {former.Name} until {former.Until}: write {former.Successors}.";

        var meant = list.Guess(code);
        var known =
            list.Entries.Count <= 20
                ? $"Known are {string.Join(", ", list.Codes)}."
                : $"The codes are listed at /v1/codelists/{list.Name}.";
        return $"{Quote(code)} is no code of {list.Name}. "
            + $"{(meant is null ? "" : $"Did you mean {Quote(meant)}? ")}{known}";
    }

    /// <summary>
    /// Returns the sentence that says which partner a text means that is none: the one whose agency it names, or the
    /// nearest one; null if there is none. An agency is no partner of its own, so that its country is not there twice.
    /// </summary>
    internal static string? PartnerMeant(string text, PartnerDirectory partners) =>
        partners.Find(text) is { } named
            ? named.Agency is null
                ? $"Did you mean {Quote(named.Partner)}?"
                : $"It is an agency of {named.Partner}: write {Quote(named.Partner)}."
            : Nearest.FindIn(text, partners.Names) is { } nearest
                ? $"Did you mean {Quote(nearest)}?"
                : null;

    /// <summary>Returns the message for a text that is no partner, with the partner that it means.</summary>
    internal static string NoPartner(string text, PartnerDirectory partners) =>
        $"{Quote(text)} is no partner. {PartnerMeant(text, partners) ?? "GET /v1/partners lists the partners."}";

    /// <summary>Returns the warning about a country that is not written as its code of ISO 3166-1.</summary>
    internal static ValidationError CountryReadAs(string name, string text, CodeListEntry country) =>
        new(name, $"{Quote(text)} is read as '{country.Code}', {country.Name}.", ErrorCodes.CountryByName);

    internal static string Printable(string text, int longest = LongestShown)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= longest)
                return shown.Append('…').ToString();
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar)
                shown.Append("\\u").Append(rune.Value.ToString("x4", null));
            else
                shown.Append(rune);
        }

        return shown.ToString();
    }
}

/// <summary>
/// A request whose endpoint validates it further (for example against the partners of the register), and reports these
/// errors together with those of the binder.
/// </summary>
/// <remarks>
/// A property with an error is null. An item of a list that could not be parsed is an empty text or record, which
/// preserves the indexes of the other items. Check <see cref="ValidationErrorExtensions.HasErrorFor"/> before adding an
/// error for the same name. A body that is not a JSON object does not reach the endpoint.
/// </remarks>
public interface IHasBindingErrors
{
    List<ValidationError> BindingErrors { get; }
}

/// <summary>A request that the binder can read with warnings, which its response contains.</summary>
public interface IHasBindingWarnings
{
    List<ValidationError> BindingWarnings { get; }
}

internal static class ValidationErrorExtensions
{
    /// <summary>Returns true if there is an error for the name, or for a member that contains it.</summary>
    public static bool HasErrorFor(this IEnumerable<ValidationError> errors, string name) =>
        errors.Any(error =>
            name.StartsWith(error.Name, StringComparison.Ordinal)
            && (name.Length == error.Name.Length || name[error.Name.Length] is '.' or '[')
        );

    /// <summary>Ends the request if there are errors.</summary>
    /// <exception cref="ProblemException">There is at least one error.</exception>
    public static void ThrowIfAny(this IReadOnlyCollection<ValidationError> errors)
    {
        if (errors.Count > 0)
            throw ProblemException.ForErrors(errors);
    }
}
