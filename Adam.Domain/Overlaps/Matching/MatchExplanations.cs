using Adam.Domain.CodeLists;
using Adam.Domain.Projects;
using Adam.Domain.Sentences;
using static Adam.Domain.Sentences.Sentence;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>Explains each component of a score in one sentence.</summary>
internal static class MatchExplanations
{
    /// <summary>The share of the shorter project's days up to which one project follows the other.</summary>
    private const double FewDays = 0.25;

    /// <summary>The similarity from which the explanation of two titles states that they agree.</summary>
    private const double Alike = 0.5;

    /// <summary>The similarity from which the explanation states that two titles say the same.</summary>
    private const double Same = 0.995;

    /// <summary>The maximum number of countries that an explanation names.</summary>
    private const int MostCountries = 4;

    private static readonly Feature[] Features = Enum.GetValues<Feature>();

    /// <summary>
    /// Returns true if a component has something to say: a feature that both records have, or the donors of a pair that
    /// is co-funded, even if no weight rests on them.
    /// </summary>
    public static bool HasEvidence(ComparisonVector vector, Component component, PairRelation relation)
    {
        if (component == Component.Donors && relation == PairRelation.CoFunded)
            return true;
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
    public static Sentence For(
        ComparisonVector vector,
        Component component,
        double weight,
        int points,
        SharedScope shared,
        PairRelation relation
    )
    {
        var facts = Facts(vector, component, weight, shared, relation);
        return Create(points < 0 ? [.. facts, "against"] : facts);
    }

    private static IReadOnlyList<string> Facts(
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
                ? [Clause("places-shared", Verbatim(place.Name)), .. Rarity(vector, place.Count)]
                : Places(FewPlaces(vector.A.Profile), FewPlaces(vector.B.Profile)),
            Component.ActivityTypes => [ActivityTypes(vector)],
            Component.Beneficiaries => [Beneficiaries(vector, weight)],
            Component.Implementers => Implementers(vector),
            Component.Donors => Donors(vector, relation),
            Component.Text => [.. Contradiction(vector), .. Words(vector)],
            Component.Amounts => [Amounts(vector)],
            Component.References => References(vector),
            Component.Rarity => [Rare(vector)],
            Component.Parts => [Parts(vector)],
        };

    private static string[] Setting(SharedScope shared)
    {
        List<string> countries = [.. shared.Countries.Select(Country)];
        var place =
            countries.Count <= MostCountries
                ? List(countries)
                : Part(
                    "more-countries",
                    [.. countries.Take(MostCountries - 1), Number(countries.Count - MostCountries + 1)]
                );
        var pillars = List(shared.Pillars.Select(PillarName));
        return shared.HasKnownStart
            ? [Clause("setting", place, pillars)]
            : [Clause("setting-anytime", place, pillars), "start-unknown"];
    }

    private static string[] Period(ComparisonVector vector, SharedScope shared)
    {
        var (a, b) = (vector.A.Profile, vector.B.Profile);
        var (aStart, bStart) = (a.Start!.Value.DayNumber, b.Start!.Value.DayNumber);
        var start = Math.Abs(aStart - bStart) switch
        {
            0 => "start-same",
            1 => "start-day-apart",
            var days when vector[Feature.StartGap] == 0 => Clause("start-date-systems", Number(days)),
            var days => Clause("start-apart", Number(days)),
        };
        if (shared.Days is not { } together || a.End is not { } one || b.End is not { } other)
            return [start, a.End is null && b.End is null ? "end-none" : "end-one"];

        var all = Math.Max(one.DayNumber, other.DayNumber) - Math.Min(aStart, bStart) + 1;
        var period = Clause("period-shared", Number(together), Number(all));
        return vector[Feature.HandOver] <= FewDays ? [period, start, "hand-over"] : [period, start];
    }

    private static string[] Places(List<string> one, List<string> other) =>
        string.CompareOrdinal(Joined(one), Joined(other)) <= 0
            ? [Clause("places-apart", List(one.Select(Verbatim)), List(other.Select(Verbatim))), "places-none"]
            : Places(other, one);

    private static List<string> FewPlaces(Profile profile) => [.. profile.Places.Select(place => place.Name).Take(3)];

    private static string ActivityTypes(ComparisonVector vector)
    {
        var (types, others) = (vector.A.Profile.ActivityTypes, vector.B.Profile.ActivityTypes);
        List<string> both =
        [
            .. types.Intersect(others, StringComparer.Ordinal).Select(code => Named("activity", code)),
        ];
        return both.Count > 0 ? Clause("activities-shared", List(both)) : "activities-apart";
    }

    private static string Beneficiaries(ComparisonVector vector, double weight)
    {
        var (one, other) = vector.Beneficiaries!.Value;
        return one == other
            ? Clause("beneficiaries-same", Verbatim(one))
            : Clause(weight > 0 ? "beneficiaries-alike" : "beneficiaries-apart", Verbatim(one), Verbatim(other));
    }

    private static string[] Implementers(ComparisonVector vector) =>
        vector.Implementer is { } implementer
            ? [Clause("implementers-shared", Organisation(implementer.Name)), .. Rarity(vector, implementer.Count)]
        : !double.IsNaN(vector[Feature.OwnerImplements]) ? ["implementers-owner"]
        : ["implementers-apart"];

    private static string[] Donors(ComparisonVector vector, PairRelation relation)
    {
        if (vector.Donor is { } donor)
            return [Clause("donors-shared", Organisation(donor.Name)), .. Rarity(vector, donor.Count)];
        if (relation != PairRelation.CoFunded && double.IsNaN(vector[Feature.DonorsApart]))
            return ["donors-owner"];

        var (one, other) = (FewDonors(vector.A.Profile), FewDonors(vector.B.Profile));
        if (string.CompareOrdinal(Joined(one.ConvertAll(NameOf)), Joined(other.ConvertAll(NameOf))) > 0)
            (one, other) = (other, one);
        return
        [
            Clause(
                relation == PairRelation.CoFunded ? "donors-together" : "donors-apart",
                List(one.Select(Organisation)),
                List(other.Select(Organisation))
            ),
        ];
    }

    private static List<string> FewDonors(Profile profile) =>
        [.. profile.Donors.Select(donor => donor.Name).OrderBy(NameOf, StringComparer.Ordinal).Take(3)];

    private static string Parts(ComparisonVector vector)
    {
        var (whole, part) = vector.Whole > 0 ? (vector.A, vector.B) : (vector.B, vector.A);
        return Clause("part", Organisation(part.Profile.Owner), Organisation(whole.Profile.Owner));
    }

    /// <summary>Returns the contradiction of two texts; nothing if there is none.</summary>
    private static string[] Contradiction(ComparisonVector vector)
    {
        var (one, other) = (vector.A.Profile, vector.B.Profile);
        var (numbers, others) = (one.Title.Numbers, other.Title.Numbers);
        if (!double.IsNaN(vector[Feature.LeftOut]))
            return ["left-out"];
        if (!double.IsNaN(vector[Feature.PhaseOther]))
        {
            var (phases, otherPhases) = (PhasesOf(one), PhasesOf(other));
            var (low, high) = phases[0] <= otherPhases[0] ? (phases, otherPhases) : (otherPhases, phases);
            return [Clause("phases-apart", Numbers(low), Numbers(high))];
        }

        if (!double.IsNaN(vector[Feature.YearOther]))
        {
            var (early, late) = numbers.Years[0] <= others.Years[0] ? (numbers, others) : (others, numbers);
            return [Clause("years-apart", List(early.Years.Select(Year)), List(late.Years.Select(Year)))];
        }

        if (!double.IsNaN(vector[Feature.NumberOther]))
            return ["numbers-apart"];
        if (!double.IsNaN(vector[Feature.TailOther]))
            return ["tails-apart"];
        return vector[Feature.ContrastOther] switch
        {
            1 => ["opposites"],
            > 0 => ["opposites-described"],
            _ => [],
        };
    }

    private static IReadOnlyList<int> PhasesOf(Profile profile) =>
        profile.Title.Numbers.Phases.Count > 0 ? profile.Title.Numbers.Phases : profile.TextPhases;

    private static string Numbers(IReadOnlyList<int> numbers) => List(numbers.Select(number => Number(number)));

    private static List<string> Words(ComparisonVector vector)
    {
        var (titles, texts) = (vector[Feature.TitleSimilarity], vector[Feature.TextSimilarity]);
        var clauses = new List<string>();
        if (double.IsNaN(titles))
            clauses.Add("title-silent");
        else
        {
            clauses.Add(
                titles >= Same ? "titles-same"
                : titles >= Alike ? Clause("titles-agree", Share(titles))
                : vector.InOtherLanguages ? "titles-languages"
                : Clause("titles-apart", Share(titles))
            );
            if (titles < Same && !double.IsNaN(vector[Feature.TitleReplaced]))
                clauses.Add("titles-own");
            if (!double.IsNaN(vector[Feature.PhaseUnmatched]))
                clauses.Add("titles-later");
        }

        if (!double.IsNaN(texts) && !(vector.InOtherLanguages && titles < Alike))
            clauses.Add(Clause("texts-alike", Share(texts)));
        return clauses;
    }

    private static string Amounts(ComparisonVector vector)
    {
        if (vector.Amounts is not var (one, other))
            return Math.Round((Arithmetic.Exp(vector[Feature.AmountConverted]) - 1) * 100) switch
            {
                0 => "amounts-rate-same",
                var percent => Clause("amounts-rate", Percent((long)percent)),
            };

        return one.Amount == other.Amount
            ? Clause("amounts-same", Verbatim(one.Currency), Money(one.Amount))
            : Clause("amounts-apart", Verbatim(one.Currency), Money(one.Amount), Money(other.Amount));
    }

    private static string[] References(ComparisonVector vector) =>
        !double.IsNaN(vector[Feature.LinkThirdParty]) ? ["same-declared"]
        : vector.Number is { } number
            ? [Clause("number-shared", Verbatim(number.Name)), .. Rarity(vector, number.Count)]
        : ["funded-declared"];

    private static string Rare(ComparisonVector vector)
    {
        return vector.RareWords.Count == 0 ? "common" : Clause("words-shared", List(vector.RareWords.Select(Shown)));

        string Shown(SharedTerm word, int place) =>
            vector.A.TermStatistics.Projects == 0
                ? Part("word", Verbatim(word.Name))
                : Part(place == 0 ? "word-first" : "word-next", Verbatim(word.Name), Number(Math.Max(2, word.Count)));
    }

    // The statistics of an empty register have no counts. Projects that were recorded after the statistics are not
    // counted.
    private static string[] Rarity(ComparisonVector vector, int count)
    {
        var projects = vector.A.TermStatistics.Projects;
        return projects == 0 ? []
            : count <= 2 ? ["rare"]
            : [Clause("as-others", Number(count), Number(Math.Max(count, projects)))];
    }

    private static string PillarName(Pillar pillar) =>
        Named("pillar", CodeListCatalog.Pillars.Entries.First(entry => entry.Number == (int)pillar).Code);

    /// <summary>Returns the name in English, by which names are ordered in each language.</summary>
    private static string NameOf(string codeOrName) =>
        codeOrName.Length == 2 ? CodeListCatalog.Countries.Find(codeOrName)?.Name ?? codeOrName : codeOrName;

    private static string Money(double value) => Amount(Math.Round((decimal)value, 2, MidpointRounding.AwayFromZero));

    private static string Share(double share) => Percent((long)Math.Round(share * 100));

    private static string Joined(List<string> names) =>
        names.Count <= 1 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} and {names[^1]}";
}
