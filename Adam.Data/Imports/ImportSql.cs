namespace Adam.Data.Imports;

internal static class ImportSql
{
    /// <summary>How many ranked overlaps some projects have, those that are declared (4) aside; nothing for one without any.</summary>
    public const string Overlaps = """
        SELECT p.Id, COUNT(*) AS Overlaps
        FROM Project p
        INNER JOIN OverlapSide s ON s.ProjectId = p.ProjectId
        INNER JOIN Overlap o ON o.FirstId = CASE WHEN s.ProjectId < s.OtherId THEN s.ProjectId ELSE s.OtherId END
            AND o.SecondId = CASE WHEN s.ProjectId < s.OtherId THEN s.OtherId ELSE s.ProjectId END
        WHERE p.Id IN @ids AND o.Kind <> 4
        GROUP BY p.Id
        """;
}
