using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Report;

/// <summary>A condition of a filter whose pairs are adjacent in an index.</summary>
internal enum IndexedCondition
{
    Kind = 1,
    Verdict = 2,

    /// <summary>
    /// The first of two partners owns or pays for one project, and the other project has the bit of the second.
    /// </summary>
    FirstPartner = 3,

    SecondPartner = 4,
    Country = 5,
    Donor = 6,
    Owner = 7,
    Score = 8,
    Updated = 9,
    Found = 10,
}

/// <summary>Scans the index entries of each value of one condition.</summary>
/// <param name="Scans">The scans. Every pair that meets the condition is in at least one of them.</param>
internal sealed record IndexScans(IndexedCondition Condition, IReadOnlyList<IndexScan> Scans) : AccessPath
{
    /// <summary>The maximum number of scans. More scans cost more than they save.</summary>
    private const int MostScans = 12;

    /// <summary>The number of rows that are read for each pair to count, to find those with the bits.</summary>
    private const int RowsForPair = 2;

    private static readonly VerdictFilter[] Decided =
    [
        VerdictFilter.Duplicate,
        VerdictFilter.Complementary,
        VerdictFilter.CoFunded,
        VerdictFilter.Unrelated,
    ];

    /// <summary>
    /// Returns the paths of the indexed conditions of a filter. The first is the one that usually selects the fewest
    /// pairs.
    /// </summary>
    public static IReadOnlyList<IndexScans> For(OverlapFilter filter)
    {
        var countries = filter.Countries.Count > 0 ? filter.Countries : filter.RouteCountries;
        long? pillars = filter.Pillars.Count > 0 ? SharedCellMask.For(filter.Pillars) : null;
        var kinds = filter.Kinds.Contains(OverlapKind.SharedSetting)
            ? []
            : filter.Kinds.Distinct().Select(kind => new KindScan(kind));
        IReadOnlyList<IndexScan> score = filter.MinScore is { } least ? [new ScoreScan(least)] : [];
        IReadOnlyList<IndexScan> updated = filter.UpdatedSince is { } since ? [new UpdatedScan(since)] : [];
        IReadOnlyList<IndexScan> found = (filter.FoundSince ?? filter.FoundBefore) is null
            ? []
            : [new FoundScan(filter.FoundSince, filter.FoundBefore)];
        var decided = filter.Verdicts.Contains(VerdictFilter.None)
            ? []
            : filter.Verdicts.Distinct().SelectMany(ForVerdict);
        var (first, second) = filter.Between is var (one, other)
            ? (
                (IReadOnlyList<IndexScan>)[OfPayer(one, PairFacet.BitFor(other))],
                (IReadOnlyList<IndexScan>)[OfPayer(other, PairFacet.BitFor(one))]
            )
            : ([], []);
        var shared = countries.Select(country => new FacetScan(PairFacet.Country, country, pillars));
        var donors = filter.AnyProject.Donors.Select(donor => OfPayer(donor, PairFacet.Donates));
        var owners = filter.AnyProject.Owners.Select(owner => OfPayer(owner, PairFacet.Owns));
        IndexScans[] all =
        [
            new(IndexedCondition.Kind, [.. kinds]),
            new(IndexedCondition.Verdict, [.. decided]),
            new(IndexedCondition.FirstPartner, first),
            new(IndexedCondition.SecondPartner, second),
            new(IndexedCondition.Country, [.. shared]),
            new(IndexedCondition.Donor, [.. donors]),
            new(IndexedCondition.Owner, [.. owners]),
            new(IndexedCondition.Score, score),
            new(IndexedCondition.Updated, updated),
            new(IndexedCondition.Found, found),
        ];
        return [.. all.Where(path => path.Scans.Count is > 0 and <= MostScans)];
    }

    /// <summary>True if the condition always selects few of all pairs, regardless of the size of the table.</summary>
    public bool IsSelective =>
        Condition is IndexedCondition.Verdict or IndexedCondition.FirstPartner or IndexedCondition.SecondPartner
        || Scans is [KindScan { Kind: OverlapKind.Declared }];

    /// <summary>True if the index is sorted by score.</summary>
    public bool IsInOrderOfScore => Condition is not (IndexedCondition.Updated or IndexedCondition.Found);

    public override PairConditions Residual(PairConditions conditions) =>
        Condition switch
        {
            IndexedCondition.Kind or IndexedCondition.Verdict => conditions,
            IndexedCondition.FirstPartner or IndexedCondition.SecondPartner => conditions with
            {
                TestsFacetOfBetween = false,
            },
            IndexedCondition.Country when conditions.Countries.Count > 0 => conditions with
            {
                Countries = [],
                Pillars = [],
            },
            IndexedCondition.Country => conditions with { RouteCountries = [], Pillars = [] },
            IndexedCondition.Donor => conditions with { Donors = [] },
            IndexedCondition.Owner => conditions with { Owners = [] },
            IndexedCondition.Score => conditions with { MinScore = null },
            IndexedCondition.Updated => conditions with { UpdatedSince = null },
            IndexedCondition.Found => conditions with { FoundSince = null, FoundBefore = null },
        };

    public override IReadOnlyList<SqlText> Queries(PairSelection selection) =>
        [.. Scans.Select(scan => scan.Query(selection))];

    /// <summary>
    /// Returns a query of the number of pairs, Pairs, counted up to <paramref name="most"/>. It reads a bounded number
    /// of index rows of all scans together. A pair that several scans return counts several times.
    /// </summary>
    public SqlText Count(SqlDialect dialect, int most)
    {
        // Rows without the bits are read, too. A condition with very many rows counts as one of very many pairs.
        var read = Scans.Any(scan => scan is FacetScan { Bits: not null }) ? RowsForPair * most : most;
        var rows = SqlText.Join($"\nUNION ALL\n", Scans.Select(scan => scan.Rows));
        return $"""
            SELECT CASE WHEN COUNT(*) >= {read} THEN {most} ELSE COALESCE(SUM(counted.Counts), 0) END AS Pairs
            FROM ({dialect.AtMost(rows, $"Counts", $"{read}")}) counted
            """;
    }

    private static FacetScan OfPayer(string payer, long bit) => new(PairFacet.Payer, payer, bit);

    private static IEnumerable<IndexScan> ForVerdict(VerdictFilter verdict) =>
        verdict == VerdictFilter.Stale
            ? Decided.Select(decided => new VerdictScan(decided, IsStale: true))
            : [new VerdictScan(verdict, IsStale: false)];
}
