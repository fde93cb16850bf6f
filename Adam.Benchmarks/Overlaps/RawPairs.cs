using System.Data.Common;
using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;
using Adam.Data.Overlaps.Report;

namespace Adam.Benchmarks.Overlaps;

/// <summary>
/// Counts all pairs of the definition and their shared days, each time with one thread on the same cells: with the
/// register's query in SQLite, a sweep in this process, and DuckDB.
/// </summary>
internal static class RawPairs
{
    private const string Counted = "COUNT(*), CAST(SUM(RankDays) AS BIGINT)";

    /// <summary>The maximum number of projects for comparing every two by the definition.</summary>
    private const int MostDefined = 2_000;

    /// <summary>
    /// The maximum number of projects for the register's query in DuckDB, which compares every two projects of a cell.
    /// </summary>
    private const int MostCompared = 20_000;

    /// <exception cref="InvalidOperationException">Two methods found different pairs.</exception>
    public static async Task RunAsync(Register register, int size)
    {
        var report = new Report(
            $"All pairs, {Report.Number(size)} projects",
            "median",
            "to SQLite",
            "pairs",
            "pairs/s"
        );
        var pairs = new DefinitionQuery(register.Database.Dialect, Candidates: null, new()).Pairs().ToString();
        await using var sqlite = register.Connect();
        await using var duck = DuckCells.Load(sqlite);
        var sweep = Sweep.Load(sqlite);

        var (truth, ours) = await CountAsync(
            () => Row(sqlite, Counted, pairs),
            () => Row(sqlite, PairSums.Columns, pairs)
        );
        Line("SQLite, the register's query", ours);
        if (size <= MostCompared)
            Line(
                "DuckDB, the same query",
                await CompareAsync("DuckDB", () => Row(duck, Counted, pairs), () => Row(duck, PairSums.Columns, pairs))
            );
        Line(
            "DuckDB, range join with country masks",
            await CompareAsync(
                "DuckDB's range join",
                () => Row(duck, Counted, DuckCells.Pairs),
                () => Row(duck, PairSums.Columns, DuckCells.Pairs)
            )
        );
        Line(
            "sweep in this process",
            await CompareAsync(
                "the sweep",
                () => Swept(sweep, new PairCount(), count => [count.Pairs, count.Days]),
                () => Swept(sweep, new PairSums(), sums => [sums.Earlier, sums.Hash])
            )
        );
        if (size <= MostDefined)
        {
            var (count, sums) = (new PairCount(), new PairSums());
            DefinedPairs.Run(sqlite, ref count);
            DefinedPairs.Run(sqlite, ref sums);
            Same("the definition", [count.Pairs, count.Days, sums.Earlier, sums.Hash]);
            report.Line("the definition, every two projects", "same pairs");
        }

        async Task<double> CompareAsync(string who, Func<long[]> count, Func<long[]> sum)
        {
            var (found, milliseconds) = await CountAsync(count, sum);
            Same(who, found);
            return milliseconds;
        }

        void Same(string who, long[] found)
        {
            if (!found.SequenceEqual(truth))
                throw new InvalidOperationException(
                    $"SQLite and {who} found different pairs: "
                        + $"{string.Join(' ', truth)}, {string.Join(' ', found)}"
                );
        }

        void Line(string name, double milliseconds) =>
            report.Line(
                name,
                Report.Milliseconds(milliseconds),
                (milliseconds / ours).ToString("0.000", System.Globalization.CultureInfo.InvariantCulture),
                Report.Number(truth[0]),
                Report.Number((long)(truth[0] / milliseconds * 1000))
            );
    }

    /// <summary>Measures the count only. The checksums that identify the pairs are computed afterwards.</summary>
    private static async Task<(long[] Found, double Milliseconds)> CountAsync(Func<long[]> count, Func<long[]> sum)
    {
        long[] counted = [];
        var timings = await Stopped.RunAsync(
            3,
            _ =>
            {
                counted = count();
                return Task.CompletedTask;
            }
        );
        return ([.. counted, .. sum()], timings.Median);
    }

    private static long[] Swept<TPairs>(Sweep sweep, TPairs pairs, Func<TPairs, long[]> read)
        where TPairs : struct, IPairs
    {
        sweep.Run(ref pairs);
        return read(pairs);
    }

    private static long[] Row(DbConnection connection, string columns, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {columns} FROM ({query}) pair";
        command.CommandTimeout = 0;
        using var row = command.ExecuteReader();
        row.Read();
        return [.. Enumerable.Range(0, row.FieldCount).Select(row.GetInt64)];
    }
}
