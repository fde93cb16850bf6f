namespace Adam.Domain.Projects;

/// <summary>The source of the start of a period.</summary>
public enum StartBasis
{
    Actual = 1,
    Planned = 2,

    /// <summary>No start is given.</summary>
    Unknown = 3,
}

/// <summary>The source of the end of a period.</summary>
public enum EndBasis
{
    Actual = 1,
    Planned = 2,

    /// <summary>No end is given, and the project is not finished.</summary>
    Open = 3,

    /// <summary>No end is given, but the status is that of a finished project.</summary>
    Unknown = 4,
}

/// <summary>
/// The closed interval of days that a project covers. Both ends are included, so a one-day project has <c>Start ==
/// End</c>. A missing <see cref="Start"/> is earlier than every date, and a missing <see cref="End"/> is later.
/// </summary>
public sealed record Period
{
    /// <summary>
    /// For ranking, an open end counts as this many years after the later start. It is a constant, so that no result
    /// changes with the current date.
    /// </summary>
    public const int YearsOfOpenEnd = 5;

    /// <exception cref="ArgumentException">The end lies before the start.</exception>
    public Period(DateOnly? start, DateOnly? end, StartBasis startBasis, EndBasis endBasis)
    {
        if (end < start)
            throw new ArgumentException("A period cannot end before it starts.", nameof(end));

        (Start, End, StartBasis, EndBasis) = (start, end, startBasis, endBasis);
    }

    /// <summary>The first day, included; null if no start is given.</summary>
    public DateOnly? Start { get; }

    /// <summary>The last day, included; null if no end is given.</summary>
    public DateOnly? End { get; }

    public StartBasis StartBasis { get; }

    public EndBasis EndBasis { get; }

    /// <summary>
    /// Creates the period of a record from actual dates if they are given, else from planned ones. The planned end of a
    /// project that began after it says nothing about the end; the period then has none.
    /// </summary>
    /// <exception cref="ArgumentException">The end lies before the start.</exception>
    public static Period FromDates(
        DateOnly? plannedStart,
        DateOnly? plannedEnd,
        DateOnly? actualStart,
        DateOnly? actualEnd,
        ProjectStatus status
    )
    {
        var start = actualStart ?? plannedStart;
        var usablePlannedEnd = plannedEnd < actualStart ? null : plannedEnd;
        return new(
            start,
            actualEnd ?? usablePlannedEnd,
            actualStart is not null ? StartBasis.Actual
                : start is not null ? StartBasis.Planned
                : StartBasis.Unknown,
            actualEnd is not null ? EndBasis.Actual
                : usablePlannedEnd is not null ? EndBasis.Planned
                : status is ProjectStatus.Finalisation or ProjectStatus.Closed or ProjectStatus.Cancelled
                    ? EndBasis.Unknown
                : EndBasis.Open
        );
    }

    /// <summary>Returns true if both periods may contain a common day: no given date contradicts it.</summary>
    public bool Meets(Period other) => Meets(other.Start, other.End);

    /// <summary>
    /// Returns true if the period and the window may contain a common day: no given date contradicts it. Both ends are
    /// included. A null end is no bound.
    /// </summary>
    public bool Meets(DateOnly? from, DateOnly? to) =>
        (to is null || Start is null || Start <= to) && (from is null || End is null || from <= End);

    /// <summary>
    /// Returns true if the project is active on a day of the window. Both ends are included; a null end is no bound. It
    /// differs from <see cref="Meets(DateOnly?, DateOnly?)"/> for a finished project without an end, which is active
    /// only on its first day: no later day is reported.
    /// </summary>
    public bool IsActive(DateOnly? from, DateOnly? to) =>
        Meets(from, to) && (EndBasis != EndBasis.Unknown || from is null || from <= Start);

    /// <summary>
    /// Returns the first and the last year that the record reports as active, both included. An open end counts up to
    /// <paramref name="thisYear"/>, and at least for the year of its start. If the end of a finished project is
    /// unknown, the year of its start counts, and if the start is unknown, the year of the end. Null if no year is
    /// reported.
    /// </summary>
    public (int First, int Last)? ActiveYears(int thisYear) =>
        (Start?.Year, End?.Year) switch
        {
            ({ } first, { } last) => (first, last),
            ({ } first, null) => (first, EndBasis == EndBasis.Unknown ? first : Math.Max(first, thisYear)),
            (null, { } last) => (last, last),
            _ => null,
        };
}
