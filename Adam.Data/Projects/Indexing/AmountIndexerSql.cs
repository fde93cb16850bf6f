using Adam.Data.Databases;

namespace Adam.Data.Projects.Indexing;

internal static class AmountIndexerSql
{
    public static readonly StatementSet Statements = new(nameof(AmountIndexerSql));

    public static readonly SqlChange<NoParameters> Clear = new(Statements, $"DELETE FROM ProjectAmount");

    /// <summary>Removes the rows of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlChange<RowsParameter> Remove = new(
        Statements,
        dialect =>
            $"""
                DELETE FROM ProjectAmount
                WHERE ProjectId IN (SELECT r.ProjectId FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r)
                """
    );

    /// <summary>Adds amounts. @Rows: ProjectId, Currency, TenThousandths.</summary>
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
}
