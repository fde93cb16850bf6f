using Adam.Domain.Sentences;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>A score with the reasons for it.</summary>
/// <param name="Score">The score, which is exactly the sum of the contributions.</param>
/// <param name="Relation">The relation of the two records, which may decide the kind.</param>
/// <param name="Reasons">
/// The setting first, then the others by the size of their contribution, for or against. A component is omitted if a
/// record lacks its data.
/// </param>
public sealed record ExplainedScore(Score Score, PairRelation Relation, IReadOnlyList<Reason> Reasons)
{
    public Assessment Assessment => new(Score, Relation);
}

/// <summary>The contribution of one component to a score.</summary>
/// <param name="Contribution">
/// The signed part of the score, between -1 and 1, with four decimals. It is a whole number of ten-thousandths
/// (<see cref="Score"/>).
/// </param>
/// <param name="Sentence">One sentence that explains the contribution.</param>
public sealed record Reason(Component Component, decimal Contribution, Sentence Sentence)
{
    /// <summary>The sentence in English.</summary>
    public string Detail => Sentence.ToString();

    /// <summary>The name of the component in responses, for example <c>activity-types</c>.</summary>
    public string Name => Rules.Kebab(Component.ToString());
}
