using System.Text;
using Adam.Domain.CodeLists;

namespace Adam.Api.Requests;

/// <summary>One thing wrong with a request.</summary>
/// <param name="Name">The parameter, member or header, as the caller wrote it: <c>donors[0].amount</c>, <c>If-Match</c>.</param>
/// <param name="Reason">The value and the cure, in a sentence or two.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
public sealed record Fault(string Name, string Reason, string Code)
{
    /// <summary>More are not worth reading, and looking for them costs the server more than they cost the caller.</summary>
    internal const int Most = 100;

    private const int LongestShown = 100;

    /// <summary>A caller's text for a reason: in quotes, cut where it is long, with what cannot be printed shown as an escape.</summary>
    internal static string Show(string text) => $"'{Printable(text)}'";

    /// <summary>The reason for a code that a list does not have: the one that was probably meant, and where the others are.</summary>
    internal static string NoCodeOf(CodeList list, string code)
    {
        var meant = list.Guess(code);
        var known = list.Entries.Count <= 20 ? $"Known are {string.Join(", ", list.Codes)}." : $"The codes are listed at /v1/codelists/{list.Name}.";
        return $"{Show(code)} is no code of {list.Name}. {(meant is null ? "" : $"Did you mean {Show(meant)}? ")}{known}";
    }

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

/// <summary>Implemented by a request whose endpoint judges it further (by the partners of the register, say) and reports its own faults with those of the form.</summary>
/// <remarks>
/// What a fault stands on is null, and an item of a list that could not be read is an empty text or record, so that the others keep their numbers:
/// ask <see cref="Faults.Concern"/> before finding fault with it again. A body that is no JSON object at all never reaches the endpoint.
/// </remarks>
public interface ICollectsFaults
{
    List<Fault> Faults { get; }
}

internal static class Faults
{
    /// <summary>Whether there is a fault already on this name, or on something that it is a part of.</summary>
    public static bool Concern(this IEnumerable<Fault> faults, string name) =>
        faults.Any(fault => name.StartsWith(fault.Name, StringComparison.Ordinal) && (name.Length == fault.Name.Length || name[fault.Name.Length] is '.' or '['));

    /// <summary>Ends the request with everything that was found wrong with it.</summary>
    /// <exception cref="Refusal">There is a fault.</exception>
    public static void RefuseAny(this IReadOnlyCollection<Fault> faults)
    {
        if (faults.Count > 0)
            throw Refusal.Of(faults);
    }
}
