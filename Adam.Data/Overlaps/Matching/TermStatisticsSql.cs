using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Matching;

internal static class TermStatisticsSql
{
    public static readonly StatementSet Statements = new(nameof(TermStatisticsSql));

    /// <summary>Returns the current term statistics without their counts, which are long.</summary>
    public static readonly SqlQuery<NoParameters, TermStatisticsRow> Current = new(
        Statements,
        $"""
        SELECT TermStatisticsId, Id, RulesVersion
        FROM TermStatistics
        WHERE TermStatisticsId = (SELECT MAX(TermStatisticsId) FROM TermStatistics)
        """
    );

    public static readonly SqlQuery<TermStatisticsNumber, string> Text = new(
        Statements,
        $"SELECT Counts FROM TermStatistics WHERE TermStatisticsId = @TermStatisticsId"
    );

    public static readonly SqlChange<NewTermStatistics> Add = new(
        Statements,
        $"""
        INSERT INTO TermStatistics (Id, RulesVersion, ProjectCount, Counts, CreatedAt)
        VALUES (@Id, @RulesVersion, @ProjectCount, @Counts, @CreatedAt)
        """
    );

    /// <summary>Deletes all term statistics but the current ones, which all pairs are scored with.</summary>
    public static readonly SqlChange<NoParameters> RemoveEarlier = new(
        Statements,
        $"""
        DELETE FROM TermStatistics
        WHERE TermStatisticsId < (SELECT MAX(TermStatisticsId) FROM TermStatistics)
        """
    );

    /// <summary>
    /// Returns the number of projects that term statistics count: those that take part in overlaps and that everybody
    /// reads.
    /// </summary>
    public static readonly SqlQuery<NoParameters, long> CountProjects = new(
        Statements,
        $"""
        SELECT (SELECT COUNT(*) FROM ProjectFacet WHERE Facet = 'all' AND Value = '')
            - (SELECT COUNT(*) FROM ProjectFacet WHERE Facet = 'status' AND Value = 'cancelled')
            - (
                SELECT COUNT(*)
                FROM ProjectFacet v
                WHERE v.Facet = 'visibility' AND v.Value = 'restricted'
                  AND NOT EXISTS (
                      SELECT 1
                      FROM ProjectFacet c
                      WHERE c.Facet = 'status' AND c.Value = 'cancelled' AND c.ProjectId = v.ProjectId))
        """
    );
}

internal sealed record TermStatisticsNumber(int TermStatisticsId);

internal sealed record NewTermStatistics(
    string Id,
    int RulesVersion,
    int ProjectCount,
    string Counts,
    DateTimeOffset CreatedAt
);

internal sealed record TermStatisticsRow
{
    public int TermStatisticsId { get; init; }
    public string Id { get; init; } = "";
    public int RulesVersion { get; init; }
}
