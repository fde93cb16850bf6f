using Adam.Data.Databases;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps;

/// <summary>Queries the stored pairs that pay for one undertaking.</summary>
internal static class CoFundedProjectSql
{
    public static readonly StatementSet Statements = new(nameof(CoFundedProjectSql));

    // A current verdict decides; without one, the kind does.
    private static readonly SqlText IsCoFunded = $"""
        ((o.Verdict = {SqlText.Literal((int)Verdict.CoFunded)} AND o.IsStale = 0)
            OR (o.Kind = {SqlText.Literal((int)OverlapKind.CoFunded)} AND (o.Verdict IS NULL OR o.IsStale = 1)))
        """;

    /// <summary>Returns the co-funded pairs of some projects, from each of them. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, CoFundedPair> Of = new(
        Statements,
        dialect =>
            $"""
                SELECT r.ProjectId, o.SecondId AS OtherId
                FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r
                CROSS JOIN Overlap o
                WHERE o.FirstId = r.ProjectId AND {IsCoFunded}
                UNION ALL
                SELECT r.ProjectId, o.FirstId AS OtherId
                FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r
                CROSS JOIN Overlap o
                WHERE o.SecondId = r.ProjectId AND {IsCoFunded}
                """
    );
}

internal sealed record CoFundedPair
{
    public long ProjectId { get; init; }
    public long OtherId { get; init; }
}
