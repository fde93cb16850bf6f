using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Adam.Benchmarks.Processes;

namespace Adam.Benchmarks.Http;

/// <summary>A server in its own process on a free loopback port. Disposing it kills the process.</summary>
internal sealed class Server : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private Server(string name, Process process, Uri address, string? key) =>
        (Name, _process, Address, Key) = (name, process, address, key);

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>The API key for requests. Null if the server needs none.</summary>
    public string? Key { get; }

    /// <summary>The processor time that the process has used.</summary>
    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The peak memory of the process in bytes.</summary>
    public long MostMemory => ChildProcess.MostMemory(_process);

    /// <summary>Starts the register's server and issues a key for it.</summary>
    /// <param name="isLimited">True for the limits of callers, which one busy client would meet.</param>
    public static async Task<Server> OfRegisterAsync(
        string data,
        string partner = "DE",
        string role = "donor",
        bool isLimited = false
    )
    {
        var program = ChildProcess.Program("Adam.Api");
        string[] limits = isLimited
            ? []
            :
            [
                "--Adam:Limits:ReadsPerMinute=0",
                "--Adam:Limits:WritesPerMinute=0",
                "--Adam:Limits:ReadsComputedAtOnce=0",
            ];
        var key = await IssueKeyAsync(data, partner, role);
        return await OfAsync("register", key, url => [program, "--urls", url, .. SettingsOf(data), .. limits]);
    }

    /// <summary>Issues a key for a register.</summary>
    public static async Task<string> IssueKeyAsync(string data, string partner, string role)
    {
        using var issue = ChildProcess.Start(
            ChildProcess.Program("Adam.Api"),
            ["keys", "create", "--partner", partner, "--role", role, .. SettingsOf(data)],
            quiet: true
        );
        var key = (await issue.StandardOutput.ReadToEndAsync()).Trim();
        await issue.WaitForExitAsync();
        return issue.ExitCode == 0 ? key : throw new InvalidOperationException("The register issued no key.");
    }

    // The check for damage reads the whole file after the start, for seconds, beside what is measured.
    private static string[] SettingsOf(string data) =>
        [$"--Adam:DataPath={data}", "--Logging:LogLevel:Default=Error", "--Adam:IntegrityCheckHours=0"];

    public static Task<Server> OfFloorAsync(string data) =>
        OfAsync("floor", null, url => [ChildProcess.Program("Adam.Benchmarks"), "floor", data, url]);

    public static Task<Server> OfFrameworksAsync(string data) =>
        OfAsync("frameworks", null, url => [ChildProcess.Program("Adam.Benchmarks"), "framework-floor", data, url]);

    /// <param name="pages">The folder with files of the records that the server repeats.</param>
    public static Task<Server> OfExchangeFloorAsync(string format, string pages) =>
        OfAsync("floor", null, url => [ChildProcess.Program("Adam.Benchmarks"), "exchange-floor", format, pages, url]);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<Server> OfAsync(string name, string? key, Func<string, string[]> command)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        var (program, arguments) = command(url) is [var first, .. var rest]
            ? (first, rest)
            : throw new ArgumentException("The command is empty.", nameof(command));
        var server = new Server(name, ChildProcess.Start(program, arguments), new(url), key);
        // Reads and discards the output, so that the process never blocks on a full pipe.
        server._process.BeginOutputReadLine();
        try
        {
            await server.AnswersAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    private async Task AnswersAsync()
    {
        // Any response shows that the server listens.
        using var http = new HttpClient { BaseAddress = Address };
        for (
            var began = Stopwatch.GetTimestamp();
            Stopwatch.GetElapsedTime(began) < Patience && !_process.HasExited;
            await Task.Delay(100)
        )
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
                return;
            }
            catch (HttpRequestException)
            {
                // The server does not listen yet.
            }
        }

        throw new InvalidOperationException($"The {Name} does not listen on {Address}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
