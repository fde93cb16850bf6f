using System.Globalization;
using Adam.Desk.Calls;

namespace Adam.Desk.Projects;

/// <summary>Positions on an axis of time, in percent of its width.</summary>
public static class PeriodSpan
{
    /// <summary>Returns the whole years that contain all dates of periods; an open end lasts until today.</summary>
    public static (DateOnly From, DateOnly To) Around(IEnumerable<Period> periods, DateOnly today)
    {
        var days = periods
            .SelectMany(period => new[] { period.Start, period.End ?? (period.EndBasis == "open" ? today : null) })
            .OfType<DateOnly>()
            .DefaultIfEmpty(today)
            .ToList();
        return (new(days.Min().Year, 1, 1), new(days.Max().Year, 12, 31));
    }

    public static double Position(DateOnly day, DateOnly from, DateOnly to) =>
        Math.Clamp(100.0 * (day.DayNumber - from.DayNumber) / (to.DayNumber + 1 - from.DayNumber), 0, 100);

    public static string Percent(double position) => position.ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>Returns the years at which an axis has lines: at most about ten.</summary>
    public static IEnumerable<int> Years(DateOnly from, DateOnly to)
    {
        var count = to.Year - from.Year + 1;
        var step =
            count <= 10 ? 1
            : count <= 20 ? 2
            : count <= 50 ? 5
            : 10;
        for (var year = (from.Year + step - 1) / step * step; year <= to.Year; year += step)
            yield return year;
    }
}

/// <summary>A bar of a project on an axis of time.</summary>
/// <param name="Href">The page of the project; null for none.</param>
/// <param name="IsMain">True for the project that the page is about.</param>
public sealed record PeriodBar(Period Period, string Label, string? Href, bool IsMain);
