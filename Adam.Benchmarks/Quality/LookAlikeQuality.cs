using System.Globalization;
using Adam.Benchmarks.Timing;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>Prints how well scores and kinds tell look-alikes apart.</summary>
internal static class LookAlikeQuality
{
    private static readonly OverlapKind[] OneUndertaking =
    [
        OverlapKind.SameProject,
        OverlapKind.SameActivity,
        OverlapKind.CoFunded,
    ];

    private static readonly OverlapKind[] OneProject = [OverlapKind.SameProject, OverlapKind.CoFunded];

    public static void Print(LookAlikeRegister register, IReadOnlyList<Labelled> known)
    {
        var current = Decided(register, [.. register.Pairs.Select(_ => Rules.Current)]);
        var crossed = Decided(register, Learning.CrossValidated(register.Pairs, known));

        var report = Titled($"look-alikes: {current.Count} invented pairs");
        Line(report, "the current rules", current);
        Line(report, "the current rules, judging half", current.Where(one => one.Pair.IsForJudging));
        Line(report, "weights learned without the pair's type", crossed);
        Line(report, "weights learned without the type, judging half", crossed.Where(one => one.Pair.IsForJudging));
        var factored = Decided(register, Factors.CrossValidated(register.Pairs, known));
        Line(report, "factors learned without the pair's type", factored);
        Line(report, "factors learned without the type, judging half", factored.Where(one => one.Pair.IsForJudging));

        var types = Titled("look-alikes by type, the current rules");
        foreach (var type in current.GroupBy(one => one.Pair.Type))
            Line(types, type.Key, type);

        Kinds(current);
    }

    /// <summary>Prints how well records of two institutions, each in its own words, are told apart.</summary>
    public static void PrintRetold(LookAlikeRegister register)
    {
        var current = Decided(register, [.. register.Pairs.Select(_ => Rules.Current)]);
        var report = Titled($"retold: {current.Count} invented pairs");
        Line(report, "the current rules", current);
        Line(report, "the current rules, judging half", current.Where(one => one.Pair.IsForJudging));
    }

    private static Report Titled(string title) =>
        new(title, "pairs", "precision", "recall", "F1", "same-project P", "AUC");

    private static List<(LookAlikePair Pair, double Score, OverlapKind Kind)> Decided(
        LookAlikeRegister register,
        IReadOnlyList<Rules> rules
    )
    {
        var scored = register.Pairs.Zip(rules, (pair, ofPair) => pair.Under(ofPair)).ToList();
        var matches = new MutualBestMatches<Guid, string>();
        foreach (var pair in scored)
            matches.Add(pair);
        return
        [
            .. from one in register.Pairs.Zip(scored, rules)
            where one.First.Same is not null
            select (
                register.Judged[one.First],
                (double)one.Second.Score.ToDecimal(),
                OverlapClassifier.Classify(
                    Scorer.Assess(one.First.Vector, one.Third),
                    matches.Contains(one.Second),
                    isDeclared: false
                )
            ),
        ];
    }

    private static void Line(
        Report report,
        string name,
        IEnumerable<(LookAlikePair Pair, double Score, OverlapKind Kind)> decided
    )
    {
        var pairs = decided.ToList();
        var one = Figures.Of(
            pairs.Select(pair => (OneUndertaking.Contains(pair.Kind), (bool?)pair.Pair.IsOneUndertaking))
        );
        var project = Figures.Of(
            pairs.Select(pair => (OneProject.Contains(pair.Kind), (bool?)pair.Pair.IsOneUndertaking))
        );
        report.Line(
            name,
            Report.Number(pairs.Count),
            Share(one.Precision),
            Share(one.Recall),
            Share(one.F1),
            Share(project.Precision),
            Share(Figures.Auc(pairs.Select(pair => (pair.Score, pair.Pair.IsOneUndertaking))))
        );
    }

    /// <summary>Prints how many pairs of each kind that a reader would assign have which kind by the rules.</summary>
    private static void Kinds(IReadOnlyList<(LookAlikePair Pair, double Score, OverlapKind Kind)> decided)
    {
        var kinds = decided.Select(one => one.Kind).Distinct().Order().ToList();
        var report = new Report(
            "look-alikes: kind by a reader, and kind by the current rules",
            [.. kinds.Select(kind => Rules.Kebab(kind.ToString()))]
        );
        foreach (var truth in decided.GroupBy(one => one.Pair.Kind))
            report.Line(truth.Key, [.. kinds.Select(kind => Report.Number(truth.Count(one => one.Kind == kind)))]);
    }

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
