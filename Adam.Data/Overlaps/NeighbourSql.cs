using Adam.Data.Databases;
using Adam.Data.Overlaps.Report;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps;

/// <summary>
/// Counts all pairs of the definition that a project is part of, however weak. The work is that of reading the cells of
/// the project.
/// </summary>
internal static class NeighbourSql
{
    public static readonly StatementSet Statements = new(nameof(NeighbourSql));

    /// <summary>
    /// Returns the number of pairs of a recorded project by the definition, and that of the stored ones. The others are
    /// weak.
    /// </summary>
    /// <remarks>A pair counts in its lowest common cell, which costs less than a set of all neighbours.</remarks>
    public static readonly SqlQuery<ProjectOfId, CountsOfPairs> OfProject = new(
        Statements,
        $"""
        SELECT (
            SELECT COUNT(*)
            FROM Project p
            CROSS JOIN ProjectCell a
            CROSS JOIN ProjectCell b
            WHERE p.Id = @Id AND a.ProjectId = p.ProjectId
              AND b.Country = a.Country AND b.Pillar = a.Pillar
              AND b.StartDay <= a.EndDay AND b.EndDay >= a.StartDay
              AND (b.OwnerId <> a.OwnerId OR b.DonorSetId <> a.DonorSetId)
              AND b.ProjectId <> a.ProjectId
              AND {DefinitionQuery.IsLowestCommonCell}) AS Defined, (
            SELECT COUNT(*)
            FROM Project p
            CROSS JOIN OverlapByProject o
            WHERE p.Id = @Id AND o.ProjectId = p.ProjectId) AS Stored
        """
    );

    /// <summary>Returns the number of pairs of a draft. @Rows: Country, Pillar.</summary>
    public static readonly SqlQuery<NeighbourParameters, long> OfDraft = new(
        Statements,
        dialect =>
            $"""
                SELECT COUNT(DISTINCT b.ProjectId)
                FROM {dialect.Rows($"@Rows", ("Country", "nvarchar(2)"), ("Pillar", "tinyint"))} a
                CROSS JOIN ProjectCell b
                WHERE b.Country = {dialect.ByCodePoint($"a.Country")} AND b.Pillar = a.Pillar
                  AND b.StartDay <= @EndDay AND b.EndDay >= @StartDay
                  AND b.ProjectId <> @Self
                  AND (b.OwnerId <> @OwnerId
                    OR b.DonorSetId NOT IN (SELECT d.DonorSetId FROM DonorSet d WHERE d.DonorSetKey = @DonorSetKey))
                """
    );
}

internal sealed record CountsOfPairs
{
    public long Defined { get; init; }
    public long Stored { get; init; }
}

/// <param name="Self">The recorded project that the draft would replace; 0 if there is none.</param>
/// <param name="Rows">A JSON array with one inner array for each row (<see cref="JsonRowSet"/>).</param>
internal sealed record NeighbourParameters(
    long Self,
    int StartDay,
    int EndDay,
    int OwnerId,
    string DonorSetKey,
    string Rows
);
