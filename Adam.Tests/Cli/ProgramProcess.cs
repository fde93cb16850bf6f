using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Adam.Tests.Cli;

/// <summary>The numbers of signals, which are the same on Linux for all processors.</summary>
public enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>The program as a process of its own, started from the build output, as an operator starts it.</summary>
internal sealed class ProgramProcess : IDisposable
{
    /// <summary>Ends a test whose program hangs. It is no measurement: a busy machine needs many seconds.</summary>
    public static readonly TimeSpan HangGuard = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Task _reading;

    private ProgramProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput, _output), ReadAsync(_process.StandardError, _error))
            .ContinueWith(_ => _lines.Writer.Complete(), TaskScheduler.Default);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The lines of standard output, which are complete after the program has exited.</summary>
    public IReadOnlyList<string> OutputLines
    {
        get
        {
            lock (_output)
                return [.. _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
    }

    public static ProgramProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    public static ProgramProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A program that is killed leaves its temporary files behind. The end of the run deletes the test folder.
        start.Environment["TMPDIR"] = start.Environment["TEMP"] = start.Environment["TMP"] = TestRegister.TestFolder;
        // As this process is: what runs for a second gains nothing by it.
        start.Environment["DOTNET_TieredPGO"] = "0";
        // Mapping each page of compiled code twice, so that none can be written and run, takes a tenth of a start.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(start);
    }

    /// <summary>Runs the program to its end.</summary>
    public static Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) =>
        RunAsync(new Dictionary<string, string>(), arguments);

    /// <inheritdoc cref="RunAsync(string[])"/>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        using var program = Start(environment, arguments);
        return await program.EndAsync();
    }

    /// <summary>Starts a server on a free port, and waits until it listens.</summary>
    public static Task<(ProgramProcess Program, Uri Address)> ServeAsync(params string[] arguments) =>
        ServeAsync(new Dictionary<string, string>(), arguments);

    /// <inheritdoc cref="ServeAsync(string[])"/>
    public static async Task<(ProgramProcess Program, Uri Address)> ServeAsync(
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var program = Start(environment, ["--urls", "http://127.0.0.1:0", .. arguments]);
        try
        {
            var listens = await program.WaitForLineAsync("Now listening on");
            await program.WaitForLineAsync("Application started");
            return (program, new((string)JsonNode.Parse(listens)!["State"]!["address"]!));
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    public static HttpClient Client(Uri address, string key) =>
        new()
        {
            BaseAddress = address,
            Timeout = HangGuard,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        };

    /// <summary>Waits for a line of standard output or standard error that contains the text, and returns it.</summary>
    public async Task<string> WaitForLineAsync(string text)
    {
        using var guard = new CancellationTokenSource(HangGuard);
        await foreach (var line in _lines.Reader.ReadAllAsync(guard.Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"The program ended without '{text}': {_output}{_error}");
    }

    /// <remarks>
    /// A command <c>kill</c> would be a process, which takes seconds to start on a busy machine.
    /// </remarks>
    public void Signal(Signal signal)
    {
        if (Kill(Id, (int)signal) != 0)
            throw new InvalidOperationException($"{signal} was not sent: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>
    /// Returns true if this process ignores a signal. Programs that it starts then ignore it, too.
    /// </summary>
    public static bool IsIgnored(Signal signal)
    {
        const string Name = "SigIgn:";
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(Name, StringComparison.Ordinal));
        return (Convert.ToUInt64(line[Name.Length..].Trim(), 16) & (1UL << ((int)signal - 1))) != 0;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    /// <summary>Waits for the end of the program.</summary>
    public async Task<(int Exit, string Output, string Error)> EndAsync()
    {
        using var guard = new CancellationTokenSource(HangGuard);
        await _process.WaitForExitAsync(guard.Token);
        await _reading.WaitAsync(guard.Token);
        return (_process.ExitCode, _output.ToString(), _error.ToString());
    }

    /// <summary>Kills the program if it runs.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (text)
                text.Append(line).Append('\n');
            await _lines.Writer.WriteAsync(line);
        }
    }
}
