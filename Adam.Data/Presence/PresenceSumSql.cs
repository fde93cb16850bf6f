using Adam.Data.Databases;

namespace Adam.Data.Presence;

internal static class PresenceSumSql
{
    public static readonly StatementSet Statements = new(
        nameof(PresenceSumSql),
        nameof(Cells),
        nameof(Rows),
        nameof(Amounts)
    );

    private static readonly IReadOnlyList<KeyColumn> Key =
    [
        new($"Dimensions"),
        new($"Cell", IsText: true),
        new($"Partner", IsText: true),
    ];

    private static readonly IReadOnlyList<KeyColumn> AmountKey =
    [
        new($"Dimensions"),
        new($"Cell", IsText: true),
        new($"Currency", IsText: true),
        new($"StartYear"),
    ];

    public static readonly SqlChange<NoParameters> Clear = new(Statements, $"DELETE FROM PresenceSum");

    public static readonly SqlChange<NoParameters> ClearAmounts = new(Statements, $"DELETE FROM PresenceAmountSum");

    /// <summary>Adds to numbers of projects. @Rows: Dimensions, Cell, Partner, Projects.</summary>
    public static readonly SqlChange<RowsParameter> Add = new(
        Statements,
        dialect => dialect.AddNumbers($"PresenceSum", SumRows(dialect), Key, [$"Projects"])
    );

    /// <summary>Removes rows without projects. @Rows: as for <see cref="Add"/>.</summary>
    public static readonly SqlChange<RowsParameter> RemoveZeros = new(
        Statements,
        dialect => dialect.DeleteZeros($"PresenceSum", SumRows(dialect), Key, $"Projects")
    );

    /// <summary>
    /// Adds to amounts. @Rows: Dimensions, Cell, Currency, StartYear, Amounts, Units, TenThousandths, GivenUnits,
    /// GivenTenThousandths.
    /// </summary>
    public static readonly SqlChange<RowsParameter> AddAmounts = new(
        Statements,
        dialect =>
            dialect.AddNumbers(
                $"PresenceAmountSum",
                AmountRows(dialect),
                AmountKey,
                [$"Amounts", $"Units", $"TenThousandths", $"GivenUnits", $"GivenTenThousandths"]
            )
    );

    /// <summary>
    /// Removes rows without amounts. A difference between years may be 0 for the number of amounts and not for their
    /// sum. @Rows: as for <see cref="AddAmounts"/>.
    /// </summary>
    public static readonly SqlChange<RowsParameter> RemoveZeroAmounts = new(
        Statements,
        dialect =>
            dialect.DeleteZeros(
                $"PresenceAmountSum",
                AmountRows(dialect),
                AmountKey,
                [$"Amounts", $"Units", $"TenThousandths", $"GivenUnits", $"GivenTenThousandths"]
            )
    );

    /// <summary>Returns all rows of PresenceSum.</summary>
    public static readonly SqlQuery<NoParameters, StoredPresenceRow> StoredProjects = new(
        Statements,
        $"SELECT Dimensions, Cell, Partner, Projects FROM PresenceSum"
    );

    /// <summary>Returns all rows of PresenceAmountSum.</summary>
    public static readonly SqlQuery<NoParameters, StoredPresenceAmountRow> StoredAmounts = new(
        Statements,
        $"""
        SELECT Dimensions, Cell, Currency, StartYear, Amounts, Units, TenThousandths, GivenUnits, GivenTenThousandths
        FROM PresenceAmountSum
        """
    );

    /// <summary>Returns the numbers of projects and partners of each cell of a set without years.</summary>
    /// <param name="first">The first value of the cells; null for all cells.</param>
    public static ComposedQuery<PresenceSumRow> Cells(PresenceSet set, string? first) =>
        Statements.Compose<PresenceSumRow>(
            $"""
            SELECT Cell, SUM(CASE WHEN Partner = '' THEN Projects ELSE 0 END) AS Projects,
                SUM(CASE WHEN Partner = '' THEN 0 ELSE 1 END) AS Partners
            FROM PresenceSum
            WHERE Dimensions = {SqlText.Literal(set.Number)}{StartsWith(set, first)}
            GROUP BY Cell
            """
        );

