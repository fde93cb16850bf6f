namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Scores a pair of records. Each feature adds its weight to the log-odds that the two are one undertaking (Fellegi and
/// Sunter, 1969). A contradiction, such as other towns, limits the sum of the agreeing weights
/// (<see cref="Rules.Allowed"/>). The score is the probability of the sum (<see cref="Calibration"/>). Each component
/// receives a part of the distance from the setting's probability to the score (Aumann and Shapley, 1974). The score
/// depends only on the two records, the rules and the term statistics, and not on the order of the two.
/// </summary>
public static class Scorer
{
    private static readonly int Components = Enum.GetValues<Component>().Length;

    /// <summary>Computes the score of a pair, with its reasons.</summary>
    /// <param name="shared">
    /// The countries, pillars and days that the two share. The reasons name them. They do not change the score.
    /// </param>
    /// <exception cref="ArgumentException">The two were weighted by different term statistics.</exception>
    public static ExplainedScore Explain(WeightedProfile a, WeightedProfile b, SharedScope shared)
    {
        var vector = Compare(a, b);
        Span<int> points = stackalloc int[Components];
        Span<double> weights = stackalloc double[Components];
        Share(vector, a.TermStatistics.Rules, weights, points);
        var total = 0;
        foreach (var point in points)
            total += point;
        var relation = RelationOf(vector, a.TermStatistics.Rules, new(total));

        var reasons = new List<Reason>(Components);
        var sum = 0;
        for (var component = 0; component < Components; component++)
        {
            sum += points[component];
            if (points[component] != 0 || MatchExplanations.HasEvidence(vector, (Component)component, relation))
            {
                var sentence = MatchExplanations.For(
                    vector,
                    (Component)component,
                    weights[component],
                    points[component],
                    shared,
                    relation
                );
                reasons.Add(new((Component)component, Score.ToDecimal(points[component]), sentence));
            }
        }

        return new(
            new(sum),
            relation,
            [
                .. reasons
                    .OrderByDescending(reason => reason.Component == Component.Setting)
                    .ThenByDescending(reason => Math.Abs(reason.Contribution))
                    .ThenBy(reason => reason.Component),
            ]
        );
    }

    /// <inheritdoc cref="Explain(WeightedProfile, WeightedProfile, SharedScope)"/>
    public static ExplainedScore Explain(Profile a, Profile b, SharedScope shared, TermStatistics statistics) =>
        Explain(WeightedProfile.Create(a, statistics), WeightedProfile.Create(b, statistics), shared);

    /// <summary>
    /// Computes the score of a pair without its reasons, which most callers do not need. It equals the score of
    /// <see cref="Explain(WeightedProfile, WeightedProfile, SharedScope)"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The two were weighted by different term statistics.</exception>
    public static Score Compute(WeightedProfile a, WeightedProfile b) => Compute(Compare(a, b), a.TermStatistics.Rules);

    /// <summary>
    /// Computes the score of a pair and the relation of its records, without reasons. They equal those of
    /// <see cref="Explain(WeightedProfile, WeightedProfile, SharedScope)"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The two were weighted by different term statistics.</exception>
    public static Assessment Assess(WeightedProfile a, WeightedProfile b) =>
        Assess(Compare(a, b), a.TermStatistics.Rules);

    internal static Assessment Assess(ComparisonVector vector, Rules rules)
    {
        var score = Compute(vector, rules);
        return new(score, RelationOf(vector, rules, score));
    }

    internal static Score Compute(ComparisonVector vector, Rules rules)
    {
        Span<int> points = stackalloc int[Components];
        Span<double> weights = stackalloc double[Components];
        Share(vector, rules, weights, points);
        var sum = 0;
        foreach (var point in points)
            sum += point;
        return new(sum);
    }

    internal static ComparisonVector Compare(WeightedProfile a, WeightedProfile b) =>
        ReferenceEquals(a.TermStatistics, b.TermStatistics) || a.TermStatistics.Id == b.TermStatistics.Id
            ? ComparisonVector.Create(a, b)
            : throw new ArgumentException("Both profiles must have the same term statistics.", nameof(b));

    /// <summary>
    /// Returns the weight of a feature's value for this pair, with its learned factor; 0 if a record lacks the data.
    /// </summary>
    internal static double Weight(ComparisonVector vector, Feature feature, Rules rules)
    {
        var value = vector[feature];
        if (double.IsNaN(value))
            return 0;
        var weight = rules.Weight(feature, value);
        var isOfWords = rules.ComponentOf[(int)feature] is Component.Text or Component.Rarity;
        if (weight < 0 && isOfWords && !rules.IsContradiction(feature))
            weight *=
                vector.InOtherLanguages ? Rules.OtherLanguageShare
                : vector.AreOfPayerAndPaid ? Rules.OtherTellerShare * Rules.ShareOfWords(vector.FewestWords)
                : Rules.ShareOfWords(vector.FewestWords);
        return weight * rules.Factor((int)feature, weight);
    }

    /// <summary>Returns the sum of the log-odds of all features of a pair.</summary>
    internal static double LogOdds(ComparisonVector vector, Rules rules, out double agreement)
    {
        var against = 0.0;
        agreement = 0;
        for (var feature = 0; feature < ComparisonVector.Features; feature++)
        {
            var weight = Weight(vector, (Feature)feature, rules);
            if (weight > 0)
                agreement += weight;
            else
                against += weight;
        }

        return against + Rules.Agreement(agreement, Allowed(vector, rules));
    }

    /// <summary>
    /// Returns the sum up to which the agreeing weights of a pair count in full: the least that a contradiction allows.
    /// </summary>
    internal static double Allowed(ComparisonVector vector, Rules rules) => Decisive(vector, rules).Allowed;

    /// <summary>Returns the contradiction that limits the agreement most; no feature if none limits it.</summary>
    private static (Feature? Feature, double Allowed) Decisive(ComparisonVector vector, Rules rules)
    {
        var (decisive, least) = ((Feature?)null, Rules.FullAgreement);
        if (vector.IsIdentified)
            return (decisive, least);
        foreach (var feature in rules.Contradictions)
        {
            var allowed = rules.Allowed(feature, vector[feature]);
            if (allowed < least)
                (decisive, least) = (feature, allowed);
        }

        return (decisive, least);
    }

    /// <summary>Returns the relation of two records with a score.</summary>
    private static PairRelation RelationOf(ComparisonVector vector, Rules rules, Score score) =>
        score >= Rules.SameActivity
            ? score >= Rules.SameProject && vector.HasSumsOfOtherDonors
                ? PairRelation.CoFunded
                : PairRelation.None
            // Pairs without a common blocking key are not searched for, so a relation of theirs would not be found.
            : Neighbour(vector, rules) is var relation
            && relation != PairRelation.None
            && (score >= Rules.Floor || vector.A.SharesBlockingKeyWith(vector.B))
                ? relation
                : PairRelation.None;

    /// <summary>
    /// Returns the relation that a contradiction names, if the pair would be one project without contradictions. Else
    /// returns no relation.
    /// </summary>
    private static PairRelation Neighbour(ComparisonVector vector, Rules rules)
    {
        if (Decisive(vector, rules).Feature is not { } feature)
            return PairRelation.None;

        var relation = feature switch
        {
            Feature.HandOver or Feature.PhaseOther or Feature.PhaseUnmatched => PairRelation.NextPhase,
            Feature.YearOther or Feature.NumberOther => PairRelation.NextPhase,
            Feature.PlacesApart => PairRelation.OtherPlace,
            Feature.IsPart => PairRelation.PartOf,
            _ => PairRelation.None,
        };
        return relation != PairRelation.None && WithoutContradictions(vector, rules, relation) >= rules.SameProjectSum
            ? relation
            : PairRelation.None;
    }

    /// <summary>
    /// Returns the log-odds of a pair without contradictions and without what follows from its relation: the next phase
    /// has another period, and a part has another amount, period and subject than the whole.
    /// </summary>
    private static double WithoutContradictions(ComparisonVector vector, Rules rules, PairRelation relation)
    {
        var (agreement, against) = (0.0, 0.0);
        for (var feature = 0; feature < ComparisonVector.Features; feature++)
        {
            var weight = Weight(vector, (Feature)feature, rules);
            if (weight > 0)
                agreement += weight;
            else if (!rules.IsContradiction((Feature)feature) && !Follows(relation, rules.ComponentOf[feature]))
                against += weight;
        }

        return against + Rules.Agreement(agreement, Rules.FullAgreement);
    }

    private static bool Follows(PairRelation relation, Component component) =>
        component switch
        {
            Component.Period => relation is PairRelation.NextPhase or PairRelation.PartOf,
            Component.Amounts or Component.ActivityTypes or Component.Text => relation == PairRelation.PartOf,
            _ => false,
        };

    private static void Share(ComparisonVector vector, Rules rules, Span<double> weights, Span<int> points)
    {
        weights.Clear();
        Span<double> ofFeatures = stackalloc double[ComparisonVector.Features];
        var agreement = 0.0;
        for (var feature = 0; feature < ComparisonVector.Features; feature++)
        {
            ofFeatures[feature] = Weight(vector, (Feature)feature, rules);
            if (ofFeatures[feature] > 0)
                agreement += ofFeatures[feature];
        }

        var counted = agreement > 0 ? Rules.Agreement(agreement, Allowed(vector, rules)) / agreement : 1;
        for (var feature = 0; feature < ComparisonVector.Features; feature++)
        {
            var weight = ofFeatures[feature];
            weights[(int)rules.ComponentOf[feature]] += weight > 0 ? weight * counted : weight;
        }

        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;

        // Pairs without a common blocking key are not searched for, so their scores are kept below the floor.
        if (sum > rules.HighestUnkeyedSum && !vector.A.SharesBlockingKeyWith(vector.B))
        {
            weights[(int)Component.Rarity] += rules.HighestUnkeyedSum - sum;
            sum = rules.HighestUnkeyedSum;
        }

        var from = weights[(int)Component.Setting];
        var start = rules.Calibration.Probability(from);
        var end = rules.Calibration.Probability(Math.Clamp(sum, -Rules.SurestSum, Rules.SurestSum));
        var slope = Math.Abs(sum - from) < 1e-9 ? start * (1 - start) : (end - start) / (sum - from);
        points[(int)Component.Setting] = Score.RoundToTenThousandths(start);
        for (var component = 1; component < points.Length; component++)
            points[component] = Score.RoundToTenThousandths(weights[component] * slope);
    }
}
