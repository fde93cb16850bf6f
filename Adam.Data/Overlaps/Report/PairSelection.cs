using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Report;

/// <summary>Which pairs of an access path a query returns, and in which order.</summary>
/// <param name="Residual">The conditions that the pairs of the path may not meet.</param>
/// <param name="Sort">Any but <see cref="OverlapSort.Start"/>.</param>
/// <param name="Page">Null: all pairs, in no order.</param>
internal sealed record PairSelection(SqlDialect Dialect, PairConditions Residual, OverlapSort Sort, PageOfPairs? Page)
{
    /// <summary>The column of Overlap that pairs are ranked by, the largest first.</summary>
    public SqlText Key =>
        Sort switch
        {
            OverlapSort.Score => $"o.Score",
            OverlapSort.Days => $"o.Days",
            OverlapSort.Updated => $"o.UpdatedMicros",
            OverlapSort.Start => throw new InvalidOperationException("Stored pairs have no order by start."),
        };

    /// <summary>
    /// Returns the conditions on a pair, joined by AND: the residual filter and the place where the page begins.
    /// </summary>
    public SqlText Conditions(ScannedColumns scanned)
    {
        var residual = Residual.ToSql(scanned);
        if (Page?.After is not { } after)
            return residual;

        // The instant of a change is a bigint, a score and a number of days are int.
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

    /// <summary>Returns ORDER BY with the end of the page; nothing where all pairs are returned.</summary>
    /// <param name="key">The column that pairs are ranked by, as the query names it.</param>
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

/// <param name="After">The last pair of the page before; null for the first page.</param>
/// <param name="Take">The most pairs of the page.</param>
internal sealed record PageOfPairs(RankPosition? After, SqlText Take);

/// <summary>
/// The columns of an index that is scanned, for the conditions and the order. In SQLite an index does not serve a
/// condition or an order on <c>+column</c>: the sign keeps it on the index that was chosen.
/// </summary>
/// <param name="Key">The column that pairs are ranked by.</param>
/// <param name="Updated">The instant of the last change, in microseconds.</param>
internal sealed record ScannedColumns(SqlText First, SqlText Second, SqlText Key, SqlText Score, SqlText Updated);
