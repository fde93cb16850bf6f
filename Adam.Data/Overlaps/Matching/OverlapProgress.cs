namespace Adam.Data.Overlaps.Matching;

/// <summary>The stages of a rebuild or a verification of all pairs.</summary>
public enum OverlapStage
{
    /// <summary>Counts terms. Each project is read twice.</summary>
    Counting = 1,

    /// <summary>
    /// Compares projects country by country, and writes the pairs or compares them with the stored ones.
    /// </summary>
    Comparing = 2,

    /// <summary>
    /// Writes the clusters and sums of the new pairs, creates their indexes, and replaces the former pairs.
    /// </summary>
    Finishing = 3,
}

/// <summary>The progress of a stage.</summary>
/// <param name="Done">The amount of completed work, in a unit that depends on the stage.</param>
public readonly record struct OverlapProgress(OverlapStage Stage, long Done, long Total);
