namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the implementers of two projects.</summary>
/// <param name="Shared">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of <paramref name="Rarest"/>; NaN if there
/// is none.
/// </param>
/// <param name="Apart">1 if both name implementers and share none; else NaN.</param>
/// <param name="OwnerImplements">
/// 1 if the owner of one record is an implementer of the other's project; else NaN.
/// </param>
/// <param name="Rarest">The rarest implementer that both name; null if there is none.</param>
internal readonly record struct ImplementerComparison(
    double Shared,
    double Apart,
    double OwnerImplements,
    SharedTerm? Rarest
)
{
    public static ImplementerComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        var (one, other) = (a.Profile, b.Profile);
        var rarest = SortedLists.RarestOrganisation(
            one.Implementers,
            one.ImplementerAcronyms,
            a.Implementers,
            other.Implementers,
            other.ImplementerAcronyms,
            b.Implementers
        );
        var areApart = rarest is null && one.Implementers.Count > 0 && other.Implementers.Count > 0;
        var ownerImplements =
            one.Owner != other.Owner
            && (SortedLists.HasKey(one.Implementers, other.Owner) || SortedLists.HasKey(other.Implementers, one.Owner));
        return new(
            rarest is { } shared ? a.TermStatistics.InformationContentOf(shared.Count) : double.NaN,
            areApart ? 1 : double.NaN,
            ownerImplements ? 1 : double.NaN,
            rarest
        );
    }
}
