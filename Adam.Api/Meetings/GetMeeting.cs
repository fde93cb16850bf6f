using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Data.Meetings;
using Adam.Data.Recommendations;
using Adam.Domain.Meetings;
using FastEndpoints;

namespace Adam.Api.Meetings;

internal sealed record GetMeetingRequest
{
    /// <summary>The reference of the meeting, in any case.</summary>
    [RouteParam, MaxLength(MeetingDraft.MaxReferenceLength), Example("EWG-2015-TRIFOLD")]
    public string Reference { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetMeeting(MeetingStore meetings, MeetingRegister register)
    : Endpoint<GetMeetingRequest, MeetingResponse>
{
    public override void Configure()
    {
        Get("/v1/meetings/{reference}");
        Definition.Metadata(new OffersFileFormats("MeetingFormat", MeetingFormat.All));
        this.Documents(
            "Read a meeting",
            "Returns a meeting, with its attendance, the numbers of its recommendations and the partners that it "
                + "endorsed. format=ics returns it as an event for calendars (RFC 5545).",
            answer: typeof(MeetingResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownMeeting, ErrorCodes.MeetingWithdrawn]
        );
    }

    public override async Task HandleAsync(GetMeetingRequest req, CancellationToken ct)
    {
        var others = await register.ReadAsync(ct);
        var stored = await meetings.GetActiveAsync(req.Reference, ct);
        var meeting = MeetingResponse.FromMeeting(stored.Meeting, others);
        if (Negotiation.FormatOf(HttpContext).Name == MeetingFormat.Calendar.Name)
            await SendEventAsync(meeting, stored.Version, req.IfNoneMatch, ct);
        else
            await Send.ResourceAsync(meeting, meeting.Tag(stored.Version), req.IfNoneMatch, ct);
    }

    private async Task SendEventAsync(MeetingResponse meeting, int version, EntityTags? has, CancellationToken ct)
    {
        var calendar = new MeetingCalendar();
        calendar.Begin();
        if (!calendar.Add(meeting))
            throw ProblemException.ForErrors(
                new ValidationError(
                    Negotiation.Parameter,
                    $"The meeting has no days yet, only the year {meeting.Year}, so it is no event. Ask for json.",
                    ErrorCodes.BadValue
                )
            );
        calendar.End();
        var content = calendar.Take();
        var tag = EntityTags.ForRepresentation(EntityTags.ForVersion(version), content);
        var response = HttpContext.Response;
        (response.Headers.ETag, response.Headers.CacheControl) = (tag, "private, no-cache");
        if (has?.Matches(tag) is true)
        {
            await Send.StatusAsync(StatusCodes.Status304NotModified, ct);
            return;
        }

        HttpContext.MarkResponseStart();
        response.ContentType = MeetingCalendar.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=adam-{meeting.Reference}.ics";
        await response.BodyWriter.WriteAsync(content, ct);
    }
}

/// <summary>A format of one meeting.</summary>
internal sealed record MeetingFormat(string Name, string MediaType) : IAnswerFormat
{
    public static readonly MeetingFormat Calendar = new("ics", "text/calendar");

    /// <summary>All formats, the usual one first.</summary>
    public static readonly IReadOnlyList<IAnswerFormat> All =
    [
        new MeetingFormat("json", Serialization.Json.MediaType),
        Calendar,
    ];
}
