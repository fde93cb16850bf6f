using System.Globalization;
using Adam.Benchmarks.Timing;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>
/// Simulates analysts: verdicts on the most uncertain look-alikes of the judging half, learned from together with the
/// learning half as anchors. Figures are for the pairs without a verdict, and for the lists of known pairs.
/// </summary>
internal static class LearningSimulation
{
    private static readonly int[] Verdicts = [0, 5, 10, 20, 40];

    public static void Print(LookAlikeRegister register, IReadOnlyList<Labelled> known)
    {
        var judged = register
            .Judged.Select(one =>
                (
                    one.Value.IsForJudging,
                    Pair: one.Key,
                    Learning: new LearningPair(
                        MatchEvidence.FromVector(one.Key.Vector, one.Key.Under(Rules.Current).Score, "", shown: 1),
                        one.Value.IsOneUndertaking,
                        Count: 1,
                        one.Value.Type
                    )
                )
            )
            .ToList();
        var anchors = judged.Where(one => !one.IsForJudging).Select(one => one.Learning).ToList();
        var queue = judged
            .Where(one => one.IsForJudging)
            .OrderBy(one => Math.Abs(one.Learning.Evidence.Score - 0.5m))
            .ToList();

        var report = new Report(
            "simulated verdicts: the most uncertain look-alikes of the judging half",
            "adopted",
            "calibration",
            "loss verdicts",
            "loss anchors",
            "AUC before",
            "AUC after",
            "ECE before",
            "ECE after",
            "known F1",
            "known AUC"
        );
        var reliability = new Reliability([]);
        foreach (var count in Verdicts)
        {
            var verdicts = queue
                .Take(count)
                .Select(
                    (one, i) =>
                        LearningPair.FromVerdict(
                            one.Learning.Evidence,
                            one.Learning.Same ? Verdict.Duplicate : Verdict.Unrelated,
                            i
                        )
                )
                .ToList();
            var learned = VerdictLearning.Compute(verdicts, anchors, LearnedRules.None);
            var rules = learned.Proposed.ToRules();
            var scored = known.Select(pair => pair.Under(rules)).ToList();
            report.Line(
                $"{count} verdicts",
                count == 0 ? "anchors only"
                    : learned.IsBetter ? "yes"
                    : "no",
                ReferenceEquals(learned.Proposed.Calibration, Calibration.Current) ? "the program's" : "its own",
                Change(learned.Verdicts),
                Change(learned.Anchors),
                Share(AucOfOthers(Rules.Current)),
                Share(AucOfOthers(rules)),
                Share(OfOthers(Rules.Current).ExpectedError()),
                Share(OfOthers(rules).ExpectedError()),
                known.Count == 0 ? "" : Share(Ranking.Of(known, scored).At((double)Rules.SameProject.ToDecimal()).F1),
                Share(
                    Figures.Auc(
                        known
                            .Zip(scored)
                            .Where(one => one.First.Same is not null)
                            .Select(one => ((double)one.Second.Score.ToDecimal(), one.First.Same!.Value))
                    )
                )
            );

            if (count == Verdicts[^1])
                reliability = OfOthers(rules);

            Reliability OfOthers(Rules ofPairs) =>
                new(
                    queue
                        .Skip(count)
                        .Select(one => ((double)one.Pair.Under(ofPairs).Score.ToDecimal(), (bool?)one.Learning.Same))
                );

            double AucOfOthers(Rules ofPairs) =>
                Figures.Auc(
                    queue
                        .Skip(count)
                        .Select(one => ((double)one.Pair.Under(ofPairs).Score.ToDecimal(), one.Learning.Same))
                );
        }

        reliability.Print(
            $"reliability of the edition that was learned from {Verdicts[^1]} verdicts, other look-alikes"
        );
    }

    private static string Change(LossChange loss) =>
        string.Create(CultureInfo.InvariantCulture, $"{loss.Before:0.00}>{loss.After:0.00}");

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
