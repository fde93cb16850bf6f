using System.IO.Pipelines;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Meetings;

namespace Adam.Api.Exports.ICalendar;

/// <summary>Writes meetings as a calendar (RFC 5545).</summary>
internal sealed class CalendarListFormat(TimeProvider time) : StreamedListFormat(time)
{
    /// <summary>The number of bytes after which the output is flushed.</summary>
    private const int FlushSize = 1 << 16;

    public override string Name => "ics";

    public override string MediaType => "text/calendar";

    public override string Description =>
        "`ics`, of meetings only, returns a calendar (RFC 5545) with an event of whole days for each meeting; one that "
        + "has only a year is left out.";

    public override ListFormatScope Scope => ListFormatScope.Meetings;

    protected override string Title => "A calendar";

    protected override string Extension => ".ics";

    protected override ReadOnlySpan<string> Options => [];

    protected override bool HasSelection => false;

    protected override async Task WriteBodyAsync<T>(
        HttpContext http,
        PipeWriter body,
        ListRequest request,
        ListSource<T> list,
        IAsyncEnumerator<T> items,
        bool hasItem,
        CancellationToken ct
    )
    {
        var calendar = new MeetingCalendar();
        calendar.Begin();
        for (; hasItem; hasItem = await items.MoveNextAsync())
        {
            calendar.Add((MeetingResponse)(object)items.Current!);
            // The flush waits for a client that reads slowly.
            if (calendar.Length >= FlushSize)
                await body.WriteAsync(calendar.Take(), ct);
        }

        calendar.End();
        await body.WriteAsync(calendar.Take(), ct);
        await body.FlushAsync(ct);
    }
}
