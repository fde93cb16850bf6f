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

    /// <summary>
    /// Returns true if both have donors, all of which are certainly others (<see cref="DonorNames"/>), and none of whom
    /// may be the owner of the other record. This decides only the kind of a pair: that two names differ is no evidence
    /// that the projects do.
    /// </summary>
    public static bool AreApart(Profile one, Profile other, bool inOtherLanguages)
    {
        foreach (var donor in one.Donors)
        {
            if (
                !other.Donors.All(theirs => DonorNames.AreApart(donor, theirs, inOtherLanguages))
                || !IsApartFromOwner(donor, one.Owner, other.Owner, inOtherLanguages)
            )
                return false;
        }

        return one.Donors.Length > 0
            && other.Donors.Length > 0
            && other.Donors.All(donor => IsApartFromOwner(donor, other.Owner, one.Owner, inOtherLanguages));
    }

    private static bool IsApartFromOwner(
        (string Key, string Name) donor,
        string owner,
        string otherOwner,
        bool inOtherLanguages
    ) => owner == otherOwner || DonorNames.AreApart(donor, (otherOwner, otherOwner), inOtherLanguages);

    /// <summary>Returns true if a list has donors, and all are partners.</summary>
    private static bool ArePartners((string Key, string Name)[] donors)
    {
        for (var i = 0; i < donors.Length; i++)
        {
            if (!DonorNames.IsCode(donors[i].Key))
                return false;
        }

        return donors.Length > 0;
    }
}
