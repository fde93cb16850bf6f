using System.Collections.Concurrent;
using System.Diagnostics;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Databases.Faults;

/// <summary>Stops and restarts the database server while two servers of the API are working.</summary>
public sealed class OutageTests : FaultTests
{
    private const string StopVariable = "ADAM_TEST_SQLSERVER_STOP";
    private const string StartVariable = "ADAM_TEST_SQLSERVER_START";

    private static readonly TimeSpan Away = TimeSpan.FromSeconds(8);

    /// <summary>The pooled connections of the test process were lost as well.</summary>
    [TearDown]
    public void ForgetConnections() => SqlConnection.ClearAllPools();

    [Test]
    public async Task Database_that_goes_and_comes_back_costs_nothing_that_was_acknowledged()
    {
        var (stop, start) = (
            Environment.GetEnvironmentVariable(StopVariable),
            Environment.GetEnvironmentVariable(StartVariable)
        );
        if (stop is null || start is null)
            Assert.Ignore(
                "The test cannot stop the server. "
                    + $"Set {StopVariable} and {StartVariable} to the commands that stop and start it."
            );

        var (german, american) = (await KeyAsync(Role.Donor, "DE"), await KeyAsync(Role.Donor, "US"));
        using var one = await Replica.StartAsync(Server.ConnectionString);
        using var other = await Replica.StartAsync(Server.ConnectionString);
        using var germany = one.Client(german);
        using var america = other.Client(american);
        using var enough = new CancellationTokenSource();
        var (ledger, next) = (new Ledger(), -1);
        var writers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(async () =>
                {
                    while (!enough.IsCancellationRequested)
                    {
                        var pair = Interlocked.Increment(ref next);
                        await Task.WhenAll(
                            ledger.RecordAsync(germany, "DE", pair),
                            ledger.RecordAsync(america, "US", pair)
                        );
                    }
                })
            )
            .ToList();
        var (looked, lived) = (new ConcurrentQueue<Look>(), new ConcurrentQueue<Look>());
        var watchers = Task.WhenAll(
            WatchAsync(one, "/health/ready", looked, enough.Token),
            WatchAsync(other, "/health/live", lived, enough.Token)
        );
        try
        {
            for (var round = 0; round < Times; round++)
            {
                var begun = Stopwatch.GetTimestamp();
                await WritesAsync(20, "writes before the outage");
                var stopping = Stopwatch.GetTimestamp();
                await RunAsync(stop);
                var stopped = Stopwatch.GetTimestamp();
                await Task.Delay(Away);
                var starting = Stopwatch.GetTimestamp();
                await RunAsync(start);
                await WritesAsync(20, "writes after the restart");
                var recovered = Stopwatch.GetTimestamp();
                await WritesAsync(20, "writes after the recovery");
                await Task.Delay(TimeSpan.FromSeconds(1));

                using (Assert.EnterMultipleScope())
                {
                    Assert.That(Looks(begun, stopping), Is.Not.Empty.And.All.EqualTo(200), "before the outage");
                    Assert.That(Looks(stopped, starting), Is.Not.Empty.And.All.EqualTo(503), "during the outage");
                    Assert.That(Looks(recovered, long.MaxValue), Is.Not.Empty.And.All.EqualTo(200), "after the outage");
                }
            }

            IEnumerable<int> Looks(long from, long to) =>
                looked.Where(look => look.Began > from && look.Ended < to).Select(look => look.Status);

            async Task WritesAsync(int more, string what)
            {
                var before = ledger.Acknowledged.Count();
                await Task.Run(() =>
                    Assert.That(
                        () => ledger.Acknowledged.Count(),
                        Is.GreaterThanOrEqualTo(before + more)
                            .After((int)ProgramProcess.HangGuard.TotalMilliseconds, 100),
                        what
                    )
                );
            }
        }
        finally
        {
            await enough.CancelAsync();
            await Task.WhenAll(writers);
            await watchers;
        }

        await ledger.HoldsAsync(germany, mayDie: false);
        await NothingIsMissedAsync();
        var slowest = looked.Max(look => Stopwatch.GetElapsedTime(look.Began, look.Ended));
        using (Assert.EnterMultipleScope())
        {
            // A check gives up after two seconds. A busy machine may add to them, and an outage lasts longer than that.
            Assert.That(slowest, Is.LessThan(TimeSpan.FromSeconds(10)), "duration of readiness checks");
            Assert.That(lived.Select(look => look.Status), Is.All.EqualTo(200), "liveness during the outage");
            Assert.That(one.Errors.Concat(other.Errors), Is.Empty);
        }

        TestContext.Out.WriteLine(
            $"{Times} outages: {ledger.Summary}; "
                + $"{looked.Count} readiness checks, the slowest {slowest.TotalMilliseconds:0} ms"
        );
    }

    private static async Task WatchAsync(
        Replica replica,
        string path,
        ConcurrentQueue<Look> looks,
        CancellationToken enough
    )
    {
        using var client = replica.Client();
        while (!enough.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), CancellationToken.None);
            looks.Enqueue(new(began, Stopwatch.GetTimestamp(), (int)response.StatusCode));
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private static async Task RunAsync(string command)
    {
        using var process = Process.Start("/bin/sh", ["-c", $"{command} >/dev/null 2>&1 </dev/null"]);
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, command);
    }

    private sealed record Look(long Began, long Ended, int Status);
}
