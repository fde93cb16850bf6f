namespace Adam.Domain.Gaps;

/// <summary>The states of a cell on a day, by its counted projects.</summary>
/// <remarks>The order is that of summaries.</remarks>
public enum CoverageState
{
    /// <summary>The period of at least one project holds the day.</summary>
    Covered = 1,

    /// <summary>No period holds the day, and a project begins later or is still being planned.</summary>
    Planned = 2,

    /// <summary>No project holds the day or begins later, and one ended before.</summary>
    Ended = 3,

    /// <summary>There is no project at all.</summary>
    Gap = 4,
}
