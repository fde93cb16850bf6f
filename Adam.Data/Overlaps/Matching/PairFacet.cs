using Adam.Data.Projects;
using Adam.Domain.Overlaps;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// The facets that the report filters pairs by, indexed by score. Each value has a bit mask with further properties of
/// the pair, so that a query looks up fewer pairs in the main table.
/// </summary>
internal static class PairFacet
{
    /// <summary>A shared country. The mask contains the shared pillars.</summary>
    public const string Country = Facet.Country;

    /// <summary>
    /// An owner or donor of one of the projects. The mask contains its role, and one of 60 bits for each owner and
    /// donor of the other project. If the bit of a partner is not set, the other project does not have that partner.
    /// </summary>
    public const string Payer = "payer";

    public const long Owns = 1;
    public const long Donates = 2;

    private const int FirstOfPayers = 2;
    private const int BitsOfPayers = 60;

    /// <summary>Returns the bit of an owner or donor of the other project. It is equal in every release.</summary>
    /// <param name="payer">The key of a participant.</param>
    public static long BitFor(string payer) =>
        1L << (FirstOfPayers + (int)((ulong)BlockingKeyHash.Compute(payer) % BitsOfPayers));

    /// <summary>Returns the OverlapFacet rows of a pair, each facet and value once.</summary>
    /// <returns>
    /// Bits is a mask. With <see cref="Country"/> it contains the shared pillars (<see cref="SharedCellMask"/>). With
    /// <see cref="Payer"/> it contains the roles (<see cref="Owns"/>, <see cref="Donates"/>) and the payers of the
    /// other project (<see cref="BitFor"/>).
    /// </returns>
    public static IEnumerable<(string Facet, string Value, long Bits)> ForPair(
        ProjectScope one,
        ProjectScope other,
        SharedScope shared
    )
    {
        var pillars = SharedCellMask.For(shared.Pillars);
        var payers = Payers(one, other).Concat(Payers(other, one)).GroupBy(payer => payer.Key, StringComparer.Ordinal);
        return
        [
            .. shared.Countries.Select(country => (Country, country, pillars)),
            .. payers.Select(payer => (Payer, payer.Key, payer.Aggregate(0L, (bits, role) => bits | role.Bits))),
        ];
    }

    private static IEnumerable<(string Key, long Bits)> Payers(ProjectScope mine, ProjectScope theirs)
    {
        var against = theirs.Donors.Append(theirs.Owner).Aggregate(0L, (bits, payer) => bits | BitFor(payer));
        return mine.Donors.Select(donor => (donor, Donates | against)).Append((mine.Owner, Owns | against));
    }
}
