using System.Globalization;
using Adam.Data.Databases;
using Dapper;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>Reads the tables of scored pairs as sorted lines, one for each row.</summary>
internal static class RegisterTables
{
    /// <summary>
    /// Returns all columns except the instant of the last change, which depends on the time of a write.
    /// </summary>
    public static Task<IReadOnlyList<string>> ReadAsync(Database database) =>
        LinesAsync(
            database,
            "SELECT FirstId, SecondId, Score, Kind, StartDay, EndDay, Days, Pillars, Countries, FoundMicros, "
                + "COALESCE(Verdict, 0), CASE WHEN IsStale = 1 THEN 'stale' ELSE '' END, "
                + "(SELECT t.Reasons FROM OverlapReasons t "
                + "WHERE t.FirstId = Overlap.FirstId AND t.SecondId = Overlap.SecondId) "
                + "FROM Overlap",
            "SELECT ProjectId, OtherOwnerId, Score, OtherId FROM OverlapByProject",
            "SELECT Facet, Value, Score, Bits, FirstId, SecondId FROM OverlapFacet",
            "SELECT KeyHash, ProjectId, StartDay, EndDay FROM ProjectBlockingKey",
            "SELECT Dimensions, Cell, Kind, Verdict, Overlaps, Days FROM OverlapSum",
            "SELECT Dimensions, Cell, Kind, Verdict, Currency, Amounts, Units, TenThousandths FROM OverlapAmountSum",
            "SELECT Donor, Month, Kind, Verdict, Projects FROM OverlapMonthSum"
        );

    /// <summary>
    /// Returns the query of the rows of a table. A cluster is numbered by its lowest project, because its own number
    /// depends on the writes that have formed it.
    /// </summary>
    public static string SelectFrom(string table) =>
        table switch
        {
            "OverlapClusterMember" => "SELECT ProjectId, Score, Links, "
                + "(SELECT MIN(x.ProjectId) FROM OverlapClusterMember x WHERE x.ClusterId = m.ClusterId) "
                + "FROM OverlapClusterMember m",
            "OverlapCluster" => "SELECT Score, Projects, Links, IsUnverified, "
                + "(SELECT MIN(x.ProjectId) FROM OverlapClusterMember x WHERE x.ClusterId = c.ClusterId) "
                + "FROM OverlapCluster c",
            _ => $"SELECT * FROM {table}",
        };

    public static Task<IReadOnlyList<string>> UpdatedAsync(Database database) =>
        LinesAsync(database, "SELECT FirstId, SecondId, UpdatedMicros FROM Overlap");

    public static async Task<IReadOnlyList<string>> LinesAsync(Database database, params string[] statements)
    {
        await using var connection = TestRegister.Connect(database);
        await connection.OpenAsync();
        var lines = new List<string>();
        foreach (var statement in statements)
        {
            await using var reader = await connection.ExecuteReaderAsync(statement);
            var values = new object[reader.FieldCount];
            while (await reader.ReadAsync())
            {
                reader.GetValues(values);
                var texts = values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture));
                lines.Add($"{statement.Split(' ')[^1]} {string.Join(" | ", texts)}");
            }
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    public static async Task ExecuteAsync(Database database, string sql, object? parameters = null)
    {
        await using var session = await database.InWriteTransactionAsync(default);
        await session.ExecuteAsync(sql, parameters, default);
        await session.CommitAsync(default);
    }
}
