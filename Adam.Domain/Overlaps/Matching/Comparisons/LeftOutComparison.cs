namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares what a record says it leaves out with what the other does.</summary>
/// <param name="Value">
/// 1 if the title or a name of one record has a word, a subject or an actor that only the other's clauses about what it
/// leaves out have (<see cref="LeftOut"/>); 0.5 if only its description does, and the word is rare; else NaN.
/// </param>
internal readonly record struct LeftOutComparison(double Value)
{
    private const double OfDescription = 0.5;

    /// <summary>The information content from which a word of a description is rare.</summary>
    private const double RareFrom = 3;

    public static LeftOutComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        var (one, other) = (Find(a, b), Find(b, a));
        return new(
            double.IsNaN(one) ? other
            : double.IsNaN(other) ? one
            : Math.Max(one, other)
        );
    }

    private static double Find(WeightedProfile record, WeightedProfile other)
    {
        if ((record.Profile.LeftOutConcepts & other.Profile.HeadConcepts) != 0)
            return 1;

        var found = double.NaN;
        foreach (var word in record.Profile.LeftOutWords)
        {
            if (Array.IndexOf(other.TitleHashes, word) >= 0 || other.Profile.HasNameWith(word))
                return 1;
            var at = SortedLists.IndexOf(other.Hashes, word);
            if (at >= 0 && other.Weights[at] > RareFrom)
                found = OfDescription;
        }

        return found;
    }
}
