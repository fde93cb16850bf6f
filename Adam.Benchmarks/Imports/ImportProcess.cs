using System.Diagnostics;
using Adam.Benchmarks.Processes;

namespace Adam.Benchmarks.Imports;

/// <summary>What the program's own import took, as a process of its own.</summary>
/// <param name="Summary">What it says of the file, in one line.</param>
/// <param name="MostMemory">The most that it had at once, in bytes.</param>
internal sealed record ImportProcess(TimeSpan Took, string Summary, long MostMemory)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <param name="data">The register's file.</param>
    /// <exception cref="InvalidOperationException">The import failed.</exception>
    public static async Task<ImportProcess> RunAsync(string data, string file, IEnumerable<string> options, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = ChildProcess.Start(ChildProcess.Program("Adam.Api"), ["import", file, "--owner", ImportBenchmark.Owner, "--pillar", ImportBenchmark.Pillar, .. options, $"--Adam:DataPath={data}"], quiet: true);
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        var most = 0L;
        try
        {
            while (!process.HasExited)
            {
                most = Math.Max(most, ChildProcess.MostMemory(process));
                await Task.Delay(BetweenLooks, ct);
            }

            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        var took = Stopwatch.GetElapsedTime(began);
        return process.ExitCode == 0 ? new(took, (await said).Split('\n')[0][(file.Length + 2)..].Trim(), most) : throw new InvalidOperationException($"The import ends with {process.ExitCode}: {await complained}");
    }
}
