using Adam.Data.Overlaps.Register;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;

namespace Adam.Data.Overlaps;

/// <summary>What pairs are filtered by, in the order of their scores; with each value stand bits that tell more of it, so that few pairs must be looked up.</summary>
internal static class PairFacet
{
    /// <summary>A country that the two share. The bits are the pillars that they share.</summary>
    public const string Country = Facet.Country;

    /// <summary>An owner or donor of one of the two. The bits tell which of the two it is, and who owns or pays for the other project, one of 60 bits each: where one is missing, so is who stands for it.</summary>
    public const string Payer = "payer";

    public const long Owns = 1;
    public const long Donates = 2;

    private const int FirstOfPayers = 2;
    private const int BitsOfPayers = 60;

    /// <summary>The bit that stands for an owner or donor of the other project: the same in every release.</summary>
    /// <param name="payer">Key of a participant.</param>
    public static long Against(string payer) => 1L << (FirstOfPayers + (int)((ulong)EvidenceHash.Of(payer) % BitsOfPayers));

    /// <summary>Facet, value and bits of a pair, each facet and value once.</summary>
    public static IEnumerable<(string Facet, string Value, long Bits)> Of(Activity one, Activity other, Sharing shared)
    {
        var pillars = CellBits.Of(shared.Pillars);
        var payers = Payers(one, other).Concat(Payers(other, one)).GroupBy(payer => payer.Key, StringComparer.Ordinal);
        return
        [
            .. shared.Countries.Select(country => (Country, country, pillars)),
            .. payers.Select(payer => (Payer, payer.Key, payer.Aggregate(0L, (bits, role) => bits | role.Bits))),
        ];
    }

    private static IEnumerable<(string Key, long Bits)> Payers(Activity mine, Activity theirs)
    {
        var against = theirs.Donors.Append(theirs.Owner).Aggregate(0L, (bits, payer) => bits | Against(payer));
        return mine.Donors.Select(donor => (donor, Donates | against)).Append((mine.Owner, Owns | against));
    }
}
