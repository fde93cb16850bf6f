using System.Diagnostics;

namespace Adam.Benchmarks.Processes;

/// <summary>Starts programs of this solution in their own processes.</summary>
internal static class ChildProcess
{
    /// <param name="quiet">True to redirect standard error, which the caller then reads, instead of writing it to the
    /// terminal.</param>
    public static Process Start(string program, IEnumerable<string> arguments, bool quiet = false)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [program, .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = quiet,
            // A killed process would leave the sockets of its diagnostic port behind.
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
    }

    /// <summary>Returns the path of another project's program in the same build configuration.</summary>
    public static string Program(string project)
    {
        var build = Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory);
        return Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "../../../..", project, build, project + ".dll")
        );
    }

    /// <summary>Returns the peak memory of a process in bytes, or 0 if it has ended.</summary>
    public static long MostMemory(Process process)
    {
        try
        {
            process.Refresh();
            return process.HasExited ? 0 : process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // The process ended in the meantime.
        }
    }
}
