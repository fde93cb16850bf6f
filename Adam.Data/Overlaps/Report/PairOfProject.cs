using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Report;

/// <summary>The join of OverlapByProject, which contains each pair once for each of its projects, to Overlap.</summary>
internal static class PairOfProject
{
    /// <summary>
    /// Joins a row <c>s</c> of OverlapByProject to its row <c>o</c> of Overlap, which has the lower ProjectId first.
    /// </summary>
    public static readonly SqlText IsPair = $"""
        o.FirstId = CASE WHEN s.ProjectId < s.OtherId THEN s.ProjectId ELSE s.OtherId END
        AND o.SecondId = CASE WHEN s.ProjectId < s.OtherId THEN s.OtherId ELSE s.ProjectId END
        """;
}
