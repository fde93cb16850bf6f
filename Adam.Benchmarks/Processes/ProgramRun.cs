using System.Diagnostics;

namespace Adam.Benchmarks.Processes;

/// <summary>
/// The result of one command of the program. It runs in its own process, so that its memory contains nothing of the
/// benchmarks.
/// </summary>
/// <param name="Said">The text on standard output.</param>
/// <param name="MostMemory">The peak memory in bytes.</param>
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
        return process.ExitCode == 0
            ? new(took, await said, most)
            : throw new InvalidOperationException($"{arguments[0]} exited with {process.ExitCode}: {await complained}");
    }
}
