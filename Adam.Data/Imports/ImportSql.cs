using Adam.Data.Databases;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Imports;

internal static class ImportSql
{
    public static readonly StatementSet Statements = new(nameof(ImportSql));

    /// <summary>
    /// Returns the numbers of ranked overlaps of projects, without declared ones; no row for a project without
    /// overlaps. @Rows: Id.
    /// </summary>
    public static readonly SqlQuery<RowsParameter, OverlapCount> Overlaps = new(
        Statements,
        dialect =>
            $"""
                SELECT p.Id, COUNT(*) AS Overlaps
                FROM {dialect.Rows($"@Rows", ("Id", "uniqueidentifier"))} r
                CROSS JOIN Project p
                CROSS JOIN OverlapByProject s
                CROSS JOIN Overlap o
                WHERE p.Id = r.Id AND s.ProjectId = p.ProjectId
                  AND {PairOfProject.IsPair}
                  AND o.Kind <> {SqlText.Literal((int)OverlapKind.Declared)}
                GROUP BY p.Id
                """
    );
}

internal sealed record OverlapCount
{
    public Guid Id { get; init; }
    public int Overlaps { get; init; }
}
