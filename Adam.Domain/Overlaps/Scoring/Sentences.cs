using System.Globalization;
using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps.Scoring;

/// <summary>Explains each component of a score in one sentence.</summary>
internal static class Sentences
{
    /// <summary>The share of both titles with a counterpart from which they are called alike.</summary>
    private const double Alike = 0.5;

    private static readonly Feature[] Features = Enum.GetValues<Feature>();

    public static bool HasEvidence(Evidence evidence, Component component)
    {
        foreach (var feature in Features)
        {
            if (Rules.Current.ComponentOf[(int)feature] == component && !double.IsNaN(evidence[feature]))
                return true;
        }

        return false;
    }

    /// <param name="weight">The contribution of the component; a negative one lowers the score.</param>
    public static string Of(Evidence evidence, Component component, double weight, Sharing shared) => component switch
    {
        Component.Setting => $"Both work in {Few(shared.Countries.Select(Country).ToList())} under {List(shared.Pillars.Select(PillarName))} at the same time, as many projects do.",
        Component.Period => Period(evidence, shared),
        Component.Places => evidence.Place is { } place
            ? $"Both name {place.Name}{Rarity(evidence, place.Count, "names")}."
            : Places(List(evidence.A.Profile.Places.Select(one => one.Name).Take(3)), List(evidence.B.Profile.Places.Select(one => one.Name).Take(3))),
        Component.ActivityTypes => ActivityTypes(evidence),
        Component.Beneficiaries => Beneficiaries(evidence, weight),
        Component.Implementers => Implementers(evidence),
        Component.Donors => evidence.Donor is { } donor
            ? $"Both are paid for by {Name(donor.Name)}{Rarity(evidence, donor.Count, "names")}."
            : "The owner of the one record is a donor of the other.",
        Component.Text => Text(evidence),
        Component.Amounts => Amounts(evidence),
        Component.References => References(evidence),
        Component.Rarity => Rare(evidence),
    };

    private static string Period(Evidence evidence, Sharing shared)
    {
        var (a, b) = (evidence.A.Profile, evidence.B.Profile);
        var start = Math.Abs(a.Start.DayNumber - b.Start.DayNumber) switch
        {
            0 => "both start on the same day",
            1 => "they start a day apart",
            var days => $"they start {Number(days)} days apart",
        };
        if (shared.Days is not { } together || a.End is not { } one || b.End is not { } other)
            return $"{char.ToUpperInvariant(start[0])}{start[1..]}; {(a.End is null && b.End is null ? "neither record says when it ends" : "one record does not say when it ends")}.";

        var all = Math.Max(one.DayNumber, other.DayNumber) - Math.Min(a.Start.DayNumber, b.Start.DayNumber) + 1;
        return $"{Number(together)} of {Number(all)} days are shared; {start}.";
    }

    private static string Places(string one, string other) =>
        string.CompareOrdinal(one, other) <= 0 ? $"They name different places: {one}; and {other}." : Places(other, one);

    private static string ActivityTypes(Evidence evidence)
    {
        var both = evidence.A.Profile.ActivityTypes.Intersect(evidence.B.Profile.ActivityTypes, StringComparer.Ordinal).Select(ActivityType).ToList();
        return both.Count > 0 ? $"Both do {List(both)}." : "They do different things: no activity type is in both records.";
    }

    private static string Beneficiaries(Evidence evidence, double weight)
    {
        var (one, other) = evidence.Beneficiaries!.Value;
        return one == other ? $"Both serve {one}."
            : weight > 0 ? $"One serves {one}, the other {other}."
            : $"They serve different agencies: {one}, and {other}.";
    }

    private static string Implementers(Evidence evidence) => evidence.Implementer is { } implementer
        ? $"Both are carried out by {Name(implementer.Name)}{Rarity(evidence, implementer.Count, "names")}."
        : !double.IsNaN(evidence[Feature.OwnerImplements]) ? "The owner of the one record carries out the other."
        : "They name different implementers.";