    /// <summary>Returns the rows of a set with years.</summary>
    /// <inheritdoc cref="Cells"/>
    public static ComposedQuery<PresenceYearRow> Rows(PresenceSet set, string? first) =>
        Statements.Compose<PresenceYearRow>(
            $"""
            SELECT Dimensions, Cell, Partner, Projects
            FROM PresenceSum
            WHERE Dimensions IN ({SqlText.Literal(set.Number)}, {SqlText.Literal(set.NumberOfOpen)}){StartsWith(
                set,
                first
            )}
            """
        );

    /// <summary>Returns the amounts of each cell.</summary>
    /// <param name="byStart">True to return the amounts by the year of the start.</param>
    /// <inheritdoc cref="Cells"/>
    public static ComposedQuery<PresenceAmountSumRow> Amounts(PresenceSet set, string? first, bool byStart)
    {
        SqlText start = byStart ? $", StartYear" : SqlText.Empty;
        SqlText open = set.HasYears ? $", {SqlText.Literal(set.NumberOfOpen)}" : SqlText.Empty;
        return Statements.Compose<PresenceAmountSumRow>(
            $"""
            SELECT Dimensions, Cell, Currency{start}, SUM(Amounts) AS Amounts, SUM(Units) AS Units,
                SUM(TenThousandths) AS TenThousandths, SUM(GivenUnits) AS GivenUnits,
                SUM(GivenTenThousandths) AS GivenTenThousandths
            FROM PresenceAmountSum
            WHERE Dimensions IN ({SqlText.Literal(set.Number)}{open}){StartsWith(set, first)}
            GROUP BY Dimensions, Cell, Currency{start}
            """
        );
    }

    private static SqlText StartsWith(PresenceSet set, string? first) =>
        (first, set.Dimensions.Count) switch
        {
            (null, _) => SqlText.Empty,
            (_, 1) => $" AND Cell = {first}",
            _ => $" AND Cell >= {first + PresenceSums.Separator} AND Cell < {first + '\u0002'}",
        };

    private static SqlText SumRows(SqlDialect dialect) =>
        dialect.Rows(
            $"@Rows",
            ("Dimensions", "tinyint"),
            ("Cell", "nvarchar(410)"),
            ("Partner", "nvarchar(20)"),
            ("Projects", "bigint")
        );

    private static SqlText AmountRows(SqlDialect dialect) =>
        dialect.Rows(
            $"@Rows",
            ("Dimensions", "tinyint"),
            ("Cell", "nvarchar(410)"),
            ("Currency", "nvarchar(3)"),
            ("StartYear", "int"),
            ("Amounts", "bigint"),
            ("Units", "bigint"),
            ("TenThousandths", "bigint"),
            ("GivenUnits", "bigint"),
            ("GivenTenThousandths", "bigint")
        );
}

/// <summary>The numbers of a cell.</summary>
internal sealed record PresenceSumRow
{
    public string Cell { get; init; } = "";
    public long Projects { get; init; }
    public long Partners { get; init; }
}

/// <summary>The change of a number of projects from one year to the next.</summary>
internal sealed record PresenceYearRow
{
    public int Dimensions { get; init; }
    public string Cell { get; init; } = "";
    public string Partner { get; init; } = "";
    public long Projects { get; init; }
}

internal sealed record PresenceAmountSumRow
{
    public int Dimensions { get; init; }
    public string Cell { get; init; } = "";
    public string Currency { get; init; } = "";
    public int StartYear { get; init; }
    public long Amounts { get; init; }
    public decimal Units { get; init; }
    public long TenThousandths { get; init; }
    public decimal GivenUnits { get; init; }
    public long GivenTenThousandths { get; init; }
}

internal sealed record StoredPresenceRow
{
    public int Dimensions { get; init; }
    public string Cell { get; init; } = "";
    public string Partner { get; init; } = "";
    public long Projects { get; init; }

    public PresenceSumKey Key => new(Dimensions, Cell, Partner);
}

internal sealed record StoredPresenceAmountRow
{
    public int Dimensions { get; init; }
    public string Cell { get; init; } = "";
    public string Currency { get; init; } = "";
    public int StartYear { get; init; }
    public long Amounts { get; init; }
    public long Units { get; init; }
    public long TenThousandths { get; init; }
    public long GivenUnits { get; init; }
    public long GivenTenThousandths { get; init; }

    public PresenceAmountKey Key => new(Dimensions, Cell, Currency, StartYear);

    public PresenceAmounts Numbers => new(Amounts, Units, TenThousandths, GivenUnits, GivenTenThousandths);
}
