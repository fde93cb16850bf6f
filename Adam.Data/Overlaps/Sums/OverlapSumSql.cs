using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Sums;

internal static class OverlapSumSql
{
    public static readonly StatementSet Statements = new(
        nameof(OverlapSumSql),
        nameof(Rows),
        nameof(Count),
        nameof(AmountRows),
        nameof(MonthRows)
    );

    private static readonly IReadOnlyList<KeyColumn> Key =
    [
        new($"Dimensions"),
        new($"Cell", IsText: true),
        new($"Kind"),
        new($"Verdict"),
    ];

    private static readonly IReadOnlyList<KeyColumn> MonthKey =
    [
        new($"Donor", IsText: true),
        new($"Month"),
        new($"Kind"),
        new($"Verdict"),
    ];

    public static readonly SqlChange<NoParameters> Clear = new(Statements, $"DELETE FROM OverlapSum");

    public static readonly SqlChange<NoParameters> ClearAmounts = new(Statements, $"DELETE FROM OverlapAmountSum");

    public static readonly SqlChange<NoParameters> ClearMonths = new(Statements, $"DELETE FROM OverlapMonthSum");

    /// <summary>Adds to numbers of pairs. @Rows: Dimensions, Cell, Kind, Verdict, Overlaps, Days.</summary>
    public static readonly SqlChange<RowsParameter> Add = new(
        Statements,
        dialect => dialect.AddNumbers($"OverlapSum", NumberRows(dialect), Key, [$"[Overlaps]", $"Days"])
    );

    /// <summary>Removes rows without pairs. @Rows: as for <see cref="Add"/>.</summary>
    public static readonly SqlChange<RowsParameter> RemoveZeros = new(
        Statements,
        dialect => dialect.DeleteZeros($"OverlapSum", NumberRows(dialect), Key, $"[Overlaps]")
    );

    /// <summary>
    /// Adds to amounts. @Rows: Dimensions, Cell, Kind, Verdict, Currency, Amounts, Units, TenThousandths.
    /// </summary>
    public static readonly SqlChange<RowsParameter> AddAmounts = new(
        Statements,
        dialect =>
            dialect.AddNumbers(
                $"OverlapAmountSum",
                AmountRowsOf(dialect),
                [.. Key, new($"Currency", IsText: true)],
                [$"Amounts", $"Units", $"TenThousandths"]
            )
    );

    /// <summary>Removes rows without amounts. @Rows: as for <see cref="AddAmounts"/>.</summary>
    public static readonly SqlChange<RowsParameter> RemoveZeroAmounts = new(
        Statements,
        dialect =>
            dialect.DeleteZeros(
                $"OverlapAmountSum",
                AmountRowsOf(dialect),
                [.. Key, new($"Currency", IsText: true)],
                $"Amounts"
            )
    );

    /// <summary>Adds to changes between months. @Rows: Donor, Month, Kind, Verdict, Projects.</summary>
    public static readonly SqlChange<RowsParameter> AddMonths = new(
        Statements,
        dialect => dialect.AddNumbers($"OverlapMonthSum", MonthRowsOf(dialect), MonthKey, [$"Projects"])
    );

    /// <summary>Removes rows without a change. @Rows: as for <see cref="AddMonths"/>.</summary>
    public static readonly SqlChange<RowsParameter> RemoveZeroMonths = new(
        Statements,
        dialect => dialect.DeleteZeros($"OverlapMonthSum", MonthRowsOf(dialect), MonthKey, $"Projects")
    );

