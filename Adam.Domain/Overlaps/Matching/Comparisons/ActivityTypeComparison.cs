namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the activity types of two projects.</summary>
/// <param name="Overlap">
/// The weight of the common activity types divided by the weight of all their activity types, from 0 to 1 (the weighted
/// Jaccard index); NaN if one record has none.
/// </param>
internal readonly record struct ActivityTypeComparison(double Overlap)
{
    public static ActivityTypeComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        var (types, others) = (a.Profile.ActivityTypes, b.Profile.ActivityTypes);
        if (types.Length == 0 || others.Length == 0)
            return new(double.NaN);

        var (shared, total) = SortedLists.Weigh(types, a.ActivityTypes, others, b.ActivityTypes);
        return new(shared / (total - shared));
    }
}
