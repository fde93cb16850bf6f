using Adam.Data.Engines;

namespace Adam.Data.Projects;

internal static class ProjectSql
{
    private const string Columns = "p.ProjectId, p.Id, o.Code AS Owner, p.Version, p.UpdatedAt, p.WithdrawnAt, p.ActivityAt, p.Document";

    public const string ById = $"SELECT {Columns} FROM Project p INNER JOIN Partner o ON o.PartnerId = p.OwnerId WHERE p.Id = @id";

    public const string WrittenById = "SELECT Version, WithdrawnAt, Document FROM Project WHERE Id = @id";

    public const string ByOwnerAndReference = $"""
        SELECT {Columns}
        FROM Partner o
        INNER JOIN Project p ON p.OwnerId = o.PartnerId
        WHERE o.Code = @owner AND p.ReferenceKey = @referenceKey
        """;

    public const string LastId = "SELECT Id FROM Project WHERE ProjectId = (SELECT MAX(ProjectId) FROM Project)";

    public static string Add(Engine engine) => $"""
        INSERT INTO Project (Id, OwnerId, ReferenceKey, Version, UpdatedAt, ActivityAt, Document)
        VALUES (@Id, @ownerId, @referenceKey, @Version, @UpdatedAt, @UpdatedAt, @document);
        {engine.InsertedId}
        """;

    /// <summary>Changes nothing when the version is no longer the expected one.</summary>
    public const string Change = """
        UPDATE Project
        SET OwnerId = @ownerId, ReferenceKey = @referenceKey, Version = @Version, UpdatedAt = @UpdatedAt, ActivityAt = @activityAt, Document = @document
        WHERE ProjectId = @projectId AND Version = @expectedVersion
        """;

    public const string Withdraw = """
        UPDATE Project
        SET Version = Version + 1, UpdatedAt = @at, WithdrawnAt = @at
        WHERE ProjectId = @projectId AND Version = @expectedVersion
        """;

    public const string RemoveFacets = "DELETE FROM ProjectFacet WHERE ProjectId = @projectId";

    public const string RemoveWords = "DELETE FROM ProjectWord WHERE ProjectId = @projectId";

    public const string RemoveAmounts = "DELETE FROM ProjectAmount WHERE ProjectId = @projectId";

    public const string RemoveCells = "DELETE FROM ProjectCell WHERE ProjectId = @projectId";

    public static string AddFacets(Engine engine) => $"""
        INSERT INTO ProjectFacet (Facet, Value, ProjectId, StartDay, EndDay, UpdatedMicros)
        SELECT r.Facet, r.Value, @projectId, @startDay, @endDay, @updatedMicros
        FROM {engine.Rows("@facets", ("Facet", "nvarchar(20)"), ("Value", "nvarchar(200)"))} r
        """;

    public static string AddWords(Engine engine) => $"""
        INSERT INTO ProjectWord (Word, ProjectId)
        SELECT r.Word, @projectId
        FROM {engine.Rows("@words", ("Word", "nvarchar(40)"))} r
        """;

    public static string AddAmounts(Engine engine) => $"""
        INSERT INTO ProjectAmount (ProjectId, Currency, Amount)
        SELECT @projectId, r.Currency, {engine.AmountFromTenThousandths("r.TenThousandths")}
        FROM {engine.Rows("@amounts", ("Currency", "nvarchar(3)"), ("TenThousandths", "bigint"))} r
        """;

    public static string AddCells(Engine engine) => $"""
        INSERT INTO ProjectCell (Country, Pillar, StartDay, ProjectId, EndDay, OpenEndDay, OwnerId, DonorSetId, LowerPillars, LowerCountries, MostDays)
        SELECT r.Country, r.Pillar, @startDay, @projectId, @endDay, @openEndDay, @ownerId, @donorSetId, r.LowerPillars, r.LowerCountries, @mostDays
        FROM {engine.Rows("@cells", ("Country", "nvarchar(2)"), ("Pillar", "tinyint"), ("LowerPillars", "tinyint"), ("LowerCountries", "bigint"))} r
        """;

    public const string FindDonorSet = "SELECT DonorSetId FROM DonorSet WHERE DonorSetKey = @key";

    public static string AddDonorSet(Engine engine) => $"""
        INSERT INTO DonorSet (DonorSetKey) VALUES (@key);
        {engine.InsertedId}
        """;

    public static string AddDonors(Engine engine) => $"""
        INSERT INTO DonorSetDonor (DonorSetId, DonorKey)
        SELECT @donorSetId, r.DonorKey
        FROM {engine.Rows("@donors", ("DonorKey", "nvarchar(200)"))} r
        """;

    public static string AddNames(Engine engine) => $"""
        INSERT INTO OrganisationName (NameKey, Name)
        SELECT r.NameKey, r.Name
        FROM {engine.Rows("@names", ("NameKey", "nvarchar(200)"), ("Name", "nvarchar(200)"))} r
        WHERE NOT EXISTS (SELECT 1 FROM OrganisationName n WHERE n.NameKey = r.NameKey)
        """;
}
