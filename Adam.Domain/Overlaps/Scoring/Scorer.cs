namespace Adam.Domain.Overlaps.Scoring;

/// <summary>
/// Scores a pair of records. Each feature adds its weight to the log-odds that the two are one undertaking (Fellegi and Sunter, 1969); the score is the likelihood that belongs to the sum, and each component is given its
/// share of the way from the setting's likelihood to it (Aumann and Shapley, 1974). Nothing but the two records, the rules and the edition goes in, and the order of the two does not matter.
/// </summary>
public static class Scorer
{
    private const decimal Unit = 0.0001m;
    private static readonly int Components = Enum.GetValues<Component>().Length;
    private static readonly double UnkeyedLogOdds = Arithmetic.LogOdds(Rules.HighestUnkeyed);

    /// <summary>The score with its reasons.</summary>
    /// <param name="shared">What the two share by the definition of an overlap; it is told in the sentences and changes no number.</param>
    /// <exception cref="ArgumentException">The two were weighed by different editions.</exception>
    public static Score Score(Weighed a, Weighed b, Sharing shared)
    {
        var evidence = Compare(a, b);
        Span<int> points = stackalloc int[Components];
        Span<double> weights = stackalloc double[Components];
        Share(evidence, Rules.Current, weights, points);

        var reasons = new List<Reason>(Components);
        var sum = 0;
        for (var component = 0; component < Components; component++)
        {
            sum += points[component];
            if (points[component] != 0 || Sentences.HasEvidence(evidence, (Component)component))
                reasons.Add(new((Component)component, points[component] * Unit, Sentences.Of(evidence, (Component)component, weights[component], shared)));
        }

        return new(sum * Unit,
            [.. reasons.OrderByDescending(reason => reason.Component == Component.Setting).ThenByDescending(reason => Math.Abs(reason.Contribution)).ThenBy(reason => reason.Component)]);
    }

    /// <inheritdoc cref="Score(Weighed, Weighed, Sharing)"/>
    public static Score Score(Profile a, Profile b, Sharing shared, Edition edition) => Score(Weighed.Of(a, edition), Weighed.Of(b, edition), shared);

    /// <summary>The score alone, as <see cref="Score(Weighed, Weighed, Sharing)"/> gives it: for the many pairs whose reasons nobody will read.</summary>
    public static decimal Value(Weighed a, Weighed b) => Value(Compare(a, b), Rules.Current);

    internal static decimal Value(Evidence evidence, Rules rules)
    {
        Span<int> points = stackalloc int[Components];
        Span<double> weights = stackalloc double[Components];
        Share(evidence, rules, weights, points);
        var sum = 0;
        foreach (var point in points)
            sum += point;
        return sum * Unit;
    }

    internal static Evidence Compare(Weighed a, Weighed b) => ReferenceEquals(a.Edition, b.Edition) || a.Edition.Id == b.Edition.Id
        ? Evidence.Of(a, b)
        : throw new ArgumentException("Both are to be weighed by one edition.", nameof(b));

    /// <summary>The weight of a feature's value for this pair; 0 where there is nothing to compare.</summary>
    internal static double Weight(Evidence evidence, Feature feature, Rules rules)
    {
        var value = evidence[feature];
        if (double.IsNaN(value))
            return 0;
        var weight = rules.Weight(feature, value);
        return weight < 0 && evidence.OtherLanguage && rules.ComponentOf[(int)feature] is Component.Text or Component.Rarity ? weight * Rules.OtherLanguageShare : weight;
    }

    /// <summary>The log-odds that the features of a pair add up to.</summary>
    internal static double LogOdds(Evidence evidence, Rules rules, out double agreement)
    {
        var against = 0.0;
        agreement = 0;
        for (var feature = 0; feature < Evidence.Features; feature++)
        {
            var weight = Weight(evidence, (Feature)feature, rules);
            if (weight > 0)
                agreement += weight;
            else
                against += weight;
        }

        return against + Rules.Agreement(agreement);
    }

    private static void Share(Evidence evidence, Rules rules, Span<double> weights, Span<int> points)
    {
        weights.Clear();
        _ = LogOdds(evidence, rules, out var agreement);
        var counted = agreement > 0 ? Rules.Agreement(agreement) / agreement : 1;
        for (var feature = 0; feature < Evidence.Features; feature++)
        {
            var weight = Weight(evidence, (Feature)feature, rules);
            weights[(int)rules.ComponentOf[feature]] += weight > 0 ? weight * counted : weight;
        }

        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;

        // What is not looked for must not be found: without rare evidence in common a pair stays below the floor.
        if (sum > UnkeyedLogOdds && !evidence.A.SharesKeyWith(evidence.B))
        {
            weights[(int)Component.Rarity] += UnkeyedLogOdds - sum;
            sum = UnkeyedLogOdds;
        }

        var from = weights[(int)Component.Setting];
        var start = Arithmetic.Likelihood(from);
        var end = Arithmetic.Likelihood(Math.Clamp(sum, -Rules.SurestLogOdds, Rules.SurestLogOdds));
        var slope = Math.Abs(sum - from) < 1e-9 ? start * (1 - start) : (end - start) / (sum - from);
        points[(int)Component.Setting] = Round(start);
        for (var component = 1; component < points.Length; component++)
            points[component] = Round(weights[component] * slope);
    }

    private static int Round(double contribution) => (int)Math.Round(contribution * 10_000, MidpointRounding.AwayFromZero);
}