    /// <summary>Returns the pairs of some projects; a pair of two of them twice. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, PairOfIds> PairsOf = new(
        Statements,
        dialect =>
            $"""
                SELECT CASE WHEN s.ProjectId < s.OtherId THEN s.ProjectId ELSE s.OtherId END AS FirstId,
                    CASE WHEN s.ProjectId < s.OtherId THEN s.OtherId ELSE s.ProjectId END AS SecondId
                FROM {Ids(dialect)} r
                CROSS JOIN OverlapByProject s
                WHERE s.ProjectId = r.ProjectId
                """
    );

    /// <summary>
    /// Returns those of some pairs that the sums contain: pairs of projects that everybody reads. @Rows: FirstId,
    /// SecondId.
    /// </summary>
    public static readonly SqlQuery<RowsParameter, SummedPairRow> Pairs = new(
        Statements,
        dialect =>
            $"""
                SELECT o.FirstId, o.SecondId, o.Kind, o.StartDay, o.Days, o.Pillars, o.FoundMicros,
                    CASE WHEN o.IsStale = 1 THEN {SqlText.Literal(SummedPairRow.Stale)} ELSE COALESCE(o.Verdict, 0) END
                        AS Verdict
                FROM {PairIds(dialect)} r
                CROSS JOIN Overlap o
                WHERE o.FirstId = r.FirstId AND o.SecondId = r.SecondId AND o.IsRestricted = 0
                """
    );

    /// <summary>Returns the shared countries of some pairs. @Rows: FirstId, SecondId.</summary>
    public static readonly SqlQuery<RowsParameter, SummedCountryRow> Countries = new(
        Statements,
        dialect =>
            $"""
                SELECT f.FirstId, f.SecondId, f.Value AS Country
                FROM {PairIds(dialect)} r
                CROSS JOIN OverlapFacet f
                WHERE f.FirstId = r.FirstId AND f.SecondId = r.SecondId
                  AND f.Facet = {SqlText.Literal(Facet.Country)}
                """
    );

    /// <summary>Returns the owners of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, SummedOwnerRow> Owners = new(
        Statements,
        dialect =>
            $"""
                SELECT f.ProjectId, f.Value AS Owner
                FROM {Ids(dialect)} r
                CROSS JOIN ProjectFacet f
                WHERE f.ProjectId = r.ProjectId AND f.Facet = {SqlText.Literal(Facet.Owner)}
                """
    );

    /// <summary>Returns the donors of some projects. @Rows: ProjectId.</summary>
    /// <remarks>
    /// The index by project lacks the days. For one join, SQLite therefore prefers an index that has them and begins
    /// with the facet, and reads the donors of all projects for each project.
    /// </remarks>
    public static readonly SqlQuery<RowsParameter, SummedDonorRow> Donors = new(
        Statements,
        dialect =>
            $"""
                SELECT f.ProjectId, f.Value AS Donor, f.StartDay, f.EndDay
                FROM {Ids(dialect)} r
                CROSS JOIN ProjectFacet own
                CROSS JOIN ProjectFacet f
                WHERE own.ProjectId = r.ProjectId AND own.Facet = {SqlText.Literal(Facet.Donor)}
                  AND f.Facet = own.Facet AND f.Value = own.Value AND f.ProjectId = own.ProjectId
                """
    );

    /// <summary>Returns the amounts of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, SummedAmountRow> Amounts = new(
        Statements,
        dialect =>
            $"""
                SELECT a.ProjectId, a.Currency, {dialect.SumOfAmounts($"a.Amount")}
                FROM {Ids(dialect)} r
                CROSS JOIN ProjectAmount a
                WHERE a.ProjectId = r.ProjectId
                GROUP BY a.ProjectId, a.Currency
                """
    );

    /// <summary>Returns the pairs after a position, in the order of their keys.</summary>
    public static readonly SqlQuery<PairsAfter, PairOfIds> After = new(
        Statements,
        dialect =>
            $"""
                SELECT FirstId, SecondId
                FROM Overlap
                WHERE FirstId >= @FirstId AND (FirstId > @FirstId OR SecondId > @SecondId)
                ORDER BY FirstId, SecondId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns all rows of OverlapSum.</summary>
    public static readonly SqlQuery<NoParameters, StoredNumbersRow> StoredNumbers = new(
        Statements,
        $"SELECT Dimensions, Cell, Kind, Verdict, [Overlaps], Days FROM OverlapSum"
    );

    /// <summary>Returns all rows of OverlapAmountSum.</summary>
    public static readonly SqlQuery<NoParameters, StoredAmountsRow> StoredAmounts = new(
        Statements,
        $"SELECT Dimensions, Cell, Kind, Verdict, Currency, Amounts, Units, TenThousandths FROM OverlapAmountSum"
    );

    /// <summary>Returns all rows of OverlapMonthSum.</summary>
    public static readonly SqlQuery<NoParameters, StoredMonthRow> StoredMonths = new(
        Statements,
        $"SELECT Donor, Month, Kind, Verdict, Projects FROM OverlapMonthSum"
    );

    /// <summary>Returns the numbers of each cell of a summary.</summary>
    public static ComposedQuery<OverlapCellRow> Rows(OverlapSet set, SqlText conditions) =>
        Statements.Compose<OverlapCellRow>(
            $"""
            SELECT Cell, SUM([Overlaps]) AS [Overlaps], SUM(Days) AS Days,
                SUM(CASE WHEN Verdict IN (0, {SqlText.Literal(SummedPairRow.Stale)}) THEN [Overlaps] ELSE 0 END)
                    AS Undecided
            FROM OverlapSum
            WHERE Dimensions = {SqlText.Literal((int)set)} AND {conditions}
            GROUP BY Cell
            """
        );

    /// <summary>Returns the number of pairs.</summary>
    public static ComposedQuery<long> Count(SqlText conditions) =>
        Statements.Compose<long>(
            $"""
            SELECT COALESCE(SUM([Overlaps]), 0)
            FROM OverlapSum
            WHERE Dimensions = {SqlText.Literal((int)OverlapSet.Totals)} AND {conditions}
            """
        );

    /// <summary>Returns the amounts of each cell of a summary.</summary>
    public static ComposedQuery<OverlapCellAmountRow> AmountRows(OverlapSet set, SqlText conditions) =>
        Statements.Compose<OverlapCellAmountRow>(
            $"""
            SELECT Cell, Currency, SUM(Units) AS Units, SUM(TenThousandths) AS TenThousandths
            FROM OverlapAmountSum
            WHERE Dimensions = {SqlText.Literal((int)set)} AND {conditions}
            GROUP BY Cell, Currency
            """
        );

    /// <summary>
    /// Returns the months in which a donor becomes active, or is not active any more: IsActive is 1 or 0.
    /// </summary>
    public static ComposedQuery<DonorMonthRow> MonthRows(SqlText conditions) =>
        Statements.Compose<DonorMonthRow>(
            $"""
            SELECT Donor, Month, CASE WHEN Active > 0 THEN 1 ELSE 0 END AS IsActive
            FROM (
                SELECT Donor, Month, SUM(Projects) AS Change,
                    SUM(SUM(Projects)) OVER (
                        PARTITION BY Donor ORDER BY Month ROWS UNBOUNDED PRECEDING) AS Active
                FROM OverlapMonthSum
                WHERE {conditions}
                GROUP BY Donor, Month) summed
            WHERE (Active > 0 AND Active <= Change) OR (Active <= 0 AND Active > Change)
            """
        );

    /// <summary>Returns the condition that a row counts pairs of some kinds and verdicts.</summary>
    /// <param name="kinds">The kinds; empty for all but declared.</param>
    /// <param name="verdicts">The numbers of verdicts; empty for all.</param>
    public static SqlText Conditions(IReadOnlyCollection<OverlapKind> kinds, IReadOnlyCollection<int> verdicts)
    {
        SqlText ofKind =
            kinds.Count == 0
                ? (SqlText)$"Kind <> {SqlText.Literal((int)OverlapKind.Declared)}"
                : (SqlText)$"Kind IN {ColumnValue.TinyInts(kinds.Distinct().Select(kind => (int)kind))}";
        if (verdicts.Count == 0)
            return ofKind;

        return $"{ofKind} AND Verdict IN {ColumnValue.TinyInts(verdicts.Distinct())}";
    }

    private static SqlText Ids(SqlDialect dialect) => dialect.Rows($"@Rows", ("ProjectId", "bigint"));

    private static SqlText PairIds(SqlDialect dialect) =>
        dialect.Rows($"@Rows", ("FirstId", "bigint"), ("SecondId", "bigint"));

    private static SqlText NumberRows(SqlDialect dialect) =>
        dialect.Rows(
            $"@Rows",
            ("Dimensions", "tinyint"),
            ("Cell", "nvarchar(410)"),
            ("Kind", "tinyint"),
            ("Verdict", "tinyint"),
            ("Overlaps", "bigint"),
            ("Days", "bigint")
        );

    private static SqlText AmountRowsOf(SqlDialect dialect) =>
        dialect.Rows(
            $"@Rows",
            ("Dimensions", "tinyint"),
            ("Cell", "nvarchar(410)"),
            ("Kind", "tinyint"),
            ("Verdict", "tinyint"),
            ("Currency", "nvarchar(3)"),
            ("Amounts", "bigint"),
            ("Units", "bigint"),
            ("TenThousandths", "bigint")
        );

    private static SqlText MonthRowsOf(SqlDialect dialect) =>
        dialect.Rows(
            $"@Rows",
            ("Donor", "nvarchar(200)"),
            ("Month", "int"),
            ("Kind", "tinyint"),
            ("Verdict", "tinyint"),
            ("Projects", "bigint")
        );
}

internal sealed record StoredNumbersRow
{
    public int Dimensions { get; init; }
    public string Cell { get; init; } = "";
    public int Kind { get; init; }
    public int Verdict { get; init; }
    public long Overlaps { get; init; }
    public long Days { get; init; }

    public OverlapSumKey Key => new(Dimensions, Cell, Kind, Verdict);

    public OverlapNumbers Numbers => new(Overlaps, Days);
}

internal sealed record StoredAmountsRow
{
    public int Dimensions { get; init; }
    public string Cell { get; init; } = "";
    public int Kind { get; init; }
    public int Verdict { get; init; }
    public string Currency { get; init; } = "";
    public long Amounts { get; init; }
    public long Units { get; init; }
    public long TenThousandths { get; init; }

    public OverlapAmountKey Key => new(Dimensions, Cell, Kind, Verdict, Currency);

    public OverlapAmounts Numbers => new(Amounts, Units, TenThousandths);
}

internal sealed record StoredMonthRow
{
    public string Donor { get; init; } = "";
    public int Month { get; init; }
    public int Kind { get; init; }
    public int Verdict { get; init; }
    public long Projects { get; init; }

    public OverlapMonthKey Key => new(Donor, Month, Kind, Verdict);
}

internal sealed record PairsAfter(long FirstId, long SecondId, int Take);

internal sealed record PairOfIds
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }
}

internal sealed record OverlapCellRow
{
    public string Cell { get; init; } = "";
    public long Overlaps { get; init; }
    public long Undecided { get; init; }
    public long Days { get; init; }
}

internal sealed record OverlapCellAmountRow
{
    public string Cell { get; init; } = "";
    public string Currency { get; init; } = "";
    public decimal Units { get; init; }
    public long TenThousandths { get; init; }

    public CurrencyAmount ToAmount() => CurrencyAmount.FromParts(Currency, Units, TenThousandths);
}

/// <summary>A month in which a donor becomes or ceases to be active.</summary>
internal sealed record DonorMonthRow
{
    public string Donor { get; init; } = "";
    public int Month { get; init; }
    public int IsActive { get; init; }
}
