using System.Xml.Linq;
using Adam.Data.Engines;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Sql;

/// <summary>What <see cref="ParameterTypeTests"/> concludes from types, SQL Server says itself: no plan converts a column of a table.</summary>
[Category("sqlserver")]
public sealed class PlanConversionTests
{
    private static readonly XNamespace Plan = "http://schemas.microsoft.com/sqlserver/2004/07/showplan";

    [Test]
    public async Task No_plan_converts_a_column()
    {
        var service = (SqlServerEngine)(await TestRegister.GetAsync("sqlserver")).Engine;
        if (await TestServer.IsBabelfishAsync())
            Assert.Ignore("Babelfish plans as PostgreSQL does: its plans have no CONVERT_IMPLICIT.");

        await using var connection = await WhoMaySeePlansAsync(service);
        Assert.That(await ConvertedAsync(connection, "DECLARE @kind int;\nSELECT FirstId FROM Overlap WHERE Kind + @kind = 5"), Is.EqualTo(["Kind"]), "the check must find what it is there to find");

        var converted = new List<string>();
        foreach (var (name, query) in SentQuery.All(service))
        {
            // Declared, not sent: SHOWPLAN answers for a batch of text, and a variable is converted as a parameter is.
            var declared = string.Concat(query.Parameters.Select(parameter => $"DECLARE @{parameter.ParameterName.TrimStart('@')} {TypeOf(parameter)};\n"));
            converted.AddRange((await ConvertedAsync(connection, declared + query.Sql)).Select(column => $"{name}: {column}"));
        }

        Assert.That(string.Join("\n", converted.Distinct()), Is.Empty);
    }

    /// <summary>The columns of tables that a plan converts for the sake of something that they meet; sums of amounts aside, which are no comparison.</summary>
    private static async Task<IReadOnlyList<string>> ConvertedAsync(SqlConnection connection, string sql)
    {
        var plan = XDocument.Parse(await connection.QuerySingleAsync<string>(sql));
        return [.. plan.Descendants(Plan + "Convert").Where(convert => convert.Attribute("Implicit")?.Value is "1" or "true")
            .SelectMany(convert => convert.Descendants(Plan + "ColumnReference"))
            // The columns of OPENJSON have no schema.
            .Where(column => column.Attribute("Schema")?.Value == $"[{SqlServerDatabase.Schema}]").Select(column => column.Attribute("Column")!.Value).Where(column => column != "Amount").Distinct()];
    }

    /// <summary>A connection as the service, by whose default schema the names are found, that is answered with plans and runs nothing.</summary>
    private static async Task<SqlConnection> WhoMaySeePlansAsync(SqlServerEngine service)
    {
        var settings = new SqlConnectionStringBuilder(service.ConnectionString);
        await using (var owner = await TestServer.OwnerAsync(settings.InitialCatalog))
            await owner.ExecuteAsync($"GRANT SHOWPLAN TO [{settings.UserID}]");
        // Not pooled: the setting stays with the connection.
        var connection = new SqlConnection(new SqlConnectionStringBuilder(service.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("SET SHOWPLAN_XML ON");
        return connection;
    }

    private static string TypeOf(SqlParameter parameter) => SqlType.Of(parameter) is { Name: "nvarchar" or "varbinary", Length: 0 } type ? $"{type.Name}(4000)" : SqlType.Of(parameter).ToString();
}
