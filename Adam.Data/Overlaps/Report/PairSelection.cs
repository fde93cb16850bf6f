using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Report;

/// <summary>The pairs of an access path that a query returns, and their order.</summary>
/// <param name="Residual">The conditions that the path does not guarantee.</param>
/// <param name="Sort">Any order but <see cref="OverlapSort.Start"/>.</param>
/// <param name="Page">The page; null for all pairs, without an order.</param>
internal sealed record PairSelection(SqlDialect Dialect, PairConditions Residual, OverlapSort Sort, PageOfPairs? Page)
{
    /// <summary>Further columns of a pair <c>o</c> of Overlap to return, each after a comma.</summary>
    public SqlText Columns { get; init; } = SqlText.Empty;

    /// <summary>The column of Overlap that ranks pairs, in descending order.</summary>
    public SqlText Key =>
        Sort switch
        {
            OverlapSort.Score => $"o.Score",
            OverlapSort.Days => $"o.Days",
            OverlapSort.Updated => $"o.UpdatedMicros",
            OverlapSort.Uncertain => $"o.Doubt",
            OverlapSort.Start => throw new InvalidOperationException("Stored pairs have no order by start."),
        };

    /// <summary>
    /// Returns the conditions on a pair, joined by AND: the residual filter and the position where the page begins.
    /// </summary>
    public SqlText Conditions(ScannedColumns scanned)
    {
        var residual = Residual.ToSql(scanned);
        // Pairs with a valid verdict have a doubt below 0.
        if (Sort == OverlapSort.Uncertain)
            residual = $"{residual} AND {scanned.Key} >= 0";
        if (Page?.After is not { } after)
            return residual;

        // The instant of a change is a bigint. Scores and numbers of days are int.
        SqlText key = Sort switch
        {
            OverlapSort.Updated => $"{after.Key}",
            _ => $"{ColumnValue.Int(after.Key)}",
        };
        SqlText first = $"{after.FirstId}";
        return $"""
            {residual}
              AND {scanned.Key} <= {key}
              AND ({scanned.Key} < {key}
                OR {scanned.First} < {first}
                OR ({scanned.First} = {first} AND {scanned.Second} < {after.SecondId}))
            """;
    }

    /// <summary>Returns ORDER BY with the limit of the page; empty if all pairs are returned.</summary>
    /// <param name="key">The column that ranks pairs, as the query names it.</param>
    public SqlText InOrder(SqlText key, SqlText first, SqlText second)
    {
        if (Page is null)
            return SqlText.Empty;

        return $"""
            ORDER BY {key} DESC, {first} DESC, {second} DESC
            {Dialect.Page(Page.Take)}
            """;
    }

    /// <inheritdoc cref="InOrder(SqlText, SqlText, SqlText)"/>
    public SqlText InOrder(ScannedColumns scanned) => InOrder(scanned.Key, scanned.First, scanned.Second);
}

/// <param name="After">The last pair of the previous page; null for the first page.</param>
/// <param name="Take">The maximum number of pairs of the page.</param>
internal sealed record PageOfPairs(RankPosition? After, SqlText Take);

/// <summary>
/// The columns of a scanned index, for conditions and order. SQLite uses no index for a condition or an order on
/// <c>+column</c>, so the sign keeps it on the chosen index.
/// </summary>
/// <param name="Key">The column that ranks pairs.</param>
/// <param name="Updated">The instant of the last change, in microseconds.</param>
internal sealed record ScannedColumns(SqlText First, SqlText Second, SqlText Key, SqlText Score, SqlText Updated);
