using System.Xml.Linq;
using Adam.Data.Databases.SqlServer;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Sql;

/// <summary>
/// Confirms the results of <see cref="ParameterTypeTests"/> with SQL Server's own plans: no plan converts a column of a
/// table.
/// </summary>
[Category("sqlserver")]
public sealed class PlanConversionTests
{
    private static readonly XNamespace Plan = "http://schemas.microsoft.com/sqlserver/2004/07/showplan";

    [Test]
    public async Task No_plan_converts_a_column()
    {
        var service = (SqlServerDatabase)(await TestRegister.GetAsync("sqlserver")).Database;
        if (await TestServer.IsBabelfishAsync())
            Assert.Ignore("Babelfish returns plans of PostgreSQL, which have no CONVERT_IMPLICIT.");

        await using var connection = await WhoMaySeePlansAsync(service);
        Assert.That(
            await ConvertedAsync(connection, "DECLARE @kind int;\nSELECT FirstId FROM Overlap WHERE Kind + @kind = 5"),
            Is.EqualTo(["Kind"]),
            "the check must detect a conversion"
        );

        var converted = new List<string>();
        foreach (var (name, query) in SentQuery.All(service))
        {
            // Parameters are declared as variables, because SHOWPLAN needs a batch of text. Variables are converted
            // like parameters.
            var declared = string.Concat(
                query.Parameters.Select(parameter =>
                    $"DECLARE @{parameter.ParameterName.TrimStart('@')} {TypeOf(parameter)};\n"
                )
            );
            converted.AddRange(
                (await ConvertedAsync(connection, declared + query.Sql)).Select(column => $"{name}: {column}")
            );
        }

        Assert.That(string.Join("\n", converted.Distinct()), Is.Empty);
    }

    /// <summary>
    /// Returns the table columns that a plan converts for a comparison. Amounts are omitted, because they are summed
    /// and not compared.
    /// </summary>
    private static async Task<IReadOnlyList<string>> ConvertedAsync(SqlConnection connection, string sql)
    {
        var plan = XDocument.Parse(await connection.QuerySingleAsync<string>(sql));
        return
        [
            .. plan.Descendants(Plan + "Convert")
                .Where(convert => convert.Attribute("Implicit")?.Value is "1" or "true")
                .SelectMany(convert => convert.Descendants(Plan + "ColumnReference"))
                // Columns of OPENJSON have no schema.
                .Where(column => column.Attribute("Schema")?.Value == $"[{SqlServerPrerequisites.Schema}]")
                .Select(column => column.Attribute("Column")!.Value)
                .Where(column => column != "Amount")
                .Distinct(),
        ];
    }

    /// <summary>
    /// Opens a connection as the service, whose default schema resolves the table names. It returns plans and executes
    /// nothing.
    /// </summary>
    private static async Task<SqlConnection> WhoMaySeePlansAsync(SqlServerDatabase service)
    {
        var settings = new SqlConnectionStringBuilder(service.ConnectionString);
        await using (var owner = await TestServer.OwnerAsync(settings.InitialCatalog))
            await owner.ExecuteAsync($"GRANT SHOWPLAN TO [{settings.UserID}]");
        // Not pooled, because SHOWPLAN_XML stays on for the connection.
        var connection = new SqlConnection(
            new SqlConnectionStringBuilder(service.ConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await connection.ExecuteAsync("SET SHOWPLAN_XML ON");
        return connection;
    }

    private static string TypeOf(SqlParameter parameter) =>
        SqlType.Of(parameter) is { Name: "nvarchar" or "varbinary", Length: 0 } type
            ? $"{type.Name}(4000)"
            : SqlType.Of(parameter).ToString();
}
