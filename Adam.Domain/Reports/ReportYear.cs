namespace Adam.Domain.Reports;

/// <summary>The years that can have a report, and the days of its figures.</summary>
public static class ReportYear
{
    /// <summary>The first year with a report: before it there was no partnership.</summary>
    public const int First = 2003;

    /// <summary>The last year with a report.</summary>
    public const int Last = 2100;

    /// <summary>Returns the usual day of the figures: the last day of the year, or today if that is earlier.</summary>
    public static DateOnly UsualUntil(int year, DateOnly today)
    {
        var last = new DateOnly(year, 12, 31);
        return last < today ? last : today;
    }
}
