using System.Diagnostics;
using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;
using Adam.Data.Copying;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Databases.SqlServer;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Overlaps;

namespace Adam.Benchmarks.Copying;

/// <summary>
/// Measures the copy of a register to a server and back, and compares the responses of all three databases.
/// </summary>
internal static class CopyBenchmark
{
    private const int Decisions = 200;

    /// <param name="server">The connection string, as the migrator, of an empty database that is set up for the
    /// register. The copied rows remain there.</param>
    public static async Task RunAsync(int size, string server, CancellationToken ct)
    {
        using var register = await Register.FilledAsync(size, seed: 1, ct);
        await LiveInAsync(register, ct);
        var folder = Directory.CreateTempSubdirectory("adam-benchmarks-");
        try
        {
            var there = new SqlServerDatabase(server);
            using var back = new SqliteDatabase(Path.Combine(folder.FullName, "back.db"));
            var report = new Report($"Copying, {Report.Number(size)} projects", "duration", "rows", "rows/s");
            await CopyAsync(report, "from SQLite to SQL Server", register.Database, there, ct);
            await CopyAsync(report, "and back", there, back, ct);
            await AskAsync(register.Database, [back, there], ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Adds verdicts, some of them stale, and withdraws projects, as in a register that is in use.</summary>
    private static async Task LiveInAsync(Register register, CancellationToken ct)
    {
        var verdicts = Enum.GetValues<Verdict>();
        var pairs = (await register.Overlaps.RankAsync(new(), OverlapSort.Score, null, Decisions, ct))
            .Items.Select(ranked => ranked.Overlap)
            .ToList();
        for (var number = 0; number < pairs.Count; number++)
            await register.Overlaps.DecideAsync(
                pairs[number].Id!.Value,
                _ => true,
                verdicts[number % verdicts.Length],
                "seen",
                "benchmark",
                "UNODC",
                DateTimeOffset.UnixEpoch.AddDays(number),
                ct
            );

        foreach (var pair in pairs.Take(Decisions / 4))
        {
            var project = (await register.Projects.FindAsync(pair.Earlier.Id!.Value, ct))!.Project;
            var other = project.Draft with
            {
                PlannedStart = project.Draft.PlannedStart?.AddDays(-1),
                ActualStart = project.Draft.ActualStart?.AddDays(-1),
            };
            await register.Projects.ChangeAsync(project.Id, null, project.Owner, other, "benchmark", ct);
        }

        foreach (var pair in pairs.TakeLast(Decisions / 4))
            await register.Projects.WithdrawAsync(pair.Later.Id!.Value, null, "test", ct);
    }

    private static async Task CopyAsync(Report report, string name, Database from, Database to, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var tables = await new RegisterCopy(from, to).RunAsync(_ => { }, null, ct);
        var (rows, whole) = (tables.Sum(table => table.Rows), Stopwatch.GetElapsedTime(began));
        report.Line(
            name,
            $"{whole.TotalSeconds:0.0} s",
            Report.Number(rows),
            Report.Number((long)(rows / whole.TotalSeconds))
        );
        foreach (var table in tables)
            report.Line($"  {table.Name}", "", Report.Number(table.Rows));
    }

    private static async Task AskAsync(Database first, Database[] others, CancellationToken ct)
    {
        var expected = new List<string>();
        foreach (var (_, ask) in Questions.Of(first))
            expected.Add(await ask(ct));
        foreach (var other in others)
        {
            var place = 0;
            foreach (var (name, ask) in Questions.Of(other))
            {
                if (await ask(ct) != expected[place++])
                    throw new InvalidOperationException(
                        $"{other.Location} and {first.Location} return different results: {name}."
                    );
            }

            Console.WriteLine(
                $"{other.Location} and {first.Location} return the same results of {place} queries; "
                    + $"{expected.Count(answer => answer.Length < 10)} of them are shorter than 10 characters."
            );
        }
    }
}
