using System.Globalization;
using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>Explains each component of a score in one sentence.</summary>
internal static class MatchExplanations
{
    /// <summary>The share of the shorter project's days up to which one project follows the other.</summary>
    private const double FewDays = 0.25;

    /// <summary>The similarity from which the explanation of two titles states that they agree.</summary>
    private const double Alike = 0.5;

    private static readonly Feature[] Features = Enum.GetValues<Feature>();

    public static bool HasEvidence(ComparisonVector vector, Component component)
    {
        foreach (var feature in Features)
        {
            if (Rules.Current.ComponentOf[(int)feature] == component && !double.IsNaN(vector[feature]))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Returns the sentence for a component. It says if it counts against the pair, because the same facts can count
    /// for one pair and against another: some shared days are many for short projects and few for long ones.
    /// </summary>
    /// <param name="weight">The weight of the component; below 0 it is evidence against the pair.</param>
    /// <param name="points">The part of the score that the component receives; below 0 it lowers the score.</param>
    public static string For(
        ComparisonVector vector,
        Component component,
        double weight,
        int points,
        SharedScope shared,
        PairRelation relation
    )
    {
        var sentence = Facts(vector, component, weight, shared, relation);
        return points < 0 ? $"{sentence.TrimEnd('.')}; this counts against the pair." : sentence;
    }

    private static string Facts(
        ComparisonVector vector,
        Component component,
        double weight,
        SharedScope shared,
        PairRelation relation
    ) =>
        component switch
        {
            Component.Setting => Setting(shared),
            Component.Period => Period(vector, shared),
            Component.Places => vector.Place is { } place
                ? $"Both name {place.Name}{Rarity(vector, place.Count, "names")}."
                : Places(FewPlaces(vector.A.Profile), FewPlaces(vector.B.Profile)),
            Component.ActivityTypes => ActivityTypes(vector),
            Component.Beneficiaries => Beneficiaries(vector, weight),
            Component.Implementers => Implementers(vector),
            Component.Donors => Donors(vector, relation),
            Component.Text => Text(vector),
            Component.Amounts => Amounts(vector),
            Component.References => References(vector),
            Component.Rarity => Rare(vector),
            Component.Parts => Parts(vector),
        };

    private static string Setting(SharedScope shared)
    {
        var countries = Few([.. shared.Countries.Select(Country)]);
        var pillars = List(shared.Pillars.Select(PillarName));
        return shared.HasKnownStart
            ? $"Both work in {countries} under {pillars} at the same time, as many projects do."
            : $"Both work in {countries} under {pillars}, as many projects do; a record does not say when it started.";
    }

    private static string Period(ComparisonVector vector, SharedScope shared)
    {
        var (a, b) = (vector.A.Profile, vector.B.Profile);
        var (aStart, bStart) = (a.Start!.Value.DayNumber, b.Start!.Value.DayNumber);
        var start = Math.Abs(aStart - bStart) switch
        {
            0 => "both start on the same day",
            1 => "they start a day apart",
            var days when vector[Feature.StartGap] == 0 =>
                $"they start {Number(days)} days apart, as one day does in the two date systems of spreadsheets",
            var days => $"they start {Number(days)} days apart",
        };
        if (shared.Days is not { } together || a.End is not { } one || b.End is not { } other)
            return $"{char.ToUpperInvariant(start[0])}{start[1..]}; "
                + (
                    a.End is null && b.End is null
                        ? "neither record says when it ends"
                        : "one record does not say when it ends"
                )
                + ".";

        var all = Math.Max(one.DayNumber, other.DayNumber) - Math.Min(aStart, bStart) + 1;
        var handOver = vector[Feature.HandOver] <= FewDays ? "; the one follows the other" : "";
        return $"{Number(together)} of {Number(all)} days are shared; {start}{handOver}.";
    }

    private static string Places(string one, string other) =>
        string.CompareOrdinal(one, other) <= 0
            ? $"They name different places: {one}; and {other}; no place is in both records."
            : Places(other, one);

    private static string FewPlaces(Profile profile) => List(profile.Places.Select(place => place.Name).Take(3));

    private static string ActivityTypes(ComparisonVector vector)
    {
        var (types, others) = (vector.A.Profile.ActivityTypes, vector.B.Profile.ActivityTypes);
        var both = types.Intersect(others, StringComparer.Ordinal).Select(ActivityType).ToList();
        return both.Count > 0
            ? $"Both do {List(both)}."
            : "They do different things: no activity type is in both records.";
    }

    private static string Beneficiaries(ComparisonVector vector, double weight)
    {
        var (one, other) = vector.Beneficiaries!.Value;
        return one == other ? $"Both serve {one}."
            : weight > 0 ? $"One serves {one}, the other {other}."
            : $"They serve different agencies: {one}, and {other}.";
    }

    private static string Implementers(ComparisonVector vector) =>
        vector.Implementer is { } implementer
            ? $"Both are carried out by {Name(implementer.Name)}{Rarity(vector, implementer.Count, "names")}."
        : !double.IsNaN(vector[Feature.OwnerImplements]) ? "The owner of the one record carries out the other."
        : "They name different implementers.";

    private static string Donors(ComparisonVector vector, PairRelation relation)
    {
        if (vector.Donor is { } donor)
            return $"Both are paid for by {Name(donor.Name)}{Rarity(vector, donor.Count, "names")}.";
        if (double.IsNaN(vector[Feature.DonorsApart]))
            return "The owner of the one record is a donor of the other.";

        var (one, other) = InOrder(FewDonors(vector.A.Profile), FewDonors(vector.B.Profile));
        return relation == PairRelation.CoFunded
            ? $"Different donors pay for one undertaking, each with its own sum: {one}, and {other}."
            : $"They are paid for by different donors: {one}, and {other}.";
    }

    private static string FewDonors(Profile profile) =>
        List(profile.Donors.Select(donor => Name(donor.Name)).Order(StringComparer.Ordinal).Take(3));

    private static (string One, string Other) InOrder(string one, string other) =>
        string.CompareOrdinal(one, other) <= 0 ? (one, other) : (other, one);

    private static string Parts(ComparisonVector vector)
    {
        var (whole, part) = vector.Whole > 0 ? (vector.A, vector.B) : (vector.B, vector.A);
        return $"The project of {OwnerName(part)} looks like a part of that of {OwnerName(whole)}.";
    }

    private static string OwnerName(WeightedProfile record) => Name(record.Profile.Owner);

    private static string Text(ComparisonVector vector)
    {
        var sentence = Contradiction(vector);
        return sentence is null
            ? Words(vector)
            : $"{sentence}; {char.ToLowerInvariant(Words(vector)[0])}{Words(vector)[1..]}";
    }

    /// <summary>Returns the contradiction of two texts, without a full stop; null if there is none.</summary>
    private static string? Contradiction(ComparisonVector vector)
    {
        var (one, other) = (vector.A.Profile, vector.B.Profile);
        var (numbers, others) = (one.Title.Numbers, other.Title.Numbers);
        if (!double.IsNaN(vector[Feature.PhaseOther]))
        {
            var (phases, otherPhases) = (PhasesOf(one), PhasesOf(other));
            var (low, high) = phases[0] <= otherPhases[0] ? (phases, otherPhases) : (otherPhases, phases);
            return $"The records number different phases: {Numbers(low)}, and {Numbers(high)}";
        }

        if (!double.IsNaN(vector[Feature.YearOther]))
        {
            var (early, late) = numbers.Years[0] <= others.Years[0] ? (numbers, others) : (others, numbers);
            return $"The titles name different years: {Years(early.Years)}, and {Years(late.Years)}";
        }

        if (!double.IsNaN(vector[Feature.NumberOther]))
            return "The titles give different numbers to the same thing";
        if (!double.IsNaN(vector[Feature.TailOther]))
            return "The titles have one beginning and say different things after it";
        return vector[Feature.ContrastOther] switch
        {
            1 => "The titles name opposites, such as two groups of people",
            > 0 => "A title and a description name opposites, such as two groups of people",
            _ => null,
        };
    }

    private static IReadOnlyList<int> PhasesOf(Profile profile) =>
        profile.Title.Numbers.Phases.Count > 0 ? profile.Title.Numbers.Phases : profile.TextPhases;

    private static string Numbers(IReadOnlyList<int> numbers) => List(numbers.Select(Number));

    private static string Years(IReadOnlyList<int> years) =>
        List(years.Select(year => year.ToString(CultureInfo.InvariantCulture)));

    private static string Words(ComparisonVector vector)
    {
        var titles = vector[Feature.TitleSimilarity];
        if (double.IsNaN(titles))
            return double.IsNaN(vector[Feature.TextSimilarity])
                ? "A title says nothing."
                : $"A title says nothing; whole texts are alike by {Percent(vector[Feature.TextSimilarity])}.";

        var said =
            titles >= 0.995 ? "The titles say the same"
            : titles >= Alike ? $"The titles agree in {Percent(titles)} of what they say"
            : vector.InOtherLanguages
                ? "The records are written in different languages, so that little can be told from their words"
            : $"The titles have little in common ({Percent(titles)})";
        if (titles < 0.995 && !double.IsNaN(vector[Feature.TitleReplaced]))
            said += ", and each names a thing of its own";
        if (!double.IsNaN(vector[Feature.PhaseUnmatched]))
            said += ", and only one is called a later phase or a continuation";
        var texts = vector[Feature.TextSimilarity];
        return double.IsNaN(texts) || (vector.InOtherLanguages && titles < Alike)
            ? $"{said}."
            : $"{said}; whole texts are alike by {Percent(texts)}.";
    }

    private static string Amounts(ComparisonVector vector)
    {
        if (vector.Amounts is not var (one, other))
            return Math.Round((Arithmetic.Exp(vector[Feature.AmountConverted]) - 1) * 100) switch
            {
                0 => "At the exchange rates of their years, both state the same amount.",
                var percent =>
                    $"At the exchange rates of their years, the larger amount is {percent:#,0}% above the other.",
            };

        if (one.Amount == other.Amount)
            return $"Both state {one.Currency} {Amount(one.Amount)}.";
        return $"{one.Currency} {Amount(one.Amount)} in the one record and {Amount(other.Amount)} in the other.";
    }

    private static string References(ComparisonVector vector) =>
        !double.IsNaN(vector[Feature.LinkThirdParty]) ? "One owner declares that the other record is the same project."
        : vector.Number is { } number ? $"Both name the number {number.Name}{Rarity(vector, number.Count, "names")}."
        : "One owner declares that the two are funded together.";

    private static string Rare(ComparisonVector vector)
    {
        return vector.RareWords.Count == 0
            ? "What they have in common, many projects have in common."
            : $"Both use {List(vector.RareWords.Select(Shown))}.";

        string Shown(SharedTerm word, int place)
        {
            var count = Number(Math.Max(2, word.Count));
            return vector.A.TermStatistics.Projects == 0 ? $"“{word.Name}”"
                : place == 0 ? $"“{word.Name}” (in {count} projects)"
                : $"“{word.Name}” ({count})";
        }
    }

    // The statistics of an empty register have no counts. Projects that were recorded after the statistics are not
    // counted.
    private static string Rarity(ComparisonVector vector, int count, string verb)
    {
        var projects = vector.A.TermStatistics.Projects;
        return projects == 0 ? ""
            : count <= 2 ? $", which hardly any other project {verb}"
            : $", as {Number(count)} of {Number(Math.Max(count, projects))} projects do";
    }

    private static string Country(string code) => CodeLists.CodeListCatalog.Countries.Find(code)?.Name ?? code;

    private static string PillarName(Pillar pillar) =>
        CodeLists.CodeListCatalog.Pillars.Entries.First(entry => entry.Number == (int)pillar).Name.ToLowerInvariant();

    private static string ActivityType(string code) =>
        CodeLists.CodeListCatalog.ActivityTypes.Find(code)?.Name.ToLowerInvariant() ?? code;

    private static string Name(string codeOrName) => codeOrName.Length == 2 ? Country(codeOrName) : codeOrName;

    private static string Number(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Amount(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Percent(double share) => Math.Round(share * 100).ToString(CultureInfo.InvariantCulture) + "%";

    /// <summary>Lists at most four items.</summary>
    private static string Few(List<string> items) =>
        items.Count <= 4 ? List(items) : $"{string.Join(", ", items.Take(3))} and {items.Count - 3} more countries";

    private static string List(IEnumerable<string> items)
    {
        var list = items.ToList();
        return list.Count <= 1 ? string.Concat(list) : $"{string.Join(", ", list.Take(list.Count - 1))} and {list[^1]}";
    }
}
