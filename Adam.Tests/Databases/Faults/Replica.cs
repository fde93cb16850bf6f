using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Adam.Tests.Cli;

namespace Adam.Tests.Databases.Faults;

/// <summary>A server of the API in a separate process, started from the build output on a free port.</summary>
internal sealed partial class Replica : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private Replica(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    /// <summary>The log lines of level error and critical.</summary>
    public IReadOnlyList<string> Errors =>
        [
            .. _said.Where(line =>
                line.StartsWith("fail", StringComparison.Ordinal) || line.StartsWith("crit", StringComparison.Ordinal)
            ),
        ];

    public static async Task<Replica> StartAsync(string connectionString)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                typeof(Program).Assembly.Location,
                "--urls",
                "http://127.0.0.1:0",
                "--Adam:Engine=sqlserver",
                "--Adam:MigrateAtStart=false",
                "--Logging:LogLevel:Default=Error",
                "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
                "--Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks=None",
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        // The connection string contains a password and must not appear on a command line.
        start.Environment["ConnectionStrings__Adam"] = connectionString;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["TMPDIR"] = TestRegister.TestFolder;
        var replica = new Replica(Process.Start(start)!);
        using var patience = new CancellationTokenSource(ProgramProcess.HangGuard);
        while (await replica._process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (AddressOf().Match(line) is { Success: true } at)
            {
                replica.Address = new(at.Value);
                _ = Task.Run(replica.ListenAsync, CancellationToken.None);
                return replica;
            }
        }

        throw new InvalidOperationException("The server exited before it listened.");
    }

    public HttpClient Client(string? key = null) =>
        new()
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromSeconds(100),
            DefaultRequestHeaders =
            {
                Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key),
            },
        };

    /// <summary>Kills the process without a shutdown.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            _said.Enqueue(line);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AddressOf();
}
