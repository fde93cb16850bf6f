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
    private const string Checked = "SELECT CAST(SUM(EarlierId) AS BIGINT), CAST(SUM((EarlierId * 7919 + LaterId * 104729 + RankDays * 31) % 1000003) AS BIGINT)";

    public static async Task RunAsync(Register register, int size)
    {
        var report = new Report($"All pairs, {Report.Number(size)} projects", "median", "to SQLite", "pairs", "pairs/s");
        var pairs = OverlapSql.Pairs(register.Engine, new(), new(), few: null);
        await using var sqlite = register.Connect();
        await using var duck = DuckCells.Load(sqlite);

        var (sums, milliseconds) = await CountAsync(sqlite, pairs);
        var (truth, ours) = (sums.Concat(Row(sqlite, Checked, pairs)).ToList(), milliseconds);
        Line("SQLite, the register's query", ours);
        Line("DuckDB, the same query", await CompareAsync(pairs));
        Line("DuckDB, its range join and masks of countries", await CompareAsync(DuckCells.Pairs));

        async Task<double> CompareAsync(string query)
        {
            var (counted, milliseconds) = await CountAsync(duck, query);
            return counted.Concat(Row(duck, Checked, query)).SequenceEqual(truth) ? milliseconds : throw new InvalidOperationException($"DuckDB finds other pairs than SQLite by: {query}");
        }

        void Line(string name, double milliseconds) => report.Line(
            name, Report.Milliseconds(milliseconds), Report.Ratio(milliseconds / ours), Report.Number(truth[0]), Report.Number((long)(truth[0] / milliseconds * 1000)));
    }

    private static async Task<(IReadOnlyList<long> Sums, double Milliseconds)> CountAsync(DbConnection connection, string query)
    {
        IReadOnlyList<long> sums = [];
        var timings = await Stopped.RunAsync(3, _ =>
        {
            sums = Row(connection, Counted, query);
            return Task.CompletedTask;
        });
        return (sums, timings.Median);
    }

    private static List<long> Row(DbConnection connection, string columns, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"{columns} FROM ({query}) pair";
        command.CommandTimeout = 0;
        using var row = command.ExecuteReader();
        row.Read();
        return [.. Enumerable.Range(0, row.FieldCount).Select(row.GetInt64)];
    }
}
