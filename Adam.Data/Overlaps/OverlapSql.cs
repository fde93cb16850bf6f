using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps;

internal static class OverlapSql
{
    public static readonly StatementSet Statements = new(nameof(OverlapSql));

    public static readonly SqlQuery<ProjectIds, StoredProject> Projects = new(Statements, $"""
        SELECT p.ProjectId, p.Id, o.Code AS Owner, p.Version, p.UpdatedAt, p.WithdrawnAt, p.ScopeChangedAt, p.Document
        FROM Project p
        INNER JOIN Partner o ON o.PartnerId = p.OwnerId
        WHERE p.ProjectId IN @Ids
        """);

    /// <summary>The ProjectId of a project that is not withdrawn.</summary>
    public static readonly SqlQuery<ProjectOfId, long?> PositionOf = new(Statements, $"""
        SELECT ProjectId
        FROM Project
        WHERE Id = @Id AND WithdrawnAt IS NULL
        """);
}

internal sealed record ProjectIds(long[] Ids);

/// <summary>A pair, the lower ProjectId first.</summary>
internal sealed record PairParameters(long FirstId, long SecondId);
