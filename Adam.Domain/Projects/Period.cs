namespace Adam.Domain.Projects;

/// <summary>Which of the two start dates the period begins with.</summary>
public enum StartBasis
{
    Actual = 1,
    Planned = 2,
}

/// <summary>What the end of the period rests on.</summary>
public enum EndBasis
{
    Actual = 1,
    Planned = 2,

    /// <summary>No end is given, and the project is not over.</summary>
    Open = 3,

    /// <summary>No end is given, though the status says that the project is over.</summary>
    Unknown = 4,
}

/// <summary>
/// The closed run of days that a project covers: both ends count, so a one-day project has <c>Start == End</c>. Without an <see cref="End"/> it is later than every date.
/// </summary>
public sealed record Period
{
    /// <summary>For ranking, an open end counts as this many years after its start or after the other's start, whichever is later. A constant, so that no answer changes overnight.</summary>
    public const int YearsOfOpenEnd = 5;

    /// <exception cref="ArgumentException">The end lies before the start.</exception>
    public Period(DateOnly start, DateOnly? end, StartBasis startBasis, EndBasis endBasis)
    {
        if (end < start)
            throw new ArgumentException("A period cannot end before it starts.", nameof(end));

        (Start, End, StartBasis, EndBasis) = (start, end, startBasis, endBasis);
    }

    public DateOnly Start { get; }

    /// <summary>The last day, included; null when no end is given.</summary>
    public DateOnly? End { get; }

    public StartBasis StartBasis { get; }

    public EndBasis EndBasis { get; }

    /// <summary>The period of a record: actual dates where given, else planned.</summary>
    /// <exception cref="ArgumentException">Neither start is given, or the end lies before the start.</exception>
    public static Period Of(DateOnly? plannedStart, DateOnly? plannedEnd, DateOnly? actualStart, DateOnly? actualEnd, ProjectStatus status) => new(
        actualStart ?? plannedStart ?? throw new ArgumentException("A project needs a start.", nameof(plannedStart)),
        actualEnd ?? plannedEnd,
        actualStart is not null ? StartBasis.Actual : StartBasis.Planned,
        actualEnd is not null ? EndBasis.Actual
            : plannedEnd is not null ? EndBasis.Planned
            : status is ProjectStatus.Finalisation or ProjectStatus.Closed or ProjectStatus.Cancelled ? EndBasis.Unknown
            : EndBasis.Open);

    /// <summary>Whether at least one day lies in both periods.</summary>
    public bool Meets(Period other) => Meets(other.Start, other.End);

    /// <summary>Whether at least one day of the period lies in a window, both ends included; a missing end of the window is no bound.</summary>
    public bool Meets(DateOnly? from, DateOnly? to) => (to is null || Start <= to) && (from is null || End is null || from <= End);
}
