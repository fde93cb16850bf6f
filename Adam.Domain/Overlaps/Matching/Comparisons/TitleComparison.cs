namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares two titles: their words, and their numbers of phases, years and other numbers.</summary>
/// <remarks>All values are NaN if a title has no words.</remarks>
/// <inheritdoc cref="TitleAlignment" path="/param"/>
/// <param name="Replaced">
/// The similarity of titles that agree in at least half of their words, while each has a rare word that the other
/// record does not contain ("… of judges", "… of prosecutors"); else NaN, and between languages.
/// </param>
/// <param name="TailOther">
/// 1 if the titles are equal before a colon or dash, and have nothing in common after it, in one language; else NaN.
/// </param>
/// <param name="PhaseSame">
/// 1 if both titles number the same phase, or if the text of one record numbers a phase of the other's title; else NaN.
/// </param>
/// <param name="PhaseOther">
/// 1 if both titles number phases and share none, or if no title numbers one and the descriptions number different
/// ones; else NaN.
/// </param>
/// <param name="PhaseUnmatched">
/// If only one record numbers a later phase than the first, or says that it continues something: 1 if the starts are
/// at least half a year apart or unknown, 0 if they are equal, and in proportion between. Else NaN.
/// </param>
/// <param name="YearSame">1 if both titles name the same year; else NaN.</param>
/// <param name="YearOther">
/// 1 if both titles name years, and no year of one is within those of the other; else NaN.
/// </param>
/// <param name="NumberOther">
/// 1 if both titles number the same thing, and share no number of it ("School No. 5", "School No. 7"); else NaN.
/// </param>
/// <param name="ContrastOther">
/// The near-antonyms that separate the two: 1 if the titles name different members of a set ("women", "men"), 0.5 if
/// only a title and a description do. NaN if none do.
/// </param>
internal readonly record struct TitleComparison(
    double Similarity,
    double Coverage,
    double InformationContent,
    double Conflict,
    double Retold,
    double Core,
    double Replaced,
    double TailOther,
    double PhaseSame,
    double PhaseOther,
    double PhaseUnmatched,
    double YearSame,
    double YearOther,
    double NumberOther,
    double ContrastOther
)
{
    private const double HalfAYear = 183;
    private const double Alike = 0.5;
    private const double RareWord = 2;

    private static readonly TitleComparison Nothing = new(
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN
    );

    public static TitleComparison Compare(WeightedProfile a, WeightedProfile b, bool inOtherLanguages, double startGap)
    {
        if (a.TitleWords.Length == 0 || b.TitleWords.Length == 0)
            return Nothing;

        var words = TitleAlignment.Align(a, b);
        var (same, other, unmatched) = ComparePhases(a.Profile, b.Profile);
        var (yearSame, yearOther) = CompareYears(a.Profile.Title.Numbers.Years, b.Profile.Title.Numbers.Years);
        var isReplaced = !inOtherLanguages && words.Similarity >= Alike && words.Conflict >= RareWord;
        return new(
            words.Similarity,
            words.Coverage,
            words.InformationContent,
            words.Conflict,
            words.Retold,
            words.Core,
            isReplaced ? words.Similarity : double.NaN,
            words.HasOtherTail && !inOtherLanguages ? 1 : double.NaN,
            same ? 1 : double.NaN,
            other ? 1 : double.NaN,
            !unmatched ? double.NaN
                : double.IsNaN(startGap) ? 1
                : Math.Min(1, startGap / HalfAYear),
            yearSame ? 1 : double.NaN,
            yearOther ? 1 : double.NaN,
            HasOtherNumber(a.Profile.Title.Numbers.Labelled, b.Profile.Title.Numbers.Labelled) ? 1 : double.NaN,
            CompareContrasts(a.Profile, b.Profile, words.Similarity)
        );
    }

    private static (bool Same, bool Other, bool Unmatched) ComparePhases(Profile a, Profile b)
    {
        var (one, two) = (a.Title.Numbers, b.Title.Numbers);
        var (phases, others) = (one.Phases, two.Phases);
        if (phases.Count > 0 && others.Count > 0)
            return Intersect(phases, others) ? (true, false, false) : (false, true, false);
        if (phases.Count == 0 && others.Count == 0)
        {
            var (text, otherText) = (a.TextPhases, b.TextPhases);
            var differ = text.Count > 0 && otherText.Count > 0 && !Intersect(text, otherText);
            return (false, differ, !differ && one.IsSequel != two.IsSequel);
        }

        var (numbered, described) = phases.Count > 0 ? (phases, b.TextPhases) : (others, a.TextPhases);
        var isSame = Intersect(numbered, described);
        return (isSame, !isSame && described.Count > 0, !isSame && described.Count == 0 && numbered[^1] > 1);
    }

    private static (bool Same, bool Other) CompareYears(IReadOnlyList<int> years, IReadOnlyList<int> others)
    {
        if (years.Count == 0 || others.Count == 0)
            return (false, false);
        // Of "2015-2017" and "2017-2019" one follows the other.
        var (follows, precedes) = (years[0] == others[^1], years[^1] == others[0]);
        if (years.Count > 1 && others.Count > 1 && follows != precedes)
            return (false, true);
        if (Intersect(years, others))
            return (true, false);
        // A year within a span of years ("2014", "2012-2016") is neither the same nor another.
        return (false, years[^1] < others[0] || others[^1] < years[0]);
    }

    private static bool Intersect(IReadOnlyList<int> ours, IReadOnlyList<int> theirs)
    {
        for (var i = 0; i < ours.Count; i++)
        {
            for (var j = 0; j < theirs.Count; j++)
            {
                if (ours[i] == theirs[j])
                    return true;
            }
        }

        return false;
    }

    private static bool HasOtherNumber(
        IReadOnlyList<(string Label, int Number)> ours,
        IReadOnlyList<(string Label, int Number)> theirs
    )
    {
        var isOther = false;
        for (var i = 0; i < ours.Count; i++)
        {
            for (var j = 0; j < theirs.Count; j++)
            {
                if (ours[i] == theirs[j])
                    return false;
                isOther |= ours[i].Label == theirs[j].Label;
            }
        }

        return isOther;
    }

    private static double CompareContrasts(Profile a, Profile b, double similarity)
    {
        if (a.TitleContrasts == 0 && b.TitleContrasts == 0)
            return double.NaN;

        var found = double.NaN;
        foreach (var set in Vocabulary.ContrastSets)
        {
            var (title, other) = (a.TitleContrasts & set, b.TitleContrasts & set);
            var (all, others) = (a.Contrasts & set, b.Contrasts & set);
            if ((title == 0 && other == 0) || all == 0 || others == 0)
                continue;
            // Directions are parts of names: the Western Balkans are in South-Eastern Europe.
            if (similarity < Alike && (set & Vocabulary.Directions) != 0)
                continue;
            if (title != 0 && other != 0 && (title & other) == 0)
                return 1;
            if ((all & others) == 0)
                found = 0.5;
        }

        return found;
    }
}
