using Adam.Data.Engines;

namespace Adam.Data.Projects.Indexing;

internal static class AmountIndexerSql
{
    public const string Clear = "DELETE FROM ProjectAmount";

    public static string Remove(Engine engine) => $"""
        DELETE FROM ProjectAmount
        WHERE ProjectId IN (SELECT r.ProjectId FROM {engine.Rows("@projects", ("ProjectId", "bigint"))} r)
        """;

    public static string Add(Engine engine) => $"""
        INSERT INTO ProjectAmount (ProjectId, Currency, Amount)
        SELECT r.ProjectId, r.Currency, {engine.AmountFromTenThousandths("r.TenThousandths")}
        FROM {engine.Rows("@amounts",
            ("ProjectId", "bigint"), ("Currency", "nvarchar(3)"), ("TenThousandths", "bigint"))} r
        """;
}
