namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the donors of two projects.</summary>
/// <param name="Shared">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of <paramref name="Rarest"/>; NaN if there
/// is none.
/// </param>
/// <param name="OwnerPays">1 if the owner of one record is a donor of the other's project; else NaN.</param>
/// <param name="Apart">
/// 1 if all donors of both are partners, they share none, and the owner of neither record is a donor of the other; 0.5
/// if they share an implementer, through which several donors may pay for one project; else NaN. Two names of
/// organisations outside the partnership may be one organisation.
/// </param>
/// <param name="Rarest">The rarest donor that both name; null if there is none.</param>
internal readonly record struct DonorComparison(double Shared, double OwnerPays, double Apart, SharedTerm? Rarest)
{
    public static DonorComparison Compare(WeightedProfile a, WeightedProfile b, bool shareImplementer)
    {
        var (one, other) = (a.Profile, b.Profile);
        var rarest = SortedLists.RarestOrganisation(
            one.Donors,
            one.DonorAcronyms,
            a.Donors,
            other.Donors,
            other.DonorAcronyms,
            b.Donors
        );
        var ownerPays =
            one.Owner != other.Owner
            && (SortedLists.HasKey(one.Donors, other.Owner) || SortedLists.HasKey(other.Donors, one.Owner));
        return new(
            rarest is { } shared ? a.TermStatistics.InformationContentOf(shared.Count) : double.NaN,
            ownerPays ? 1 : double.NaN,
            rarest is not null || ownerPays || !ArePartners(one.Donors) || !ArePartners(other.Donors) ? double.NaN
                : shareImplementer ? 0.5
                : 1,
            rarest
        );
    }

    /// <summary>Returns true if a list has donors, and all are partners. Codes of partners are in upper case.</summary>
    private static bool ArePartners((string Key, string Name)[] donors)
    {
        for (var i = 0; i < donors.Length; i++)
        {
            if (!char.IsAsciiLetterUpper(donors[i].Key[0]))
                return false;
        }

        return donors.Length > 0;
    }
}
