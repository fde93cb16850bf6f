namespace Adam.Data.Overlaps.Register;

internal static class OverlapEditionSql
{
    /// <summary>The current edition without its statistics, which are long.</summary>
    public const string Current = "SELECT EditionId, Id, Rules FROM OverlapEdition WHERE EditionId = (SELECT MAX(EditionId) FROM OverlapEdition)";

    public const string Text = "SELECT [Statistics] FROM OverlapEdition WHERE EditionId = @editionId";

    public const string Add = "INSERT INTO OverlapEdition (Id, Rules, Projects, [Statistics], MadeAt) VALUES (@id, @rules, @projects, @text, @at)";

    /// <summary>Nothing is scored under an edition that is no longer the current one.</summary>
    public const string RemoveEarlier = "DELETE FROM OverlapEdition WHERE EditionId < (SELECT MAX(EditionId) FROM OverlapEdition)";

    /// <summary>How many projects take part in overlaps.</summary>
    public const string CountProjects = """
        SELECT (SELECT COUNT(*) FROM ProjectFacet WHERE Facet = 'all' AND Value = '') - (SELECT COUNT(*) FROM ProjectFacet WHERE Facet = 'status' AND Value = 'cancelled')
        """;
}
