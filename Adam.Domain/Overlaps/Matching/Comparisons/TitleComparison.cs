namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares two titles: their words, and the phases that they number ("Phase II", "2nd").</summary>
/// <remarks>All values are NaN if a title has no words.</remarks>
/// <inheritdoc cref="TitleAlignment" path="/param"/>
/// <param name="PhaseSame">
/// 1 if both titles number the same phase, or if the text of one record numbers a phase of the other's title; else NaN.
/// </param>
/// <param name="PhaseOther">1 if both titles number phases and share none; else NaN.</param>
/// <param name="PhaseUnmatched">
/// 1 if only one title numbers a phase, the phase is later than the first, and the text of the other record does not
/// number it; else NaN.
/// </param>
internal readonly record struct TitleComparison(
    double Similarity,
    double Coverage,
    double InformationContent,
    double Conflict,
    double PhaseSame,
    double PhaseOther,
    double PhaseUnmatched
)
{
    private static readonly TitleComparison Nothing = new(
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN
    );

    public static TitleComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        if (a.TitleWords.Length == 0 || b.TitleWords.Length == 0)
            return Nothing;

        var words = TitleAlignment.Align(a, b);
        var (same, other, unmatched) = ComparePhases(a.Profile, b.Profile);
        return new(
            words.Similarity,
            words.Coverage,
            words.InformationContent,
            words.Conflict,
            same ? 1 : double.NaN,
            other ? 1 : double.NaN,
            unmatched ? 1 : double.NaN
        );
    }

    private static (bool Same, bool Other, bool Unmatched) ComparePhases(Profile a, Profile b)
    {
        var (phases, others) = (a.Title.Phases, b.Title.Phases);
        if (phases.Count == 0 && others.Count == 0)
            return (false, false, false);
        if (phases.Count > 0 && others.Count > 0)
            return phases.Any(others.Contains) ? (true, false, false) : (false, true, false);

        var (numbered, text) = phases.Count > 0 ? (phases, b.TextPhases) : (others, a.TextPhases);
        var isSame = numbered.Any(text.Contains);
        return (isSame, false, !isSame && numbered[^1] > 1);
    }
}
