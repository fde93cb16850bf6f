using Adam.Desk.Calls;

namespace Adam.Desk.Judging;

/// <summary>A reason as a step from one value of the score to the next.</summary>
public sealed record WaterfallStep(Reason Reason, decimal From, decimal To);

/// <summary>The reasons of a score, from the chance of the setting to the score itself.</summary>
public sealed class Waterfall
{
    public Waterfall(IEnumerable<Reason> reasons)
    {
        var (steps, at) = (new List<WaterfallStep>(), 0m);
        foreach (var reason in reasons)
        {
            steps.Add(new(reason, at, at + reason.Contribution));
            at += reason.Contribution;
        }

        (Steps, Score) = (steps, at);
        // On the way, the sum may leave the range of scores.
        Least = Math.Min(0, steps.Select(step => step.To).DefaultIfEmpty(0).Min());
        Most = Math.Max(1, steps.Select(step => step.To).DefaultIfEmpty(1).Max());
    }

    public IReadOnlyList<WaterfallStep> Steps { get; }

    /// <summary>The sum of the contributions, which is the score.</summary>
    public decimal Score { get; }

    private decimal Least { get; }

    private decimal Most { get; }

    /// <summary>Returns the place of a value on the axis, in percent of its width.</summary>
    public double Position(decimal value) => (double)(100 * (value - Least) / (Most - Least));
}
