namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the donors of two projects. Different donors are no evidence against the pair.</summary>
/// <param name="Shared">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of <paramref name="Rarest"/>; NaN if there
/// is none.
/// </param>
/// <param name="OwnerPays">1 if the owner of one record is a donor of the other's project; else NaN.</param>
/// <param name="Rarest">The rarest donor that both name; null if there is none.</param>
internal readonly record struct DonorComparison(double Shared, double OwnerPays, SharedTerm? Rarest)
{
    public static DonorComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        var (one, other) = (a.Profile, b.Profile);
        var rarest = SortedLists.RarestShared(one.Donors, a.Donors, other.Donors);
        var ownerPays =
            one.Owner != other.Owner
            && (SortedLists.HasKey(one.Donors, other.Owner) || SortedLists.HasKey(other.Donors, one.Owner));
        return new(
            rarest is { } shared ? a.TermStatistics.InformationContentOf(shared.Count) : double.NaN,
            ownerPays ? 1 : double.NaN,
            rarest
        );
    }
}
