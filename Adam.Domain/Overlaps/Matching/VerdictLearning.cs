namespace Adam.Domain.Overlaps.Matching;

/// <summary>Mean losses of left-out pairs in nats: lower is better, and 0.69 is a coin.</summary>
/// <param name="Before">The loss under the factors in force.</param>
/// <param name="After">The loss under factors that were learned without the pairs.</param>
public readonly record struct LossChange(double Before, double After)
{
    public bool IsBetter => After < Before;
}

/// <summary>
/// Learns <see cref="LearnedRules"/> from verdicts and from anchors, pairs with known results that come with the
/// program. Verdicts alone would teach what analysts happened to see, and would harm the rest.
/// </summary>
/// <param name="Proposed">
/// The rules that were learned from all pairs. They have a calibration of their own only if pairs that were left out,
/// verdicts and anchors together, are told better with it than with that of the program.
/// </param>
public sealed record VerdictLearning(LearnedRules Proposed, LossChange Verdicts, LossChange Anchors)
{
    /// <summary>The number of folds of the cross-validation. Whole groups of pairs are assigned to a fold.</summary>
    private const int Parts = 5;

    /// <summary>
    /// True if verdicts and anchors that were left out are both told better than by the rules in force. Only then are
    /// the proposed ones adopted.
    /// </summary>
    public bool IsBetter => Verdicts.IsBetter && Anchors.IsBetter;

    /// <param name="current">The rules in force.</param>
    public static VerdictLearning Compute(
        IReadOnlyList<LearningPair> verdicts,
        IReadOnlyList<LearningPair> anchors,
        LearnedRules current
    )
    {
        var (ofVerdicts, ofAnchors) = (Fold(verdicts), Fold(anchors));
        var folds = Enumerable
            .Range(0, Parts)
            .Select(left =>
            {
                var multipliers = MultiplierFit.Compute(
                    [.. Without(verdicts, ofVerdicts, left), .. Without(anchors, ofAnchors, left)],
                    Calibration.Current,
                    verdicts.Count
                );
                var (someVerdicts, someAnchors) = (Only(verdicts, ofVerdicts, left), Only(anchors, ofAnchors, left));
                return (
                    Multipliers: multipliers,
                    Verdicts: someVerdicts,
                    Anchors: someAnchors,
                    Sums: someVerdicts
                        .Concat(someAnchors)
                        .Select(pair => (Pair: pair, Sum: pair.Evidence.Sum(multipliers)))
                        .ToList()
                );
            })
            .ToList();
        var (verdictLoss, anchorLoss) = (new Losses(), new Losses());
        foreach (var fold in folds)
        {
            var factors = new LearnedRules(fold.Multipliers, Calibration.Current);
            var others = folds.Where(other => !ReferenceEquals(other.Sums, fold.Sums)).SelectMany(other => other.Sums);
            var calibrated = factors with { Calibration = CalibrationFit.Refit(others) };
            verdictLoss.Add(fold.Verdicts, current, factors, calibrated);
            anchorLoss.Add(fold.Anchors, current, factors, calibrated);
        }

        var isCalibrated = verdictLoss.GainOfCalibration + anchorLoss.GainOfCalibration > 0;
        return new(
            new(
                MultiplierFit.Compute([.. verdicts, .. anchors], Calibration.Current, verdicts.Count),
                isCalibrated ? CalibrationFit.Refit(folds.SelectMany(fold => fold.Sums)) : Calibration.Current
            ),
            verdictLoss.ToChange(isCalibrated),
            anchorLoss.ToChange(isCalibrated)
        );
    }

    private static Dictionary<string, int> Fold(IEnumerable<LearningPair> pairs) =>
        pairs
            .Select(pair => pair.Group)
            .Distinct(StringComparer.Ordinal)
            .Select((group, i) => (group, Part: i % Parts))
            .ToDictionary(dealt => dealt.group, dealt => dealt.Part, StringComparer.Ordinal);

    private static IEnumerable<LearningPair> Without(
        IEnumerable<LearningPair> pairs,
        Dictionary<string, int> parts,
        int left
    ) => pairs.Where(pair => parts[pair.Group] != left);

    private static List<LearningPair> Only(IEnumerable<LearningPair> pairs, Dictionary<string, int> parts, int left) =>
        [.. pairs.Where(pair => parts[pair.Group] == left)];

    /// <summary>Adds up the losses of the folds.</summary>
    private sealed class Losses
    {
        private double _before;
        private double _factors;
        private double _calibrated;
        private double _count;

        /// <summary>
        /// The loss that a calibration of its own saves in all pairs; below 0 if it adds to the loss.
        /// </summary>
        public double GainOfCalibration => _factors - _calibrated;

        public void Add(
            IReadOnlyCollection<LearningPair> pairs,
            LearnedRules current,
            LearnedRules factors,
            LearnedRules calibrated
        )
        {
            _before += LossOf(current);
            _factors += LossOf(factors);
            _calibrated += LossOf(calibrated);
            _count += pairs.Sum(pair => pair.Count);

            double LossOf(LearnedRules rules) =>
                pairs.Sum(pair => pair.Count) * MultiplierFit.Loss(pairs, rules.Calibration, rules.Multipliers);
        }

        public LossChange ToChange(bool isCalibrated) =>
            _count == 0 ? default : new(_before / _count, (isCalibrated ? _calibrated : _factors) / _count);
    }
}
