using Adam.Data.Engines;

namespace Adam.Data.Projects.Indexing;

internal static class CellIndexerSql
{
    public const string Clear = "DELETE FROM ProjectCell";

    public static string Remove(Engine engine) => $"""
        DELETE FROM ProjectCell
        WHERE ProjectId IN (SELECT r.ProjectId FROM {engine.Rows("@projects", ("ProjectId", "bigint"))} r)
        """;

    public static string Add(Engine engine) => $"""
        INSERT INTO ProjectCell
            (Country, Pillar, StartDay, ProjectId, EndDay, OpenEndDay, OwnerId, DonorSetId, Lower)
        SELECT r.Country, r.Pillar, r.StartDay, r.ProjectId, r.EndDay, r.OpenEndDay, r.OwnerId, r.DonorSetId, r.Lower
        FROM {engine.Rows("@cells",
            ("Country", "nvarchar(2)"), ("Pillar", "tinyint"), ("Lower", "bigint"), ("StartDay", "int"),
            ("ProjectId", "bigint"), ("EndDay", "int"), ("OpenEndDay", "int"), ("OwnerId", "int"),
            ("DonorSetId", "int"))} r
        """;

    /// <summary>The sets of donors of some keys.</summary>
    public static string DonorSets(Engine engine) => $"""
        SELECT d.DonorSetKey, d.DonorSetId
        FROM {engine.Rows("@keys", ("DonorSetKey", "nvarchar(64)"))} r
        CROSS JOIN DonorSet d
        WHERE d.DonorSetKey = {engine.ByCodePoint("r.DonorSetKey")}
        """;

    public static string AddDonorSets(Engine engine) => $"""
        INSERT INTO DonorSet (DonorSetKey)
        SELECT r.DonorSetKey
        FROM {engine.Rows("@keys", ("DonorSetKey", "nvarchar(64)"))} r
        """;

    /// <summary>Removes the donors of some sets.</summary>
    public static string RemoveDonors(Engine engine) => $"""
        DELETE FROM DonorSetDonor
        WHERE DonorSetId IN (
            SELECT d.DonorSetId
            FROM {engine.Rows("@keys", ("DonorSetKey", "nvarchar(64)"))} r
            CROSS JOIN DonorSet d
            WHERE d.DonorSetKey = {engine.ByCodePoint("r.DonorSetKey")})
        """;

    public static string AddDonors(Engine engine) => $"""
        INSERT INTO DonorSetDonor (DonorSetId, DonorKey)
        SELECT d.DonorSetId, r.DonorKey
        FROM {engine.Rows("@donors", ("DonorSetKey", "nvarchar(64)"), ("DonorKey", "nvarchar(200)"))} r
        CROSS JOIN DonorSet d
        WHERE d.DonorSetKey = {engine.ByCodePoint("r.DonorSetKey")}
        """;
}
