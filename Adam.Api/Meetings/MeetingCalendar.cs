using System.Buffers;
using System.Globalization;
using System.Text;
using Adam.Domain.CodeLists;
using Adam.Domain.Meetings;

namespace Adam.Api.Meetings;

/// <summary>Writes meetings as a calendar (RFC 5545): one event of whole days for each.</summary>
internal sealed class MeetingCalendar
{
    public const string ContentType = "text/calendar; charset=utf-8";

    /// <summary>The maximum length of a line in octets, without its end (RFC 5545, section 3.1).</summary>
    private const int LongestLine = 75;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    private bool _hasEvent;

    /// <summary>The number of bytes that <see cref="Take"/> returns.</summary>
    public int Length => _buffer.WrittenCount;

    /// <summary>Returns what was written since the last call.</summary>
    public byte[] Take()
    {
        var written = _buffer.WrittenSpan.ToArray();
        _buffer.Clear();
        return written;
    }

    public void Begin()
    {
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//Adam//Meetings//EN");
        Line("CALSCALE:GREGORIAN");
    }

    /// <summary>Writes a meeting. One without days is no event, and is left out.</summary>
    /// <returns>False if the meeting was left out.</returns>
    public bool Add(MeetingResponse meeting)
    {
        if (meeting is not { Start: { } start, End: { } end })
            return false;

        _hasEvent = true;
        Line("BEGIN:VEVENT");
        Line($"UID:{meeting.Id}");
        Line($"DTSTAMP:{Instant(meeting.UpdatedAt)}");
        Line($"CREATED:{Instant(meeting.CreatedAt)}");
        Line($"LAST-MODIFIED:{Instant(meeting.UpdatedAt)}");
        Line(string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{meeting.Version}"));
        Line($"DTSTART;VALUE=DATE:{Day(start)}");
        // The end of an event is the first day after it.
        Line($"DTEND;VALUE=DATE:{Day(end.AddDays(1))}");
        Line($"SUMMARY:{Escape(meeting.Title)}");
        if (PlaceOf(meeting) is { Length: > 0 } place)
            Line($"LOCATION:{Escape(place)}");
        if (meeting.Outcomes.Count > 0)
            Line($"DESCRIPTION:{Escape(string.Join('\n', meeting.Outcomes))}");
        Line($"CATEGORIES:{string.Join(',', Categories(meeting).Select(Escape))}");
        Line(
            meeting.Status switch
            {
                MeetingStatus.Planned => "STATUS:TENTATIVE",
                MeetingStatus.Cancelled => "STATUS:CANCELLED",
                _ => "STATUS:CONFIRMED",
            }
        );
        // A meeting of the partnership does not make the owner of the calendar busy.
        Line("TRANSP:TRANSPARENT");
        Line("END:VEVENT");
        return true;
    }

    public void End()
    {
        if (!_hasEvent)
            NoEvent();
        Line("END:VCALENDAR");
    }

    /// <summary>
    /// Writes a time zone that nothing refers to. A calendar without any component is not allowed (RFC 5545, section
    /// 3.6), and some programs refuse it as damaged; with a time zone, they show no event.
    /// </summary>
    private void NoEvent()
    {
        Line("BEGIN:VTIMEZONE");
        Line("TZID:Etc/UTC");
        Line("BEGIN:STANDARD");
        Line("DTSTART:19700101T000000");
        Line("TZOFFSETFROM:+0000");
        Line("TZOFFSETTO:+0000");
        Line("TZNAME:UTC");
        Line("END:STANDARD");
        Line("END:VTIMEZONE");
    }

    /// <summary>Writes a line, folded between characters.</summary>
    private void Line(string text)
    {
        var octets = 0;
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (octets + length > LongestLine)
            {
                _buffer.Write("\r\n "u8);
                octets = 1;
            }

            _buffer.Write(bytes[..length]);
            octets += length;
        }

        _buffer.Write("\r\n"u8);
    }

    private static string PlaceOf(MeetingResponse meeting) =>
        string.Join(
            ", ",
            new[]
            {
                meeting.Place.City,
                meeting.Place.Country is { } code ? CodeListCatalog.Countries.Find(code)?.Name : null,
            }.OfType<string>()
        );

    private static IEnumerable<string> Categories(MeetingResponse meeting) =>
        meeting
            .Pillars.Select(pillar => Serialization.Json.NameOf(pillar))
            .Prepend(Serialization.Json.NameOf(meeting.Kind));

    /// <summary>Escapes a text (RFC 5545, section 3.3.11).</summary>
    private static string Escape(string text) =>
        new StringBuilder(text)
            .Replace("\\", "\\\\")
            .Replace(";", "\\;")
            .Replace(",", "\\,")
            .Replace("\r\n", "\\n")
            .Replace("\n", "\\n")
            .ToString();

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
