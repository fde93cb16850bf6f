namespace Adam.Domain.Overlaps.Matching;

/// <summary>A score with the reasons for it.</summary>
/// <param name="Score">Exactly the sum of the contributions.</param>
/// <param name="Reasons">
/// The setting first, then the others by the size of their contribution, for or against. A component is left out if the
/// records hold nothing to compare in it.
/// </param>
public sealed record ExplainedScore(Score Score, IReadOnlyList<Reason> Reasons);

/// <summary>The contribution of one component to a score.</summary>
/// <param name="Contribution">
/// The signed part of the score, between -1 and 1, a whole number of ten-thousandths (<see cref="Score"/>), with four
/// decimals.
/// </param>
/// <param name="Detail">One sentence that explains the contribution.</param>
public sealed record Reason(Component Component, decimal Contribution, string Detail)
{
    /// <summary>The component's name in responses: <c>activity-types</c>.</summary>
    public string Name => Rules.Kebab(Component.ToString());
}
