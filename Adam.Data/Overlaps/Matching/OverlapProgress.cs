namespace Adam.Data.Overlaps.Matching;

/// <summary>The stages of a rebuild or a verification of all pairs.</summary>
public enum OverlapStage
{
    /// <summary>Counting terms. Each project is read twice.</summary>
    Counting = 1,

    /// <summary>
    /// Comparing projects country by country, and writing the pairs or comparing them with the stored ones.
    /// </summary>
    Comparing = 2,
}

/// <summary>The progress of a stage.</summary>
/// <param name="Done">The amount of completed work, in an unspecified unit.</param>
public readonly record struct OverlapProgress(OverlapStage Stage, long Done, long Total);
