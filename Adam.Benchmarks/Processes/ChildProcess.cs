using System.Diagnostics;

namespace Adam.Benchmarks.Processes;

/// <summary>Programs of this solution as processes of their own.</summary>
internal static class ChildProcess
{
    /// <param name="quiet">Whether what it says on standard error is kept from the terminal; the caller reads it.</param>
    public static Process Start(string program, IEnumerable<string> arguments, bool quiet = false)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = quiet,
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" }, // whose sockets a process that is killed leaves behind
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
    }

    /// <summary>The program of a project of this solution, built as this one is.</summary>
    public static string Program(string project)
    {
        var build = Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../..", project, build, project + ".dll"));
    }

    /// <summary>The most memory that a process has had at once so far, in bytes; 0 when it has ended.</summary>
    public static long MostMemory(Process process)
    {
        try
        {
            process.Refresh();
            return process.HasExited ? 0 : process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // it ended meanwhile
        }
    }
}
