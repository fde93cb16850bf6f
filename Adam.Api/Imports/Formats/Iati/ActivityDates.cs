using System.Text.RegularExpressions;
using Adam.Api.Binding;
using Adam.Api.Errors;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>The four dates of an activity. Invalid dates, and ends before their start, are dropped.</summary>
internal sealed partial record ActivityDates(
    DateOnly? PlannedStart,
    DateOnly? ActualStart,
    DateOnly? PlannedEnd,
    DateOnly? ActualEnd
)
{
    private const string Name = "activity-date";

    public static ActivityDates FromActivity(IatiActivity activity, ImportDiagnostics diagnostics)
    {
        var read = new DateOnly?[4];
        foreach (var date in activity.Dates)
        {
            // IATI 1 has names in place of the numbers of IATI 2.
            var kind = date.Type?.ToLowerInvariant() switch
            {
                "1" or "start-planned" => 0,
                "2" or "start-actual" => 1,
                "3" or "end-planned" => 2,
                "4" or "end-actual" => 3,
                _ => -1,
            };
            if (kind < 0)
                diagnostics.Warn(
                    Name,
                    ErrorCodes.UnknownCode,
                    $"{ValidationError.Quote(date.Type ?? "")} is no type of date (1 to 4); "
                        + $"{ValidationError.Quote(date.IsoDate ?? date.Text ?? "")} is left out."
                );
            else if (Day(kind, date, diagnostics) is { } day && (read[kind] ??= day) != day)
                diagnostics.Warn(
                    Name,
                    ErrorCodes.BadValue,
                    $"There are several dates of type {kind + 1}; the first, {read[kind]:yyyy-MM-dd}, is taken, "
                        + $"{day:yyyy-MM-dd} is left out."
                );
        }

        var dates = new ActivityDates(read[0], read[1], read[2], read[3]).InOrder(diagnostics);
        if (dates.PlannedStart is null && dates.ActualStart is null)
            diagnostics.Warn(
                Name,
                ErrorCodes.Missing,
                "No start, planned (type 1) or actual (type 2), that is a date of the years 1970 to 2100. The project "
                    + "is recorded with an unknown start."
            );
        return dates;
    }

    private static DateOnly? Day(int kind, ActivityDate date, ImportDiagnostics diagnostics)
    {
        if ((date.IsoDate ?? date.Text) is not { } text)
            return null;

        var reading = DateParser.ReadDate(
            WithTime().Match(text) is { Success: true } match ? match.Groups[1].Value : text
        );
        if (reading.Reason is null)
            return (DateOnly)reading.Value!;

        diagnostics.Warn(Name, reading.Code!, $"{reading.Reason} The date (type {kind + 1}) is left out.");
        return null;
    }

    // If an end lies before its start, one of the two is wrong. Overlaps depend on starts more, so the end is dropped.
    private ActivityDates InOrder(ImportDiagnostics diagnostics)
    {
        var dates = this;
        if (dates.PlannedEnd < dates.PlannedStart)
        {
            Drop("planned end", dates.PlannedEnd, dates.PlannedStart, diagnostics);
            dates = dates with { PlannedEnd = null };
        }

        var start = dates.ActualStart ?? dates.PlannedStart;
        if (dates.ActualEnd < start)
        {
            Drop("actual end", dates.ActualEnd, start, diagnostics);
            dates = dates with { ActualEnd = null };
        }

        return dates;
    }

    private static void Drop(string end, DateOnly? day, DateOnly? start, ImportDiagnostics diagnostics) =>
        diagnostics.Warn(
            Name,
            ErrorCodes.EndBeforeStart,
            $"The {end} {day:yyyy-MM-dd} lies before the start {start:yyyy-MM-dd}; it is left out."
        );

    // Matches a date with a time zone, which xsd:date allows, or with a time, which some publishers add.
    [GeneratedRegex(@"^([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2}|[T ].*)\z")]
    private static partial Regex WithTime();
}
