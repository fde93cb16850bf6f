using Adam.Data.Databases;

namespace Adam.Data.Projects.Indexing;

internal static class CellIndexerSql
{
    public static readonly StatementSet Statements = new(nameof(CellIndexerSql));

    public static readonly SqlChange<NoParameters> Clear = new(Statements, $"DELETE FROM ProjectCell");

    /// <summary>Removes the rows of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlChange<RowsParameter> Remove = new(
        Statements,
        dialect =>
            $"""
                DELETE FROM ProjectCell
                WHERE ProjectId IN (SELECT r.ProjectId FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r)
                """
    );

    /// <summary>
    /// Adds cells. @Rows: Country, Pillar, Lower, StartDay, ProjectId, EndDay, OpenEndDay, OwnerId, DonorSetId.
    /// </summary>
    public static readonly SqlChange<RowsParameter> Add = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows(
                $"@Rows",
                ("Country", "nvarchar(2)"),
                ("Pillar", "tinyint"),
                ("Lower", "bigint"),
                ("StartDay", "int"),
                ("ProjectId", "bigint"),
                ("EndDay", "int"),
                ("OpenEndDay", "int"),
                ("OwnerId", "int"),
                ("DonorSetId", "int")
            );
            return $"""
                INSERT INTO ProjectCell
                    (Country, Pillar, StartDay, ProjectId, EndDay, OpenEndDay, OwnerId, DonorSetId, Lower)
                SELECT
                    r.Country, r.Pillar, r.StartDay, r.ProjectId, r.EndDay, r.OpenEndDay, r.OwnerId, r.DonorSetId,
                    r.Lower
                FROM {rows} r
                """;
        }
    );

    /// <summary>Returns the donor sets with some keys. @Rows: DonorSetKey.</summary>
    public static readonly SqlQuery<RowsParameter, DonorSetRow> DonorSets = new(
        Statements,
        dialect =>
            $"""
                SELECT d.DonorSetKey, d.DonorSetId
                FROM {Keys(dialect)} r
                CROSS JOIN DonorSet d
                WHERE d.DonorSetKey = {dialect.ByCodePoint($"r.DonorSetKey")}
                """
    );

    public static readonly SqlChange<RowsParameter> AddDonorSets = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO DonorSet (DonorSetKey)
                SELECT r.DonorSetKey
                FROM {Keys(dialect)} r
                """
    );

    /// <summary>Removes the donors of some sets. @Rows: DonorSetKey.</summary>
    public static readonly SqlChange<RowsParameter> RemoveDonors = new(
        Statements,
        dialect =>
            $"""
                DELETE FROM DonorSetDonor
                WHERE DonorSetId IN (
                    SELECT d.DonorSetId
                    FROM {Keys(dialect)} r
                    CROSS JOIN DonorSet d
                    WHERE d.DonorSetKey = {dialect.ByCodePoint($"r.DonorSetKey")})
                """
    );

    /// <summary>Adds donors to sets. @Rows: DonorSetKey, DonorKey.</summary>
    public static readonly SqlChange<RowsParameter> AddDonors = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO DonorSetDonor (DonorSetId, DonorKey)
                SELECT d.DonorSetId, r.DonorKey
                FROM {dialect.Rows($"@Rows", ("DonorSetKey", "nvarchar(64)"), ("DonorKey", "nvarchar(200)"))} r
                CROSS JOIN DonorSet d
                WHERE d.DonorSetKey = {dialect.ByCodePoint($"r.DonorSetKey")}
                """
    );

    private static SqlText Keys(SqlDialect dialect) => dialect.Rows($"@Rows", ("DonorSetKey", "nvarchar(64)"));
}

internal sealed record DonorSetRow
{
    public string DonorSetKey { get; init; } = "";
    public int DonorSetId { get; init; }
}
