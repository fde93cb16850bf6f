namespace Adam.Domain.Gaps;

/// <summary>The days of a project that counts in a cell. Days are numbers since 0001-01-01.</summary>
/// <param name="FirstDay">The first day; −1 if no start is given, which is earlier than every day.</param>
/// <param name="LastDay">
/// The last day, included. An open end is the last day of the calendar. A finished project without an end has its first
/// day, because no later day is reported.
/// </param>
/// <param name="IsPipeline">True for a project that is still being planned: it covers no day.</param>
/// <param name="OwnerId">The number of the partner that owns it.</param>
public readonly record struct CoveringProject(int FirstDay, int LastDay, bool IsPipeline, int OwnerId)
{
    /// <summary>Returns true if the project covers a day.</summary>
    public bool Covers(int day) => !IsPipeline && FirstDay <= day && day <= LastDay;
}

/// <summary>The coverage of a cell on one day, and over a window.</summary>
/// <param name="Projects">The number of projects that count.</param>
/// <param name="Partners">The number of partners that own them.</param>
/// <param name="Active">The number of projects that cover the day.</param>
/// <param name="IsCrowded">True if projects of three or more partners cover the day.</param>
/// <param name="UncoveredDays">
/// The number of days of the window that no project covers; null if the window has no first or no last day.
/// </param>
/// <param name="CoveredUntil">
/// The last day of the unbroken coverage that holds the day; null if the day is not covered, or the coverage has no
/// end.
/// </param>
public sealed record CellCoverage(
    CoverageState State,
    int Projects,
    int Partners,
    int Active,
    bool IsCrowded,
    int? UncoveredDays,
    DateOnly? CoveredUntil
)
{
    /// <summary>The number of partners with projects on one day from which on a cell is crowded.</summary>
    public const int Crowd = 3;

    private static readonly int LastDayOfCalendar = DateOnly.MaxValue.DayNumber;

    /// <summary>Computes the coverage by projects that are neither cancelled, withdrawn nor suspended.</summary>
    /// <param name="day">The day of the state.</param>
    /// <param name="from">The first day of the window; null for none.</param>
    /// <param name="until">The last day of the window, included; null for none.</param>
    public static CellCoverage Compute(
        IReadOnlyCollection<CoveringProject> projects,
        DateOnly day,
        DateOnly? from,
        DateOnly? until
    )
    {
        var active = projects.Where(project => project.Covers(day.DayNumber)).ToList();
        var runs = RunsOf(projects);
        return new(
            StateOn(projects, day),
            projects.Count,
            projects.Select(project => project.OwnerId).Distinct().Count(),
            active.Count,
            active.Select(project => project.OwnerId).Distinct().Count() >= Crowd,
            from is { } first && until is { } last ? UncoveredDaysOf(runs, first.DayNumber, last.DayNumber) : null,
            EndOfRun(runs, day.DayNumber)
        );
    }

    /// <summary>Returns the state on a day.</summary>
    public static CoverageState StateOn(IReadOnlyCollection<CoveringProject> projects, DateOnly day)
    {
        var (isPlanned, hasEnded) = (false, false);
        foreach (var project in projects)
        {
            if (project.Covers(day.DayNumber))
                return CoverageState.Covered;

            // A plan whose last day has passed says nothing: nobody reports that it was carried out.
            isPlanned |= project.IsPipeline ? project.LastDay >= day.DayNumber : project.FirstDay > day.DayNumber;
            hasEnded |= !project.IsPipeline && project.LastDay < day.DayNumber;
        }

        return isPlanned ? CoverageState.Planned
            : hasEnded ? CoverageState.Ended
            : CoverageState.Gap;
    }

    /// <summary>Returns the unbroken runs of covered days, in their order.</summary>
    private static List<(int First, int Last)> RunsOf(IEnumerable<CoveringProject> projects)
    {
        var ordered = projects.Where(project => !project.IsPipeline).ToArray();
        // The register reads cells by first days, and large ones take longest to sort.
        if (!IsOrdered(ordered))
            Array.Sort(ordered, (one, other) => one.FirstDay.CompareTo(other.FirstDay));
        var runs = new List<(int First, int Last)>();
        foreach (var project in ordered)
        {
            // Two projects of which one begins on the day after the end of the other leave no day uncovered.
            if (runs.Count > 0 && project.FirstDay <= runs[^1].Last + 1)
                runs[^1] = (runs[^1].First, Math.Max(runs[^1].Last, project.LastDay));
            else
                runs.Add((project.FirstDay, project.LastDay));
        }

        return runs;
    }

    private static bool IsOrdered(CoveringProject[] projects)
    {
        for (var i = 1; i < projects.Length; i++)
        {
            if (projects[i].FirstDay < projects[i - 1].FirstDay)
                return false;
        }

        return true;
    }

    private static int UncoveredDaysOf(List<(int First, int Last)> runs, int from, int until) =>
        until - from + 1 - runs.Sum(run => Math.Max(0, Math.Min(run.Last, until) - Math.Max(run.First, from) + 1));

    private static DateOnly? EndOfRun(List<(int First, int Last)> runs, int day)
    {
        foreach (var (first, last) in runs)
        {
            if (first <= day && day <= last)
                return last == LastDayOfCalendar ? null : DateOnly.FromDayNumber(last);
        }

        return null;
    }
}
