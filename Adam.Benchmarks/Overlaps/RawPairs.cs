using System.Data.Common;
using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;
using Adam.Data.Overlaps;

namespace Adam.Benchmarks.Overlaps;

/// <summary>All pairs of the definition, counted with their shared days: the register's own query in SQLite beside DuckDB on one thread, over the same cells.</summary>
internal static class RawPairs
{
    private const string Counted = "SELECT COUNT(*), CAST(SUM(RankDays) AS BIGINT)";

    /// <summary>Sums that differ when one pair differs, whatever its order.</summary>
    private const string Checked = """
        SELECT COUNT(*), CAST(SUM(RankDays) AS BIGINT), CAST(SUM(EarlierId) AS BIGINT), CAST(SUM(LaterId) AS BIGINT),
               CAST(SUM((EarlierId * 7919 + LaterId * 104729 + RankDays * 31) % 1000003) AS BIGINT)
        """;

    public static async Task RunAsync(Register register, int size)
    {
        var report = new Report($"All pairs, {Report.Number(size)} projects", "median", "to SQLite", "pairs", "pairs/s");
        var pairs = OverlapSql.Pairs(register.Engine, new(), new(), few: null);
        using var sqlite = register.Connect();
        using var duck = DuckCells.Load(sqlite);

        var truth = Numbers(sqlite, $"{Checked} FROM ({pairs}) pair");
        var ours = (await TimeAsync(sqlite, pairs)).Median;
        Line("SQLite, the register's query", ours);
        await CompareAsync("DuckDB, the same query", pairs);
        await CompareAsync("DuckDB, its range join and masks of countries", DuckCells.Pairs);

        async Task CompareAsync(string name, string query)
        {
            if (!Numbers(duck, $"{Checked} FROM ({query}) pair").SequenceEqual(truth))
                throw new InvalidOperationException($"{name}: other pairs than SQLite's.");
            Line(name, (await TimeAsync(duck, query)).Median);
        }

        void Line(string name, double milliseconds) => report.Line(
            name, Report.Milliseconds(milliseconds), Report.Ratio(milliseconds / ours), Report.Number(truth[0]), Report.Number((long)(truth[0] / milliseconds * 1000)));
    }

    /// <summary>One statement on an open connection, without Dapper or a store.</summary>
    private static Task<Timings> TimeAsync(DbConnection connection, string query) => Stopped.RunAsync(3, _ =>
    {
        Numbers(connection, $"{Counted} FROM ({query}) pair");
        return Task.CompletedTask;
    });

    private static List<long> Numbers(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        using var row = command.ExecuteReader();
        row.Read();
        return [.. Enumerable.Range(0, row.FieldCount).Select(row.GetInt64)];
    }
}
