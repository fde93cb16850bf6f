using System.Diagnostics;

namespace Adam.Benchmarks.Processes;

/// <summary>What one command of the program took, as a process of its own: nothing that a benchmark has done before is in its memory.</summary>
/// <param name="Said">What it wrote on standard output.</param>
/// <param name="MostMemory">The most that it had at once, in bytes.</param>
internal sealed record ProgramRun(TimeSpan Took, string Said, long MostMemory)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public static async Task<ProgramRun> OfAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = ChildProcess.Start(ChildProcess.Program("Adam.Api"), arguments, quiet: true);
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
        return process.ExitCode == 0 ? new(took, await said, most) : throw new InvalidOperationException($"{arguments[0]} ends with {process.ExitCode}: {await complained}");
    }
}
