using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>Fits the calibration and writes it to the source file that the program embeds.</summary>
internal static class CalibrateCommand
{
    public static string TableFile => Path.Combine("Adam.Domain", "Overlaps", "Matching", "calibration.tsv");

    public static void Run(string folder, string table)
    {
        var pairs = KnownDuplicates
            .Read(folder)
            .Pairs.Concat(LookAlikeRegister.Read(LookAlikePairs.LookAlikes).Pairs)
            .Concat(LookAlikeRegister.Read(LookAlikePairs.Retold).ForLearning)
            .Where(pair => pair.Same is not null)
            .ToList();
        var fitted = Calibrating.From(pairs, Rules.Current);
        File.WriteAllText(table, fitted.Write());
        Console.Write(fitted.Write());
        Console.WriteLine($"  Wrote {table}. Build again; if the table has changed, raise Rules.Version.");
    }
}
