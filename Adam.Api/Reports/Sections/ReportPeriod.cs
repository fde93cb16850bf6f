using System.Globalization;

namespace Adam.Api.Reports.Sections;

/// <summary>The year of a report, and the days that it counts.</summary>
/// <param name="Until">The last day that counts.</param>
/// <param name="ComputedAt">The instant at which the figures are counted.</param>
internal sealed record ReportPeriod(int Year, DateOnly Until, DateTimeOffset ComputedAt)
{
    /// <summary>The first day of the year.</summary>
    public DateOnly From => new(Year, 1, 1);

    /// <summary>The last day of the year before, with which coverage is compared.</summary>
    public DateOnly Before => From.AddDays(-1);

    /// <summary>The parameters for projects that were at work in the year.</summary>
    public string Active => $"activeFrom={Text(From)}&activeTo={Text(Until)}";

    /// <summary>Returns a day as requests state it.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
