using Adam.Benchmarks.Processes;

namespace Adam.Benchmarks.Imports;

/// <summary>The result of one import by the program in its own process.</summary>
/// <param name="Summary">The program's summary of the file, in one line.</param>
/// <param name="MostMemory">The peak memory in bytes.</param>
internal sealed record ImportProcess(TimeSpan Took, string Summary, long MostMemory)
{
    /// <param name="data">The database file.</param>
    /// <exception cref="InvalidOperationException">The import failed.</exception>
    public static async Task<ImportProcess> RunAsync(
        string data,
        string file,
        IEnumerable<string> options,
        CancellationToken ct
    )
    {
        var run = await ProgramRun.OfAsync(
            [
                "import",
                file,
                "--owner",
                ImportBenchmark.Owner,
                "--pillar",
                ImportBenchmark.Pillar,
                .. options,
                $"--Adam:DataPath={data}",
            ],
            ct
        );
        return new(run.Took, run.Said.Split('\n')[0][(file.Length + 2)..].Trim(), run.MostMemory);
    }
}
