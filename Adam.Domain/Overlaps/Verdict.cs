namespace Adam.Domain.Overlaps;

/// <summary>An analyst's decision about an overlap.</summary>
/// <remarks>The numbers are stored: never renumber.</remarks>
public enum Verdict
{
    /// <summary>The two records are one project, or do the same work twice.</summary>
    Duplicate = 1,

    /// <summary>The two do different work that fits together.</summary>
    Complementary = 2,

    /// <summary>The two pay for one undertaking, each for its share, and know it.</summary>
    CoFunded = 3,

    /// <summary>The two have nothing to do with each other.</summary>
    Unrelated = 4,
}
