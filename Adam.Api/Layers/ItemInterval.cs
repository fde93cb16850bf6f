using Adam.Api.Binding;
using Adam.Api.Errors;

namespace Adam.Api.Layers;

/// <summary>The interval of the parameter <c>datetime</c> (OGC 17-069r3, 7.15.4), as days in UTC.</summary>
/// <param name="From">The first day; null for no limit.</param>
/// <param name="Until">The last day, included; null for no limit.</param>
internal readonly record struct ItemInterval(DateOnly? From, DateOnly? Until)
{
    private const string Name = "datetime";

    /// <summary>Reads an instant, a day, or an interval of them; each end can be open, <c>..</c> or empty.</summary>
    public static ItemInterval Read(string? text, List<ValidationError> errors)
    {
        if (text is null)
            return default;

        var parts = text.Split('/');
        if (parts.Length > 2 || (parts.Length == 2 && parts.All(IsOpen)) || (parts.Length == 1 && IsOpen(parts[0])))
        {
            errors.Add(
                new(
                    Name,
                    $"{ValidationError.Quote(text)} is no instant and no interval. Write 2015-06-01, "
                        + "2015-01-01/2015-12-31, ../2015-12-31 or 2015-01-01/..; instants are taken too.",
                    ErrorCodes.BadDate
                )
            );
            return default;
        }

        var (from, until) = (Day(parts[0], errors), Day(parts[^1], errors));
        if (until < from)
            errors.Add(
                new(
                    Name,
                    $"The interval ends ({until:yyyy-MM-dd}) before it begins ({from:yyyy-MM-dd}).",
                    ErrorCodes.EndBeforeStart
                )
            );
        return new(from, until);
    }

    private static bool IsOpen(string text) => text is "" or "..";

    private static DateOnly? Day(string text, List<ValidationError> errors)
    {
        if (IsOpen(text))
            return null;

        var reading = text.Length <= 10 ? DateParser.ReadDate(text) : DateParser.ReadInstant(text);
        if (reading.Reason is not null && !errors.HasErrorFor(Name))
            errors.Add(new(Name, reading.Reason, reading.Code!));
        return reading.Value switch
        {
            DateOnly day => day,
            DateTimeOffset instant => DateOnly.FromDateTime(instant.UtcDateTime),
            _ => null,
        };
    }
}
