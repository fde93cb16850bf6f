namespace Adam.Data.Overlaps.Register;

internal static class OverlapEditionSql
{
    /// <summary>The current edition without its statistics, which are long.</summary>
    public const string Current = """
        SELECT TermStatisticsId, Id, RulesVersion
        FROM TermStatistics
        WHERE TermStatisticsId = (SELECT MAX(TermStatisticsId) FROM TermStatistics)
        """;

    public const string Text = "SELECT Counts FROM TermStatistics WHERE TermStatisticsId = @termStatisticsId";

    public const string Add = """
        INSERT INTO TermStatistics (Id, RulesVersion, ProjectCount, Counts, CreatedAt)
        VALUES (@id, @rulesVersion, @projectCount, @counts, @at)
        """;

    /// <summary>Nothing is scored under an edition that is no longer the current one.</summary>
    public const string RemoveEarlier = """
        DELETE FROM TermStatistics
        WHERE TermStatisticsId < (SELECT MAX(TermStatisticsId) FROM TermStatistics)
        """;

    /// <summary>How many projects take part in overlaps.</summary>
    public const string CountProjects = """
        SELECT (SELECT COUNT(*) FROM ProjectFacet WHERE Facet = 'all' AND Value = '') - (SELECT COUNT(*) FROM ProjectFacet WHERE Facet = 'status' AND Value = 'cancelled')
        """;
}
