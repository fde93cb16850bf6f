using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Quality;

/// <summary>Learns the table of weights and writes it to the source file that the program embeds.</summary>
internal static class LearnCommand
{
    public static string TableFile => Path.Combine("Adam.Domain", "Overlaps", "Matching", "rules.tsv");

    public static void Run(string folder, string table)
    {
        var pairs = KnownDuplicates.Read(folder).Pairs;
        var report = new Report(
            $"{pairs.Count(pair => pair.Same == true)} known pairs, "
                + $"{pairs.Count(pair => pair.Same == false):#,0} others",
            "precision",
            "recall",
            "F1",
            "R at P 0.95"
        );
        var threshold = (double)Domain.Overlaps.Matching.Rules.SameProject.ToDecimal();
        var crossed = Ranking.Of(pairs, Learning.CrossValidated(pairs));
        QualityBenchmark.Print(report, "learned without the pair's country", crossed, threshold);
        var learned = Learning.From(pairs);
        var all = Ranking.Of(pairs, [.. pairs.Select(pair => pair.Under(learned))]);
        QualityBenchmark.Print(report, "learned from all", all, threshold);
        File.WriteAllText(table, learned.Write());
        Console.WriteLine($"  Wrote {table}. Build again; if the table has changed, raise Rules.Version.");
    }
}
