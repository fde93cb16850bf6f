namespace Adam.Domain.Overlaps.Scoring;

/// <summary>How strongly two records look like one undertaking.</summary>
/// <param name="Value">Between 0 and 1, four decimals: exactly the sum of the contributions.</param>
/// <param name="Reasons">Setting first, then what weighs most, for or against; a component that there was nothing to compare in is left out.</param>
public sealed record Score(decimal Value, IReadOnlyList<Reason> Reasons);

/// <param name="Contribution">What the component adds to the score, or takes from it; four decimals.</param>
/// <param name="Detail">One sentence that says why.</param>
public sealed record Reason(Component Component, decimal Contribution, string Detail)
{
    /// <summary>The component's name in answers: <c>activity-types</c>.</summary>
    public string Name => Rules.Kebab(Component.ToString());
}
