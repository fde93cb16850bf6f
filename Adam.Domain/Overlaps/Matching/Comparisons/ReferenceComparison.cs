using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>Compares the numbers of two records, and the links between them.</summary>
/// <param name="NumberShared">
/// The information content (<see cref="TermStatistics.InformationContent"/>) of <paramref name="Number"/> if it is the
/// number of one of the two; else NaN.
/// </param>
/// <param name="NumberMentioned">
/// The same if both only mention the number, for example that of their programme; else NaN.
/// </param>
/// <param name="LinkThirdParty">
/// 1 if one record declares that the other, reported by somebody else, is the same project; else NaN.
/// </param>
/// <param name="LinkCoFunded">1 if one record declares that the two are funded together; else NaN.</param>
/// <param name="Number">The rarest number that both name; null if there is none.</param>
internal readonly record struct ReferenceComparison(
    double NumberShared,
    double NumberMentioned,
    double LinkThirdParty,
    double LinkCoFunded,
    SharedTerm? Number
)
{
    public static ReferenceComparison Compare(WeightedProfile a, WeightedProfile b)
    {
        var (one, other) = (a.Profile, b.Profile);
        var number = SortedLists.RarestShared(one.References, a.References, other.References);
        var content = number is { } shared ? a.TermStatistics.InformationContentOf(shared.Count) : double.NaN;
        var isOwn = number is { } term && Folding.Key(term.Name) is var key && (IsOwn(one, key) || IsOwn(other, key));
        return new(
            isOwn ? content : double.NaN,
            isOwn ? double.NaN : content,
            HasLink(one, other, Relation.ThirdParty) || HasLink(other, one, Relation.ThirdParty) ? 1 : double.NaN,
            HasLink(one, other, Relation.CoFunded) || HasLink(other, one, Relation.CoFunded) ? 1 : double.NaN,
            number
        );
    }

    /// <summary>Returns true if a key is a number of the record, or the end of its identifier.</summary>
    private static bool IsOwn(Profile record, string key)
    {
        for (var i = 0; i < record.Identifiers.Count; i++)
        {
            if (record.Identifiers[i].EndsWith(key, StringComparison.Ordinal))
                return true;
        }

        return false;
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
