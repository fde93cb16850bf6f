namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the implementers of two projects.</summary>
/// <param name="Shared">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of <paramref name="Rarest"/>; NaN if there
/// is none.
/// </param>
/// <param name="Apart">
/// 1 if both name implementers and share none; else NaN. NaN too if both carry out what they pay for, because other
/// donors are evidence already (<see cref="DonorComparison"/>).
/// </param>
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
        var areApart =
            rarest is null
            && one.Implementers.Length > 0
            && other.Implementers.Length > 0
            && !(ArePayers(one) && ArePayers(other));
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

    /// <summary>Returns true if all implementers are donors, too: they carry out what they pay for.</summary>
    private static bool ArePayers(Profile record)
    {
        for (var i = 0; i < record.Implementers.Length; i++)
        {
            if (!SortedLists.HasKey(record.Donors, record.Implementers[i].Key))
                return false;
        }

        return true;
    }
}
