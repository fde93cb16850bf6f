using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the numbers of two records, and the links between them.</summary>
/// <param name="NumberShared">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of <paramref name="Number"/>; NaN if there
/// is none.
/// </param>
/// <param name="LinkThirdParty">
/// 1 if one record declares that the other, reported by somebody else, is the same project; else NaN.
/// </param>
/// <param name="LinkCoFunded">1 if one record declares that the two are funded together; else NaN.</param>
/// <param name="Number">The rarest number that both name; null if there is none.</param>
internal readonly record struct ReferenceComparison(
    double NumberShared,
    double LinkThirdParty,
    double LinkCoFunded,
    SharedTerm? Number
)
{
    public static ReferenceComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        var (one, other) = (a.Profile, b.Profile);
        var number = SortedLists.RarestShared(one.References, a.References, other.References);
        return new(
            number is { } shared ? a.TermStatistics.InformationContentOf(shared.Count) : double.NaN,
            HasLink(one, other, Relation.ThirdParty) || HasLink(other, one, Relation.ThirdParty) ? 1 : double.NaN,
            HasLink(one, other, Relation.CoFunded) || HasLink(other, one, Relation.CoFunded) ? 1 : double.NaN,
            number
        );
    }

    private static bool HasLink(Profile from, Profile to, Relation relation)
    {
        for (var i = 0; i < from.Links.Count; i++)
        {
            if (from.Links[i].Relation == relation && to.Identifiers.Contains(from.Links[i].Key))
                return true;
        }

        return false;
    }
}
