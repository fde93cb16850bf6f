using Adam.Data.Databases;

namespace Adam.Data.Projects.Indexing;

internal static class AmountIndexerSql
{
    public static readonly StatementSet Statements = new(nameof(AmountIndexerSql));

    public static readonly SqlChange<NoParameters> Clear = new(Statements, $"DELETE FROM ProjectAmount");

    public static readonly SqlChange<NoParameters> ClearOfDonors = new(Statements, $"DELETE FROM ProjectDonorAmount");

    /// <summary>Removes the sums of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlChange<RowsParameter> Remove = new(
        Statements,
        dialect =>
            $"""
                DELETE FROM ProjectAmount
                WHERE ProjectId IN (SELECT r.ProjectId FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r)
                """
    );

    /// <summary>Removes the donors' amounts of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlChange<RowsParameter> RemoveOfDonors = new(
        Statements,
        dialect =>
            $"""
                DELETE FROM ProjectDonorAmount
                WHERE ProjectId IN (SELECT r.ProjectId FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r)
                """
    );

    /// <summary>Adds sums. @Rows: ProjectId, Currency, TenThousandths.</summary>
    public static readonly SqlChange<RowsParameter> Add = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows(
                $"@Rows",
                ("ProjectId", "bigint"),
                ("Currency", "nvarchar(3)"),
                ("TenThousandths", "bigint")
            );
            return $"""
                INSERT INTO ProjectAmount (ProjectId, Currency, Amount)
                SELECT r.ProjectId, r.Currency, {dialect.AmountFromTenThousandths($"r.TenThousandths")}
                FROM {rows} r
                """;
        }
    );

    /// <summary>Adds donors' amounts. @Rows: ProjectId, DonorKey, Currency, TenThousandths.</summary>
    public static readonly SqlChange<RowsParameter> AddOfDonors = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows(
                $"@Rows",
                ("ProjectId", "bigint"),
                ("DonorKey", "nvarchar(200)"),
                ("Currency", "nvarchar(3)"),
                ("TenThousandths", "bigint")
            );
            return $"""
                INSERT INTO ProjectDonorAmount (ProjectId, DonorKey, Currency, Amount)
                SELECT r.ProjectId, r.DonorKey, r.Currency, {dialect.AmountFromTenThousandths($"r.TenThousandths")}
                FROM {rows} r
                """;
        }
    );
}
