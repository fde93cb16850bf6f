using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Reports.Blocks;
using Adam.Domain.Reports;
using FastEndpoints;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Reports;

/// <summary>The year of a report.</summary>
internal abstract record ReportRequest
{
    /// <summary>The year of the report.</summary>
    [RouteParam, Range(ReportYear.First, ReportYear.Last), Example(2015)]
    public int Year { get; init; }

    /// <summary>
    /// Returns the day of the figures, and adds an error if it is not in the year, or the year has not begun.
    /// </summary>
    /// <param name="until">The day that the request states; null for the usual one.</param>
    protected DateOnly UntilDay(DateOnly? until, DateOnly today, List<ValidationError> errors)
    {
        if (errors.HasErrorFor("year"))
            return today;
        if (Year > today.Year)
            errors.Add(
                new("year", $"{Year} has not begun. Ask for {today.Year} or an earlier year.", ErrorCodes.OutOfRange)
            );
        else if (until is { } day && day.Year != Year)
            errors.Add(
                new(
                    "until",
                    $"{day:yyyy-MM-dd} is no day of {Year}. State a day of the year, or leave it out.",
                    ErrorCodes.OutOfRange
                )
            );
        return until ?? ReportYear.UsualUntil(Year, today);
    }
}

/// <summary>The language of a report.</summary>
internal static class ReportLanguages
{
    /// <summary>
    /// Returns the language that a request states, else the one that its client prefers by <c>Accept-Language</c>;
    /// English if it prefers neither of the two.
    /// </summary>
    public static ReportLanguage Choose(ReportLanguage? stated, StringValues header)
    {
        if (stated is { } language)
            return language;
        if (!StringWithQualityHeaderValue.TryParseList(header, out var ranges))
            return ReportLanguage.En;

        var preferred = ranges
            .Where(range => range.Quality is not 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range => range.Value.Value!.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(range => range is "en" or "ru" or "*");
        return preferred == "ru" ? ReportLanguage.Ru : ReportLanguage.En;
    }
}
