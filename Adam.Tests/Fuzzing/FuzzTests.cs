using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Api.Http;
using Adam.Tests.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.Fuzzing;

/// <summary>
/// Sends requests that are generated from the contract, and checks that each response is declared there, is no failure
/// of the server and comes in time, and that memory and files stay small.
/// </summary>
/// <remarks>
/// <c>ADAM_FUZZ_REQUESTS</c> is the number of requests, <c>ADAM_FUZZ_SEED</c> the seed of the first register.
/// </remarks>
[Category("sqlite")]
[NonParallelizable]
public sealed partial class FuzzTests
{
    private const int UsualRequests = 20_000;
    private const int RequestsPerRegister = 20_000;
    private const int Workers = 2;

    /// <summary>The number of faults after which a run ends.</summary>
    private const int MostFaults = 25;

    /// <summary>The number of operations of which no request needs to succeed.</summary>
    private const int MostNever = 6;

    private const long MostWalBytes = 64 << 20;
    private const long MostMemoryGrowth = 128 << 20;

    /// <summary>
    /// A program that has ended leaves its contract and its compiled endpoints in the process of the tests: 10 MiB. A
    /// server is one program.
    /// </summary>
    private const long LeftByProgram = 12 << 20;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TooSlow = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Every_response_is_declared_and_none_is_a_failure()
    {
        var (left, seed) = (Setting("ADAM_FUZZ_REQUESTS", UsualRequests), Setting("ADAM_FUZZ_SEED", 1));
        var memory = new List<long>();
        for (; left > 0; left -= RequestsPerRegister, seed += Workers)
        {
            var run = new Run(seed, Math.Min(left, RequestsPerRegister));
            await run.ExecuteAsync();
            TestContext.Out.WriteLine(run.Summary);
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
            TestContext.Out.WriteLine($"  {memory[^1] >> 20} MiB in memory");
            Assert.That(run.Faults, Is.Empty, string.Join("\n\n", run.Faults));
            // A fuzzer whose requests are all refused finds nothing.
            if (left >= RequestsPerRegister)
                Assert.That(run.Never, Has.Length.LessThanOrEqualTo(MostNever), run.Summary);
            Assert.That(run.WalBytes, Is.LessThan(MostWalBytes));
            Assert.That(
                memory[^1] - memory[0],
                Is.LessThan(MostMemoryGrowth + (memory.Count * LeftByProgram)),
                "of a register after the first one"
            );
        }
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : usual;

    /// <summary>The requests to one register.</summary>
    private sealed class Run(int seed, int requests)
    {
        private readonly ConcurrentDictionary<string, string> _faults = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<int, int> _statuses = new();
        private readonly ConcurrentBag<(TimeSpan Elapsed, string Request)> _slow = [];
        private readonly ConcurrentDictionary<string, bool> _answered = new(StringComparer.Ordinal);
        private int _operations;

        /// <summary>One fault of each kind, with the command that repeats it.</summary>
        public IEnumerable<string> Faults => _faults.Values;

        public long WalBytes { get; private set; }

        public string Summary =>
            $"Seed {seed}: {_statuses.Values.Sum()} requests, {_answered.Count} of {_operations} operations succeeded, "
            + string.Join(", ", _statuses.OrderBy(one => one.Key).Select(one => $"{one.Key}: {one.Value}"))
            + $"; WAL {WalBytes >> 10} KiB; {_slow.Count} over a second"
            + string.Concat(
                _slow.OrderDescending().Take(5).Select(one => $"\n  {one.Elapsed.TotalSeconds:F1} s {one.Request}")
            )
            + $"\n  Never succeeded: {string.Join(", ", Never)}";

        /// <summary>The operations of which no request succeeded.</summary>
        public string[] Never { get; private set; } = [];

        public async Task ExecuteAsync()
        {
            await using var demo = await DemoServer.StartAsync();
            var address = new Uri(demo.Address).Authority;
            var contract = await ContractDocument.OfAsync(demo.Api);
            _operations = contract.Operations.Count;
            string[] fileTypes =
            [
                .. demo.Api.Services.GetRequiredService<ListFormats>().All.Select(format => format.MediaType),
                "application/atom+xml",
                "application/schema+json",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "text/csv",
                "text/html",
            ];
            var check = new ResponseCheck(contract, fileTypes);
            await Task.WhenAll(
                Enumerable
                    .Range(0, Workers)
                    .Select(worker => Task.Run(() => WorkAsync(seed + worker, demo, address, contract, check)))
            );
            var wal = new FileInfo($"{demo.Location}-wal");
            WalBytes = wal.Exists ? wal.Length : 0;
            Never =
            [
                .. contract.Operations.Keys.Where(name => !_answered.ContainsKey(name)).Order(StringComparer.Ordinal),
            ];
        }

        private async Task WorkAsync(
            int workerSeed,
            DemoServer demo,
            string address,
            ContractDocument contract,
            ResponseCheck check
        )
        {
            var (random, harvest) = (new Random(workerSeed), new Harvest());
            var generator = new RequestGenerator(contract, demo.Keys, harvest, random, _answered.ContainsKey);
            var parts = address.Split(':');
            using var client = new RawClient(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
            for (var i = 0; i < requests / Workers && _faults.Count < MostFaults; i++)
            {
                var request = generator.Next();
                string? fault;
                try
                {
                    var response = await client.SendAsync(
                        request.ToBytes(address),
                        request.Method,
                        request.Raw is not null
                    );
                    _statuses.AddOrUpdate(response.Status, 1, (_, count) => count + 1);
                    fault = check.Find(request, response);
                    if (fault is not null)
                        fault += "\n" + response.Text[..Math.Min(response.Text.Length, 500)];
                    // A damaged request may wait for the rest of its body.
                    if (request.Raw is null && response.Elapsed > Slow)
                        _slow.Add((response.Elapsed, $"{request.Method} {request.Target}"));
                    if (request.Raw is null && response.Elapsed > TooSlow)
                        fault = $"took {response.Elapsed.TotalSeconds:F1} s";
                    if (response.Status is >= 200 and < 300 && request.Operation is not null)
                        _answered.TryAdd(request.Operation, true);
                    harvest.Read(request, response, random);
                }
                catch (Exception error) when (error is IOException or OperationCanceledException or FormatException)
                {
                    fault = $"got no whole response: {error.Message}";
                }

                if (fault is not null)
                    _faults.TryAdd(
                        KindOf(request, fault),
                        $"Seed {workerSeed}, request {i}: {request.Operation ?? request.Method} {fault}\n"
                            + request.ToCommand(address)
                    );
            }
        }

        /// <summary>Returns the operation and the fault without its values.</summary>
        private static string KindOf(FuzzRequest request, string fault) =>
            $"{request.Operation} {Value().Replace(fault.Split('\n')[0], "")}";
    }

    [GeneratedRegex("[0-9]+ms|\\[[0-9]+\\]|'[^']*'")]
    private static partial Regex Value();
}
