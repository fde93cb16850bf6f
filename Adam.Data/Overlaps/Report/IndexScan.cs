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
    /// A query of the index rows in any order, to count them: the column Counts is 1 if the row is a pair of the scan,
    /// and 0 if it lacks the bits.
    /// </summary>
    public abstract SqlText Rows { get; }
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
            SELECT o.FirstId, o.SecondId, {key} AS SortKey{selection.Columns}
            FROM OverlapFacet facet
            CROSS JOIN Overlap o
            WHERE {IsScanned}
              AND o.FirstId = facet.FirstId AND o.SecondId = facet.SecondId
              AND {selection.Conditions(scanned)}
            {selection.InOrder(scanned)}
            """;
    }

    public override SqlText Rows =>
        Bits is { } bits
            ? $"""
                SELECT CASE WHEN (facet.Bits & {bits}) <> 0 THEN 1 ELSE 0 END AS Counts
                FROM OverlapFacet facet
                WHERE {HasValue}
                """
            : (SqlText)$"SELECT 1 AS Counts FROM OverlapFacet facet WHERE {HasValue}";

    private SqlText HasValue => $"facet.Facet = {Facet} AND facet.Value = {Value}";

    private SqlText IsScanned => Bits is { } bits ? $"{HasValue} AND (facet.Bits & {bits}) <> 0" : HasValue;
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
            SELECT o.FirstId, o.SecondId, {selection.Key} AS SortKey{selection.Columns}
            FROM Overlap o
            WHERE {IsScanned}
              AND {selection.Conditions(scanned)}
            {selection.InOrder(scanned)}
            """;
    }

    public override SqlText Rows => $"SELECT 1 AS Counts FROM Overlap o WHERE {IsScanned}";

    /// <summary>The condition of the pairs that are scanned.</summary>
    protected abstract SqlText IsScanned { get; }

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

    protected override bool IsInOrder(OverlapSort sort) => sort == OverlapSort.Score;
}

/// <summary>Scans the pairs of a kind by score, in the index IX_Overlap_Kind.</summary>
/// <param name="Kind">Any kind but <see cref="OverlapKind.SharedSetting"/>, which most pairs have.</param>
internal sealed record KindScan(OverlapKind Kind) : PairScan
{
    // A partial index is used only if the query repeats its condition.
    protected override SqlText IsScanned =>
        $"o.Kind = {SqlText.Literal((int)Kind)} AND o.Kind > {SqlText.Literal((int)OverlapKind.SharedSetting)}";

    protected override bool IsInOrder(OverlapSort sort) => sort == OverlapSort.Score;
}

/// <summary>Scans the pairs with at least a score by score, in the index IX_Overlap_Score.</summary>
internal sealed record ScoreScan(decimal Least) : PairScan
{
    protected override SqlText IsScanned => $"o.Score >= {Score.Ceiling(Least).TenThousandths}";

    protected override bool IsInOrder(OverlapSort sort) => sort == OverlapSort.Score;
}

/// <summary>
/// Scans the pairs that changed at or after an instant by that instant, in the index IX_Overlap_Updated.
/// </summary>
internal sealed record UpdatedScan(DateTimeOffset Since) : PairScan
{
    protected override SqlText IsScanned => $"o.UpdatedMicros >= {Since.ToMicros()}";

    // The planner chooses this scan if few pairs have changed. They are sorted in every order.
    protected override bool IsInOrder(OverlapSort sort) => false;
}

/// <summary>
/// Scans the pairs that were found between two instants by that instant, in the index IX_Overlap_Found.
/// </summary>
/// <param name="Since">The first instant; null for no limit.</param>
/// <param name="Before">The instant after the last one; null for no limit.</param>
internal sealed record FoundScan(DateTimeOffset? Since, DateTimeOffset? Before) : PairScan
{
    protected override SqlText IsScanned =>
        (Since?.ToMicros(), Before?.ToMicros()) switch
        {
            ({ } since, { } before) => $"o.FoundMicros >= {since} AND o.FoundMicros < {before}",
            ({ } since, null) => $"o.FoundMicros >= {since}",
            (_, { } before) => $"o.FoundMicros < {before}",
            _ => throw new InvalidOperationException("The pairs have no limit."),
        };

    // As for the pairs that have changed.
    protected override bool IsInOrder(OverlapSort sort) => false;
}
