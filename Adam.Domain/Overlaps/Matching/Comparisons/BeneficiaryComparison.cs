namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the beneficiaries of two projects.</summary>
/// <param name="Similarity">
/// The similarity of the two most similar names, from 0 to 1: the weighted Dice coefficient of their words, 1 for equal
/// names, and for an acronym and its name. NaN if one record has none, if the names share no word and the records are
/// in different languages, or if they share little and no two of them are comparable
/// (<see cref="AgencyName.IsComparableTo"/>).
/// </param>
/// <param name="Shared">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of the rarest beneficiary that both name;
/// NaN if there is none.
/// </param>
/// <param name="Nearest">The two most similar names, in ordinal order; null if one record has none.</param>
internal readonly record struct BeneficiaryComparison(
    double Similarity,
    double Shared,
    (string One, string Other)? Nearest
)
{
    /// <summary>The similarity from which names count for a pair.</summary>
    private const double Alike = 0.3;

    public static BeneficiaryComparison Compare(WeightedProfile a, WeightedProfile b, bool inOtherLanguages)
    {
        var (agencies, others) = (a.Profile.Beneficiaries, b.Profile.Beneficiaries);
        if (agencies.Length == 0 || others.Length == 0)
            return new(double.NaN, double.NaN, null);

        var (best, rarest, nearest) = (-1.0, double.NaN, default((string One, string Other)));
        var areComparable = false;
        for (var i = 0; i < agencies.Length; i++)
        {
            for (var j = 0; j < others.Length; j++)
            {
                var isSame = agencies[i].Key == others[j].Key || agencies[i].Acronyms.Matches(others[j].Acronyms);
                if (isSame)
                    rarest = Rarer(rarest, a, Math.Max(a.BeneficiaryCounts[i], b.BeneficiaryCounts[j]));
                var similarity = isSame
                    ? 1
                    : Dice(agencies[i].Words, a.Beneficiaries[i], others[j].Words, b.Beneficiaries[j]);
                areComparable |=
                    agencies[i].IsComparableTo(others[j])
                    && !b.ContainsRareName(agencies[i].Telling)
                    && !a.ContainsRareName(others[j].Telling);
                if (similarity < best)
                    continue;

                var names = InOrder(agencies[i].Name, others[j].Name);
                if (similarity > best || IsBefore(names, nearest))
                    (best, nearest) = (similarity, names);
            }
        }

        // The same name in two languages has no common word. This is no evidence of two agencies, nor is a ministry
        // beside the people whom the project reaches.
        var isEvidence = best >= Alike || (areComparable && (best > 0 || !inOtherLanguages));
        return new(isEvidence ? best : double.NaN, rarest, nearest);
    }

    private static double Rarer(double rarest, WeightedProfile a, int count)
    {
        var content = a.TermStatistics.InformationContentOf(count);
        return double.IsNaN(rarest) ? content : Math.Max(rarest, content);
    }

    private static double Dice(string[] words, double[] weights, string[] otherWords, double[] otherWeights)
    {
        var (shared, total) = SortedLists.Weigh(words, weights, otherWords, otherWeights);
        return total == 0 ? 0 : 2 * shared / total;
    }

    private static (string One, string Other) InOrder(string one, string other) =>
        string.CompareOrdinal(one, other) <= 0 ? (one, other) : (other, one);

    private static bool IsBefore((string One, string Other) names, (string One, string Other) others) =>
        string.CompareOrdinal(names.One, others.One) is not 0 and var order
            ? order < 0
            : string.CompareOrdinal(names.Other, others.Other) < 0;
}
