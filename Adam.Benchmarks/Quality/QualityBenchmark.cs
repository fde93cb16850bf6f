using System.Globalization;
using Adam.Benchmarks.Timing;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>Measures how well scores separate projects, on published records and on generated ones.</summary>
internal static class QualityBenchmark
{
    private const int Seed = 7;
    private const int Resamples = 2_000;

    private static readonly double SameProject = (double)Rules.SameProject.ToDecimal();
    private static readonly double SameActivity = (double)Rules.SameActivity.ToDecimal();

    public static void Run(string folder)
    {
        var lookAlikes = LookAlikeRegister.Read(LookAlikePairs.LookAlikes);
        var known = Directory.Exists(folder) ? KnownDuplicates.Read(folder) : null;
        if (known is not null)
            Known(known, lookAlikes.Pairs);
        else
            Console.WriteLine($"  The lists with known duplicates are not available ({folder}).");
        LookAlikeQuality.Print(lookAlikes, known?.Pairs ?? []);
        LookAlikeQuality.PrintRetold(LookAlikeRegister.Read(LookAlikePairs.Retold));
        Calibrated(known?.Pairs ?? [], lookAlikes.Pairs);
        LearningSimulation.Print(lookAlikes, known?.Pairs ?? []);
        OfOurOwn();
        Judged();
    }

    private static void Known(KnownDuplicates records, IReadOnlyList<Labelled> lookAlikes)
    {
        var pairs = records.Pairs;
        var report = new Report(
            $"same-project: {pairs.Count(pair => pair.Same == true)} known pairs, "
                + $"{pairs.Count(pair => pair.Same == false):#,0} others, "
                + $"{pairs.Count(pair => pair.Same is null)} not counted",
            "precision",
            "recall",
            "F1",
            "R at P 0.95",
            "95% CI of F1"
        );
        var crossed = Learning.CrossValidated(pairs);
        Print(report, "weights learned without the pair's country", Ranking.Of(pairs, crossed), pairs);
        Print(
            report,
            "the current rules",
            Ranking.Of(pairs, [.. pairs.Select(pair => pair.Under(Rules.Current))]),
            pairs
        );
        Print(
            report,
            "factors learned without the pair's country",
            Ranking.Of(
                pairs,
                [.. pairs.Zip(Factors.CrossValidated(pairs, lookAlikes), (pair, rules) => pair.Under(rules))]
            ),
            pairs
        );
        Print(
            report,
            "the prior weights, nothing learned",
            Ranking.Of(
                pairs,
                [
                    .. pairs.Select(pair =>
                        pair.Under(Rules.Current.With([.. Rules.Current.Table.Select(rule => rule.Prior)]))
                    ),
                ]
            ),
            pairs
        );

        var baselines = new Baselines(records);
        Print(report, "titles within ten edits", baselines.Edits(), 0.5);
        var cosine = baselines.Cosine();
        Print(report, "TF-IDF cosine of titles, best threshold", cosine, cosine.Best().Threshold);
    }

    /// <summary>Prints probabilities that were calibrated without the pair's country or type.</summary>
    private static void Calibrated(IReadOnlyList<Labelled> known, IReadOnlyList<Labelled> lookAlikes)
    {
        var floor = (double)Rules.Floor.ToDecimal();
        var ofKnown = known.ToHashSet(ReferenceEqualityComparer.Instance);
        var crossed = Calibrating
            .CrossValidated(known.Concat(lookAlikes), Rules.Current)
            .ToLookup(one => ofKnown.Contains(one.Pair), one => (one.Score, one.Pair.Same));
        new Reliability(crossed[true]).Print("reliability on known pairs, calibrated without the pair's country");
        new Reliability(crossed[true].Where(one => one.Score >= floor)).Print(
            "reliability on known pairs at or above the floor of the report"
        );
        new Reliability(crossed[false]).Print("reliability on look-alikes, calibrated without the pair's type");
    }

