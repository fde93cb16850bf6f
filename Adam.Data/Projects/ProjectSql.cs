using System.Globalization;
using Adam.Data.Engines;

namespace Adam.Data.Projects;

internal static class ProjectSql
{
    /// <summary>
    /// How many documents a statement carries, each in a parameter of its own: in the rows of a JSON parameter every one would be escaped once more, and parsed.
    /// </summary>
    public const int MostDocuments = 50;

    private const string Columns = "p.ProjectId, p.Id, o.Code AS Owner, p.Version, p.UpdatedAt, p.WithdrawnAt, p.ActivityAt, p.Document";

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

    public static string RemoveFacets(Engine engine) => $"DELETE FROM ProjectFacet WHERE ProjectId IN {Projects(engine)}";

    public static string WordsOf(Engine engine) => $"SELECT w.Word, w.ProjectId FROM {Projects(engine)} r CROSS JOIN ProjectWord w WHERE w.ProjectId = r.ProjectId";

    public static string RemoveWords(Engine engine) =>
        engine.DeleteMatching("ProjectWord", $"(SELECT {engine.ByCodePoint("gone.Word")} AS Word, gone.ProjectId FROM {Words(engine)} gone)", ("Word", "Word"), ("ProjectId", "ProjectId"));

    public static string RemoveAmounts(Engine engine) => $"DELETE FROM ProjectAmount WHERE ProjectId IN {Projects(engine)}";

    public static string RemoveCells(Engine engine) => $"DELETE FROM ProjectCell WHERE ProjectId IN {Projects(engine)}";

    public static string AddFacets(Engine engine) => $"""
        INSERT INTO ProjectFacet (Facet, Value, ProjectId, StartDay, EndDay, UpdatedMicros)
        SELECT r.Facet, r.Value, r.ProjectId, r.StartDay, r.EndDay, @updatedMicros
        FROM {engine.Rows("@facets", ("Facet", "nvarchar(20)"), ("Value", "nvarchar(200)"), ("ProjectId", "bigint"), ("StartDay", "int"), ("EndDay", "int"))} r
        """;

    public static string AddWords(Engine engine) => $"""
        INSERT INTO ProjectWord (Word, ProjectId)
        SELECT r.Word, r.ProjectId
        FROM {Words(engine)} r
        """;

    public static string AddAmounts(Engine engine) => $"""
        INSERT INTO ProjectAmount (ProjectId, Currency, Amount)
        SELECT r.ProjectId, r.Currency, {engine.AmountFromTenThousandths("r.TenThousandths")}
        FROM {engine.Rows("@amounts", ("ProjectId", "bigint"), ("Currency", "nvarchar(3)"), ("TenThousandths", "bigint"))} r
        """;

    public static string AddCells(Engine engine) => $"""
        INSERT INTO ProjectCell (Country, Pillar, StartDay, ProjectId, EndDay, OpenEndDay, OwnerId, DonorSetId, Lower)
        SELECT r.Country, r.Pillar, r.StartDay, r.ProjectId, r.EndDay, r.OpenEndDay, r.OwnerId, r.DonorSetId, r.Lower
        FROM {engine.Rows("@cells",
            ("Country", "nvarchar(2)"), ("Pillar", "tinyint"), ("Lower", "bigint"), ("StartDay", "int"), ("ProjectId", "bigint"), ("EndDay", "int"), ("OpenEndDay", "int"),
            ("OwnerId", "int"), ("DonorSetId", "int"))} r
        """;

    public static string DonorSets(Engine engine) => $"""
        SELECT d.DonorSetKey AS Name, d.DonorSetId AS Number
        FROM {engine.Rows("@keys", ("DonorSetKey", "nvarchar(64)"))} r
        CROSS JOIN DonorSet d
        WHERE d.DonorSetKey = {engine.ByCodePoint("r.DonorSetKey")}
        """;

    public static string AddDonorSets(Engine engine) => $"""
        INSERT INTO DonorSet (DonorSetKey)
        SELECT r.DonorSetKey
        FROM {engine.Rows("@keys", ("DonorSetKey", "nvarchar(64)"))} r
        """;

    public static string AddDonors(Engine engine) => $"""
        INSERT INTO DonorSetDonor (DonorSetId, DonorKey)
        SELECT d.DonorSetId, r.DonorKey
        FROM {engine.Rows("@donors", ("DonorSetKey", "nvarchar(64)"), ("DonorKey", "nvarchar(200)"))} r
        CROSS JOIN DonorSet d
        WHERE d.DonorSetKey = {engine.ByCodePoint("r.DonorSetKey")}
        """;

    public static string AddNames(Engine engine) => $"""
        INSERT INTO OrganisationName (NameKey, Name)
        SELECT r.NameKey, r.Name
        FROM {engine.Rows("@names", ("NameKey", "nvarchar(200)"), ("Name", "nvarchar(200)"))} r
        WHERE NOT EXISTS (SELECT 1 FROM OrganisationName n WHERE n.NameKey = {engine.ByCodePoint("r.NameKey")})
        """;

    /// <summary>The parameter of the document of the row of this Ordinal.</summary>
    public static string DocumentParameter(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"@document{ordinal}");

    /// <summary>Gives the new projects their ProjectIds in the order of Ordinal.</summary>
    private static string Add(Engine engine, int documents) => $"""
        INSERT INTO Project (Id, OwnerId, ReferenceKey, Version, UpdatedAt, ActivityAt, Document)
        SELECT r.Id, r.OwnerId, r.ReferenceKey, 1, @at, @at, {Document(documents)}
        FROM {engine.Rows("@projects", ("Ordinal", "int"), ("Id", "uniqueidentifier"), ("OwnerId", "int"), ("ReferenceKey", "nvarchar(200)"))} r
        ORDER BY r.Ordinal
        """;

    /// <summary>Changes nothing where the version is no longer the expected one.</summary>
    private static string Change(Engine engine, int documents) => $"""
        UPDATE Project
        SET OwnerId = r.OwnerId, ReferenceKey = r.ReferenceKey, Version = r.Version, UpdatedAt = @at, WithdrawnAt = NULL,
            ActivityAt = CASE WHEN r.SameActivity = 1 THEN Project.ActivityAt ELSE @at END, Document = {Document(documents)}
        FROM {engine.Rows("@projects",
            ("Ordinal", "int"), ("ProjectId", "bigint"), ("ExpectedVersion", "int"), ("OwnerId", "int"), ("ReferenceKey", "nvarchar(200)"), ("Version", "int"), ("SameActivity", "int"))} r
        WHERE Project.ProjectId = r.ProjectId AND Project.Version = r.ExpectedVersion
        """;

    private static string Document(int documents) => documents == 1
        ? DocumentParameter(0)
        : $"CASE r.Ordinal {string.Join(" ", Enumerable.Range(0, documents).Select(ordinal => string.Create(CultureInfo.InvariantCulture, $"WHEN {ordinal} THEN {DocumentParameter(ordinal)}")))} END";

    private static string Words(Engine engine) => engine.Rows("@words", ("Word", "nvarchar(40)"), ("ProjectId", "bigint"));

    private static string Projects(Engine engine) => $"(SELECT r.ProjectId FROM {engine.Rows("@projects", ("ProjectId", "bigint"))} r)";
}