    private static string Text(Evidence evidence)
    {
        var (one, other) = (evidence.A.Profile.Title.Phases, evidence.B.Profile.Title.Phases);
        if (!double.IsNaN(evidence[Feature.PhaseOther]))
        {
            var (low, high) = one[0] <= other[0] ? (one, other) : (other, one);
            return $"The titles number different phases: {List(low.Select(phase => Number(phase)))}, and {List(high.Select(phase => Number(phase)))}.";
        }

        var titles = evidence[Feature.TitleLikeness];
        var said = titles >= 0.995 ? "The titles say the same"
            : titles >= Alike ? $"The titles agree in {Percent(titles)} of what they say"
            : evidence.OtherLanguage ? "The records are written in different languages, so that little can be told from their words"
            : $"The titles have little in common ({Percent(titles)})";
        if (!double.IsNaN(evidence[Feature.PhaseUnmatched]))
            said += ", and only one is called a later phase";
        var texts = evidence[Feature.TextLikeness];
        return double.IsNaN(texts) || (evidence.OtherLanguage && titles < Alike) ? $"{said}." : $"{said}; whole texts are alike by {Percent(texts)}.";
    }

    private static string Amounts(Evidence evidence)
    {
        var (one, other) = evidence.Gifts!.Value;
        if (one.Amount == other.Amount)
            return $"Both state {one.Currency} {Amount(one.Amount)}.";
        return $"{one.Currency} {Amount(one.Amount)} in the one record and {Amount(other.Amount)} in the other.";
    }

    private static string References(Evidence evidence) =>
        !double.IsNaN(evidence[Feature.LinkThirdParty]) ? "One owner declares that the other record is the same project."
        : evidence.Number is { } number ? $"Both name the number {number.Name}{Rarity(evidence, number.Count, "names")}."
        : "One owner declares that the two are funded together.";

    private static string Rare(Evidence evidence)
    {
        var words = evidence.RareWords.ToList();
        return words.Count == 0
            ? "What they have in common, many projects have in common."
            : $"Both use {List(words.Select((word, i) => $"“{word.Word}”{(evidence.A.Edition.Projects == 0 ? "" : $" ({(i > 0 ? "" : "in ")}{Number(Math.Max(2, word.Count))}{(i > 0 ? "" : " projects")})")}"))}.";
    }

    // A register without statistics has no rarity, and projects recorded since are not counted.
    private static string Rarity(Evidence evidence, int count, string verb) => evidence.A.Edition.Projects == 0 ? ""
        : count <= 2 ? $", which hardly any other project {verb}"
        : string.Create(CultureInfo.InvariantCulture, $", as {count:#,0} of {Math.Max(count, evidence.A.Edition.Projects):#,0} projects do");

    private static string Country(string code) => CodeLists.CodeLists.Countries.Find(code)?.Name ?? code;

    private static string PillarName(Pillar pillar) => CodeLists.CodeLists.Pillars.Entries.First(entry => entry.Number == (int)pillar).Name.ToLowerInvariant();

    private static string ActivityType(string code) => CodeLists.CodeLists.ActivityTypes.Find(code)?.Name.ToLowerInvariant() ?? code;

    private static string Name(string codeOrName) => codeOrName.Length == 2 ? Country(codeOrName) : codeOrName;

    private static string Number(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Amount(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Percent(double share) => Math.Round(share * 100).ToString(CultureInfo.InvariantCulture) + "%";

    /// <summary>Lists at most four items.</summary>
    private static string Few(List<string> items) => items.Count <= 4 ? List(items) : $"{string.Join(", ", items.Take(3))} and {items.Count - 3} more countries";

    private static string List(IEnumerable<string> items)
    {
        var list = items.ToList();
        return list.Count <= 1 ? string.Concat(list) : $"{string.Join(", ", list.Take(list.Count - 1))} and {list[^1]}";
    }
}