    private static void OfOurOwn()
    {
        var planted = LookAlikes.Make(Seed);
        var scored = (
            from one in planted
            let score = one.Pair.Under(Rules.Current).Score
            select (one.As, one.Pair.Same, Score: (double)score.ToDecimal())
        ).ToList();
        var report = new Report(
            "same-activity: a planted set of our own, "
                + "with every pair of the sample register that was not judged a duplicate",
            "pairs",
            "called one",
            "median score"
        );
        foreach (var kind in scored.GroupBy(one => (one.As, one.Same)))
        {
            var sorted = kind.Select(one => one.Score).Order().ToList();
            var strong = sorted.Count(score => score >= SameActivity) / (double)sorted.Count;
            report.Line(
                $"{kind.Key.As}{(kind.Key.Same == true ? ": the same" : ": another")}",
                Report.Number(sorted.Count),
                Share(strong),
                Share(sorted[sorted.Count / 2])
            );
        }

        var ranking = new Ranking([.. scored.Select(one => (one.Score, true, one.Same))]);
        var together = new Report("together", "precision", "recall", "F1", "R at P 0.95");
        Print(together, "same activity or same project", ranking, SameActivity);
    }

    private static void Judged()
    {
        var judged = JudgedSample.Read();
        var report = new Report(
            "judged pairs of the sample register",
            "pairs",
            "same project",
            "same activity",
            "neither"
        );
        foreach (var same in (bool[])[true, false])
        {
            var kinds = judged.Where(pair => pair.Same == same).Select(pair => pair.Kind).ToList();
            report.Line(
                same ? "duplicates" : "look-alikes",
                Report.Number(kinds.Count),
                Report.Number(kinds.Count(kind => kind == OverlapKind.SameProject)),
                Report.Number(kinds.Count(kind => kind == OverlapKind.SameActivity)),
                Report.Number(kinds.Count(kind => kind == OverlapKind.SharedSetting))
            );
        }
    }

    private static void Print(Report report, string name, Ranking ranking, IReadOnlyList<Labelled> pairs)
    {
        var figures = ranking.At(SameProject);
        var (low, high) = Interval(ranking, pairs);
        report.Line(
            name,
            Share(figures.Precision),
            Share(figures.Recall),
            Share(figures.F1),
            Share(ranking.RecallAt(0.95)),
            $"{Share(low)}–{Share(high)}"
        );
    }

    public static void Print(Report report, string name, Ranking ranking, double threshold)
    {
        var figures = ranking.At(threshold);
        report.Line(
            name,
            Share(figures.Precision),
            Share(figures.Recall),
            Share(figures.F1),
            Share(ranking.RecallAt(0.95))
        );
    }

    /// <summary>
    /// Returns the 95 % bootstrap interval of F1. Whole countries are resampled, because pairs of one country are not
    /// independent.
    /// </summary>
    private static (double Low, double High) Interval(Ranking ranking, IReadOnlyList<Labelled> pairs)
    {
        var random = new Random(Seed);
        var countries = ranking
            .Decided(SameProject)
            .Zip(pairs, (decided, pair) => (decided, pair.Group))
            .GroupBy(one => one.Group, one => one.decided)
            .OrderBy(country => country.Key, StringComparer.Ordinal)
            .Select(country => Figures.Of(country))
            .ToList();
        var drawn = Enumerable
            .Range(0, Resamples)
            .Select(_ =>
            {
                var draw = Enumerable
                    .Range(0, countries.Count)
                    .Select(_ => countries[random.Next(countries.Count)])
                    .ToList();
                return new Figures(
                    draw.Sum(one => one.Right),
                    draw.Sum(one => one.Wrong),
                    draw.Sum(one => one.Missed)
                ).F1;
            })
            .Order()
            .ToList();
        return (drawn[Resamples / 40], drawn[Resamples - (Resamples / 40) - 1]);
    }

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
