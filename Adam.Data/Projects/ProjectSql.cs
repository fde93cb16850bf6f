using System.Globalization;
using Adam.Data.Engines;

namespace Adam.Data.Projects;

internal static class ProjectSql
{
    /// <summary>
    /// How many documents a statement carries, each in a parameter of its own: in the rows of a JSON parameter every one would be escaped once more, and parsed.
    /// </summary>
    public const int MostDocuments = 50;

    private const string Columns = "p.ProjectId, p.Id, o.Code AS Owner, p.Version, p.UpdatedAt, p.WithdrawnAt, p.ScopeChangedAt, p.Document";

    public const string ById = $"SELECT {Columns} FROM Project p INNER JOIN Partner o ON o.PartnerId = p.OwnerId WHERE p.Id = @id";

    public const string WrittenById = "SELECT Version, WithdrawnAt, Document FROM Project WHERE Id = @id";

    /// <summary>The projects that have these references, withdrawn or not.</summary>
    public static string Holders(Engine engine) => $"""
        SELECT {Columns}
        FROM {engine.Rows("@references", ("Owner", "nvarchar(20)"), ("ReferenceKey", "nvarchar(200)"))} r
        CROSS JOIN Partner o
        CROSS JOIN Project p
        WHERE o.Code = {engine.ByCodePoint("r.Owner")} AND p.OwnerId = o.PartnerId AND p.ReferenceKey = {engine.ByCodePoint("r.ReferenceKey")}
        """;

    public const string Last = "SELECT ProjectId, Id FROM Project WHERE ProjectId = (SELECT MAX(ProjectId) FROM Project)";

    public const string LastId = "SELECT COALESCE(MAX(ProjectId), 0) FROM Project";

    /// <summary>The first projects behind <c>@after</c> that are not withdrawn.</summary>
    public static string DocumentsAfter(Engine engine) => $"""
        SELECT p.ProjectId, p.OwnerId, p.ScopeChangedAt, p.Document
        FROM Project p
        WHERE p.ProjectId > @after AND p.WithdrawnAt IS NULL
        ORDER BY p.ProjectId
        {engine.Page}
        """;

    public static string AddOne(Engine engine) => Add(engine, 1);

    public static string AddSome(Engine engine) => Add(engine, MostDocuments);

    public const string AddedAfter = "SELECT ProjectId, Id FROM Project WHERE ProjectId > @after";

    public static string ChangeOne(Engine engine) => Change(engine, 1);

    public static string ChangeSome(Engine engine) => Change(engine, MostDocuments);

    public const string Withdraw = """
        UPDATE Project
        SET Version = Version + 1, UpdatedAt = @at, WithdrawnAt = @at
        WHERE ProjectId = @projectId AND Version = @expectedVersion
        """;

    /// <summary>The parameter of the document of the row of this Ordinal.</summary>
    public static string DocumentParameter(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"@document{ordinal}");

    /// <summary>Gives the new projects their ProjectIds in the order of Ordinal.</summary>
    private static string Add(Engine engine, int documents) => $"""
        INSERT INTO Project (Id, OwnerId, ReferenceKey, Version, UpdatedAt, ScopeChangedAt, Document)
        SELECT r.Id, r.OwnerId, r.ReferenceKey, 1, @at, @at, {Document(documents)}
        FROM {engine.Rows("@projects", ("Ordinal", "int"), ("Id", "uniqueidentifier"), ("OwnerId", "int"), ("ReferenceKey", "nvarchar(200)"))} r
        ORDER BY r.Ordinal
        """;

    /// <summary>Changes nothing where the version is no longer the expected one.</summary>
    private static string Change(Engine engine, int documents) => $"""
        UPDATE Project
        SET OwnerId = r.OwnerId, ReferenceKey = r.ReferenceKey, Version = r.Version, UpdatedAt = @at, WithdrawnAt = NULL,
            ScopeChangedAt = CASE WHEN r.KeepsScope = 1 THEN Project.ScopeChangedAt ELSE @at END, Document = {Document(documents)}
        FROM {engine.Rows("@projects",
            ("Ordinal", "int"), ("ProjectId", "bigint"), ("ExpectedVersion", "int"), ("OwnerId", "int"), ("ReferenceKey", "nvarchar(200)"), ("Version", "int"), ("KeepsScope", "int"))} r
        WHERE Project.ProjectId = r.ProjectId AND Project.Version = r.ExpectedVersion
        """;

    private static string Document(int documents) => documents == 1
        ? DocumentParameter(0)
        : $"CASE r.Ordinal {string.Join(" ", Enumerable.Range(0, documents).Select(ordinal => string.Create(CultureInfo.InvariantCulture, $"WHEN {ordinal} THEN {DocumentParameter(ordinal)}")))} END";
}
