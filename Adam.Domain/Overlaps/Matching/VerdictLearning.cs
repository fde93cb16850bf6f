namespace Adam.Domain.Overlaps.Matching;

/// <summary>Mean losses of left-out pairs in nats: lower is better, and 0.69 is a coin.</summary>
/// <param name="Before">The loss under the factors in force.</param>
/// <param name="After">The loss under factors that were learned without the pairs.</param>
public readonly record struct LossChange(double Before, double After)
{
    public bool IsBetter => After < Before;
}

/// <summary>
/// Learns <see cref="Multipliers"/> from verdicts and from anchors, pairs with known results that come with the
/// program. Verdicts alone would teach what analysts happened to see, and would harm the rest.
/// </summary>
/// <param name="Proposed">The factors that were learned from all pairs.</param>
public sealed record VerdictLearning(Multipliers Proposed, LossChange Verdicts, LossChange Anchors)
{
    /// <summary>The number of folds of the cross-validation. Whole groups of pairs are assigned to a fold.</summary>
    private const int Parts = 5;

    /// <summary>
    /// True if verdicts and anchors that were left out are both told better than by the factors in force. Only then are
    /// the proposed ones adopted.
    /// </summary>
    public bool IsBetter => Verdicts.IsBetter && Anchors.IsBetter;

    /// <param name="current">The factors in force.</param>
    public static VerdictLearning Compute(
        IReadOnlyList<LearningPair> verdicts,
        IReadOnlyList<LearningPair> anchors,
        Multipliers current,
        Calibration calibration
    )
    {
        var (ofVerdicts, ofAnchors) = (Fold(verdicts), Fold(anchors));
        var (verdictLoss, anchorLoss) = (new Mean(), new Mean());
        for (var left = 0; left < Parts; left++)
        {
            var learned = MultiplierFit.Compute(
                [.. Without(verdicts, ofVerdicts, left), .. Without(anchors, ofAnchors, left)],
                calibration,
                verdicts.Count
            );
            verdictLoss.Add(Only(verdicts, ofVerdicts, left), calibration, current, learned);
            anchorLoss.Add(Only(anchors, ofAnchors, left), calibration, current, learned);
        }

        return new(
            MultiplierFit.Compute([.. verdicts, .. anchors], calibration, verdicts.Count),
            verdictLoss.ToChange(),
            anchorLoss.ToChange()
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
    private sealed class Mean
    {
        private double _before;
        private double _after;
        private double _count;

        public void Add(
            IReadOnlyCollection<LearningPair> pairs,
            Calibration calibration,
            Multipliers current,
            Multipliers learned
        )
        {
            var count = pairs.Sum(pair => pair.Count);
            _before += count * MultiplierFit.Loss(pairs, calibration, current);
            _after += count * MultiplierFit.Loss(pairs, calibration, learned);
            _count += count;
        }

        public LossChange ToChange() => _count == 0 ? default : new(_before / _count, _after / _count);
    }
}
