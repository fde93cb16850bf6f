using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Report;

/// <summary>Stored pairs that are adjacent in an index.</summary>
internal abstract record IndexScan
{
    /// <summary>Returns the query of the pairs: FirstId, SecondId and SortKey, each pair once.</summary>
    public abstract SqlText Query(PairSelection selection);

    /// <summary>
    /// Returns a query with one row for each pair, at most <paramref name="most"/>. Its columns have no meaning.
    /// </summary>
    public abstract SqlText Sample(SqlDialect dialect, SqlText most);
}

/// <summary>
/// Scans the pairs with one value of a <see cref="PairFacet"/> by score, in the index IX_OverlapFacet_Score.
/// </summary>
/// <param name="Bits">Only pairs with at least one of these bits are returned; null for no condition.</param>
internal sealed record FacetScan(string Facet, string Value, long? Bits) : IndexScan
{
    public override SqlText Query(PairSelection selection)
    {
        SqlText key = selection.Sort == OverlapSort.Score ? $"facet.Score" : selection.Key;
        var scanned = new ScannedColumns($"facet.FirstId", $"facet.SecondId", key, $"facet.Score", $"+o.UpdatedMicros");
        return $"""
            SELECT o.FirstId, o.SecondId, {key} AS SortKey
            FROM OverlapFacet facet
            CROSS JOIN Overlap o
            WHERE {IsScanned}
              AND o.FirstId = facet.FirstId AND o.SecondId = facet.SecondId
              AND {selection.Conditions(scanned)}
            {selection.InOrder(scanned)}
            """;
    }

    public override SqlText Sample(SqlDialect dialect, SqlText most) =>
        $"""
            SELECT facet.Score
            FROM OverlapFacet facet
            WHERE {IsScanned}
            ORDER BY facet.Score
            {dialect.Page(most)}
            """;

    private SqlText IsScanned
    {
        get
        {
            SqlText hasBits = Bits is { } bits ? $" AND (facet.Bits & {bits}) <> 0" : SqlText.Empty;
            return $"facet.Facet = {Facet} AND facet.Value = {Value}{hasBits}";
        }
    }
}

/// <summary>Scans an index of Overlap itself.</summary>
internal abstract record PairScan : IndexScan
{
    public override SqlText Query(PairSelection selection)
    {
        var scanned = IsInOrder(selection.Sort)
            ? new ScannedColumns($"o.FirstId", $"o.SecondId", selection.Key, $"o.Score", $"+o.UpdatedMicros")
            : new ScannedColumns($"o.FirstId", $"o.SecondId", $"+{selection.Key}", $"+o.Score", $"+o.UpdatedMicros");
        return $"""
            SELECT o.FirstId, o.SecondId, {selection.Key} AS SortKey
            FROM Overlap o
            WHERE {IsScanned}
              AND {selection.Conditions(scanned)}
            {selection.InOrder(scanned)}
            """;
    }

    public override SqlText Sample(SqlDialect dialect, SqlText most) =>
        $"""
            SELECT {Order}
            FROM Overlap o
            WHERE {IsScanned}
            ORDER BY {Order}
            {dialect.Page(most)}
            """;

    /// <summary>The condition of the pairs that are scanned.</summary>
    protected abstract SqlText IsScanned { get; }

    /// <summary>The column that sorts these pairs in the index.</summary>
    protected abstract SqlText Order { get; }

    /// <summary>Returns true if a page in this order needs no sorting.</summary>
    protected abstract bool IsInOrder(OverlapSort sort);
}

/// <summary>Scans the pairs with a verdict by score, in the index IX_Overlap_Verdict.</summary>
/// <param name="IsStale">True for pairs with a stale verdict.</param>
internal sealed record VerdictScan(VerdictFilter Verdict, bool IsStale) : PairScan
{
    // IS NOT NULL: SQL Server uses the filtered index only if the query repeats its condition, regardless of the
    // parameter.
    protected override SqlText IsScanned =>
        $"o.Verdict = {(byte)Verdict} AND o.Verdict IS NOT NULL AND o.IsStale = {SqlText.Literal(IsStale ? 1 : 0)}";

    protected override SqlText Order => $"o.Score";

    protected override bool IsInOrder(OverlapSort sort) => sort == OverlapSort.Score;
}

/// <summary>Scans the declared pairs by score, in the index IX_Overlap_Declared.</summary>
internal sealed record DeclaredScan : PairScan
{
    protected override SqlText IsScanned => $"o.Kind = {SqlText.Literal((int)OverlapKind.Declared)}";

    protected override SqlText Order => $"o.Score";

    protected override bool IsInOrder(OverlapSort sort) => sort == OverlapSort.Score;
}

/// <summary>
/// Scans the pairs that changed at or after an instant by that instant, in the index IX_Overlap_Updated.
/// </summary>
internal sealed record UpdatedScan(DateTimeOffset Since) : PairScan
{
    protected override SqlText IsScanned => $"o.UpdatedMicros >= {Since.ToMicros()}";

    protected override SqlText Order => $"o.UpdatedMicros";

    // The planner chooses this scan if few pairs have changed. They are sorted in every order.
    protected override bool IsInOrder(OverlapSort sort) => false;
}
