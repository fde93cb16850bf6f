using Adam.Data.Databases;
using Adam.Data.Overlaps.Verdicts;

namespace Adam.Data.Overlaps.Report;

/// <summary>
/// The plan of a query for stored pairs: the access path, and the residual filter that each pair is tested for.
/// </summary>
/// <param name="Residual">The conditions that the path does not guarantee.</param>
/// <param name="Sort">Any order but <see cref="OverlapSort.Start"/>.</param>
internal sealed record ReportQuery(SqlDialect Dialect, AccessPath Path, PairConditions Residual, OverlapSort Sort)
{
    public static readonly StatementSet Statements = new(nameof(ReportQuery), nameof(Page), nameof(Count));

    private static readonly SqlText Columns = $"""
        o.FirstId, o.SecondId, o.Score, o.Kind, o.Days, o.UpdatedMicros, t.Reasons, o.IsStale,
               v.VerdictId, v.Verdict, v.Note, v.DecidedBy, v.Partner, v.DecidedAt, v.StaleAt,
               (SELECT COUNT(*) FROM OverlapNote n WHERE n.FirstId = o.FirstId AND n.SecondId = o.SecondId) AS Notes
        """;

    // The latest decision is the current verdict, unless it withdrew the verdict.
    private static readonly SqlText StandingVerdict = $"""
        LEFT JOIN OverlapVerdict v ON o.Verdict IS NOT NULL AND v.VerdictId = (
            SELECT MAX(w.VerdictId)
            FROM OverlapVerdict w
            WHERE w.FirstId = o.FirstId AND w.SecondId = o.SecondId)
        """;

    /// <summary>Returns one stored pair.</summary>
    public static readonly SqlQuery<PairParameters, ReportRow> One = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM Overlap o
        INNER JOIN OverlapReasons t ON t.FirstId = o.FirstId AND t.SecondId = o.SecondId
        {StandingVerdict}
        WHERE o.FirstId = @FirstId AND o.SecondId = @SecondId
        """
    );

    public static ReportQuery Create(SqlDialect dialect, AccessPath path, OverlapFilter filter, OverlapSort sort) =>
        new(dialect, path, path.Residual(PairConditions.From(filter)), sort);

    /// <summary>Returns the query of one page with all columns of the report, each pair once.</summary>
    /// <param name="after">The last pair of the previous page; null for the first page.</param>
    /// <param name="take">The maximum number of pairs.</param>
    public ComposedQuery<ReportRow> Page(RankPosition? after, int take)
    {
        SqlText rows = $"{take}";
        var queries = Path.Queries(new(Dialect, Residual, Sort, new(after, rows)));
        var page = queries is [var only]
            ? only
            : $"""
            SELECT FirstId, SecondId, SortKey
            FROM ({SqlText.Join($"\nUNION\n", queries.Select((query, place) => (SqlText)$"""
                SELECT FirstId, SecondId, SortKey
                FROM ({query}) {SqlText.Identifier($"w{place}")}
                """))}) scanned
            ORDER BY SortKey DESC, FirstId DESC, SecondId DESC
            {Dialect.Page(rows)}
            """;
        return Statements.Compose<ReportRow>(
            $"""
            SELECT {Columns}
            FROM ({page}) page
            INNER JOIN Overlap o ON o.FirstId = page.FirstId AND o.SecondId = page.SecondId
            INNER JOIN OverlapReasons t ON t.FirstId = page.FirstId AND t.SecondId = page.SecondId
            {StandingVerdict}
            ORDER BY page.SortKey DESC, page.FirstId DESC, page.SecondId DESC
            """
        );
    }

    /// <summary>Returns the query of the number of pairs.</summary>
    public ComposedQuery<long> Count() => Statements.Compose<long>($"SELECT COUNT(*) FROM ({Pairs()}) pair");

    /// <summary>Returns a query of all pairs, each once, in no order: FirstId, SecondId and further columns.</summary>
    /// <param name="columns">The names of further columns of Overlap.</param>
    public SqlText Pairs(params IReadOnlyList<string> columns)
    {
        var queries = Path.Queries(
            new(Dialect, Residual, OverlapSort.Score, Page: null)
            {
                Columns = SqlText.Join(
                    SqlText.Empty,
                    columns.Select(column => (SqlText)$", o.{SqlText.Identifier(column)}")
                ),
            }
        );
        var named = SqlText.Join(SqlText.Empty, columns.Select(column => (SqlText)$", {SqlText.Identifier(column)}"));
        return SqlText.Join(
            $"\nUNION\n",
            queries.Select(query => (SqlText)$"SELECT FirstId, SecondId{named} FROM ({query}) w")
        );
    }
}
