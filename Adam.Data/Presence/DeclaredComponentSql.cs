using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Presence;

internal static class DeclaredComponentSql
{
    public static readonly StatementSet Statements = new(nameof(DeclaredComponentSql));

    /// <summary>Returns the projects with the identifiers of the records that they declare as children.</summary>
    public static readonly SqlQuery<NoParameters, DeclaredLink> Children = new(
        Statements,
        $"SELECT Value, ProjectId FROM ProjectFacet WHERE Facet = {SqlText.Literal(Facet.Child)}"
    );

    /// <summary>Returns the projects with the identifiers of the records that they declare as parents.</summary>
    public static readonly SqlQuery<NoParameters, DeclaredLink> Parents = new(
        Statements,
        $"SELECT Value, ProjectId FROM ProjectFacet WHERE Facet = {SqlText.Literal(Facet.Parent)}"
    );

    /// <summary>Returns the projects that have an identifier which a record declares as a child or a parent.</summary>
    public static readonly SqlQuery<NoParameters, DeclaredLink> Holders = new(
        Statements,
        $"""
        SELECT holder.Value, holder.ProjectId
        FROM (
            SELECT DISTINCT Value
            FROM ProjectFacet
            WHERE Facet IN ({SqlText.Literal(Facet.Child)}, {SqlText.Literal(Facet.Parent)})) declared
        CROSS JOIN ProjectFacet holder
        WHERE holder.Facet = {SqlText.Literal(Facet.Identifier)} AND holder.Value = declared.Value
        """
    );
}

/// <summary>An identifier, and a project that has it or declares it.</summary>
internal sealed record DeclaredLink
{
    public string Value { get; init; } = "";
    public long ProjectId { get; init; }
}
