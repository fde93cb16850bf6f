using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Adam.Benchmarks.Processes;

namespace Adam.Benchmarks.Http;

/// <summary>A server in a process of its own, on a port of the loopback interface; it ends when this is disposed of.</summary>
internal sealed class Server : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private Server(string name, Process process, Uri address, string? key) => (Name, _process, Address, Key) = (name, process, address, key);

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>What its callers are known by; null where nobody asks.</summary>
    public string? Key { get; }

    /// <summary>The time that processors have spent on it.</summary>
    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory that it has had at once, in bytes.</summary>
    public long MostMemory => ChildProcess.MostMemory(_process);

    /// <summary>The register's own server, as it is delivered, with a key.</summary>
    public static async Task<Server> OfRegisterAsync(string data, string partner = "DE", string role = "donor")
    {
        string[] settings = [$"--Adam:DataPath={data}", "--Logging:LogLevel:Default=Warning"];
        var program = ChildProcess.Program("Adam.Api");
        using var issue = ChildProcess.Start(program, ["keys", "create", "--partner", partner, "--role", role, .. settings], quiet: true);
        var key = (await issue.StandardOutput.ReadToEndAsync()).Trim();
        await issue.WaitForExitAsync();
        return issue.ExitCode == 0 ? await OfAsync("register", key, url => [program, "--urls", url, .. settings]) : throw new InvalidOperationException("The register issues no key.");
    }

    public static Task<Server> OfFloorAsync(string data) => OfAsync("floor", null, url => [ChildProcess.Program("Adam.Benchmarks"), "floor", data, url]);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<Server> OfAsync(string name, string? key, Func<string, string[]> command)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        var (program, arguments) = command(url) is [var first, .. var rest] ? (first, rest) : throw new ArgumentException("There is no program.", nameof(command));
        var server = new Server(name, ChildProcess.Start(program, arguments), new(url), key);
        server._process.BeginOutputReadLine(); // heard, so that it never waits for a listener, and forgotten
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
        // Whatever it answers, it listens.
        using var http = new HttpClient { BaseAddress = Address };
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience && !_process.HasExited; await Task.Delay(100))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
                return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
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
