using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Quality;

/// <summary>Learns the table of weights from records and writes it where the program is built from.</summary>
internal static class LearnCommand
{
    public static string TableFile => Path.Combine("Adam.Domain", "Overlaps", "Scoring", "rules.tsv");

    public static void Run(string folder, string table)
    {
        var pairs = KnownDuplicates.Read(folder).Pairs;
        var report = new Report($"{pairs.Count(pair => pair.Same == true)} known pairs, {pairs.Count(pair => pair.Same == false):#,0} others", "precision", "recall", "F1", "R at P 0.95");
        QualityBenchmark.Print(report, "learned without the pair's country", Ranking.Of(pairs, Learning.CrossValidated(pairs)), (double)Domain.Overlaps.Scoring.Rules.SameProject.ToDecimal());
        var learned = Learning.From(pairs);
        QualityBenchmark.Print(report, "learned from all", Ranking.Of(pairs, [.. pairs.Select(pair => pair.Under(learned))]), (double)Domain.Overlaps.Scoring.Rules.SameProject.ToDecimal());
        File.WriteAllText(table, learned.Write());
        Console.WriteLine($"  {table} is written: build again, and raise Rules.Version where the table has changed.");
    }
}
