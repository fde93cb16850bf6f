using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Report;

/// <summary>A condition of a filter for which an index has the pairs side by side.</summary>
internal enum IndexedCondition
{
    Declared = 1,
    Verdict = 2,

    /// <summary>
    /// The first of two partners owns or pays for one project, somebody with the bit of the second for the other.
    /// </summary>
    FirstPartner = 3,

    SecondPartner = 4,
    Country = 5,
    Donor = 6,
    Owner = 7,
    Updated = 8,
}

/// <summary>Scans what an index has of each value of one condition.</summary>
/// <param name="Scans">Every pair that meets the condition is met in one of them at least.</param>
internal sealed record IndexScans(IndexedCondition Condition, IReadOnlyList<IndexScan> Scans) : AccessPath
{
    /// <summary>More scans than this cost more than the pairs that they leave out.</summary>
    private const int MostScans = 12;

    private static readonly VerdictFilter[] Decided =
    [
        VerdictFilter.Duplicate,
        VerdictFilter.Complementary,
        VerdictFilter.CoFunded,
        VerdictFilter.Unrelated,
    ];

    /// <summary>
    /// Returns the paths of a filter's indexed conditions, that first which usually leaves the fewest pairs.
    /// </summary>
    public static IReadOnlyList<IndexScans> For(OverlapFilter filter)
    {
        var countries = filter.Countries.Count > 0 ? filter.Countries : filter.RouteCountries;
        long? pillars = filter.Pillars.Count > 0 ? SharedCellMask.For(filter.Pillars) : null;
        IReadOnlyList<IndexScan> declared = filter.Kinds is [OverlapKind.Declared] ? [new DeclaredScan()] : [];
        IReadOnlyList<IndexScan> updated = filter.UpdatedSince is { } since ? [new UpdatedScan(since)] : [];
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
            new(IndexedCondition.Declared, declared),
            new(IndexedCondition.Verdict, [.. decided]),
            new(IndexedCondition.FirstPartner, first),
            new(IndexedCondition.SecondPartner, second),
            new(IndexedCondition.Country, [.. shared]),
            new(IndexedCondition.Donor, [.. donors]),
            new(IndexedCondition.Owner, [.. owners]),
            new(IndexedCondition.Updated, updated),
        ];
        return [.. all.Where(path => path.Scans.Count is > 0 and <= MostScans)];
    }

    /// <summary>True if few of all pairs meet the condition, however many pairs there are.</summary>
    public bool IsSelective =>
        Condition
            is IndexedCondition.Declared
                or IndexedCondition.Verdict
                or IndexedCondition.FirstPartner
                or IndexedCondition.SecondPartner;

    /// <summary>True if the index has the pairs in the order of their scores.</summary>
    public bool IsInOrderOfScore => Condition != IndexedCondition.Updated;

    public override PairConditions Residual(PairConditions conditions) =>
        Condition switch
        {
            IndexedCondition.Declared or IndexedCondition.Verdict => conditions,
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
            IndexedCondition.Updated => conditions with { UpdatedSince = null },
        };

    public override IReadOnlyList<SqlText> Queries(PairSelection selection) =>
        [.. Scans.Select(scan => scan.Query(selection))];

    private static FacetScan OfPayer(string payer, long bit) => new(PairFacet.Payer, payer, bit);

    private static IEnumerable<IndexScan> ForVerdict(VerdictFilter verdict) =>
        verdict == VerdictFilter.Stale
            ? Decided.Select(decided => new VerdictScan(decided, IsStale: true))
            : [new VerdictScan(verdict, IsStale: false)];
}
