using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Data.Meetings;
using Adam.Domain.Meetings;
using FastEndpoints;

namespace Adam.Api.Meetings;

internal sealed record GetMeetingHistoryRequest : ListRequest
{
    /// <summary>The reference of the meeting, in any case.</summary>
    [RouteParam, MaxLength(MeetingDraft.MaxReferenceLength), Example("EWG-2015-TRIFOLD")]
    public string Reference { get; init; } = "";
}

internal sealed class GetMeetingHistory(MeetingStore meetings)
    : Endpoint<GetMeetingHistoryRequest, ListResponse<RecordVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/meetings/{reference}/history");
        this.Documents(
            "Read the history of a meeting",
            "Returns every version of the meeting, the first one first: who wrote it, when, and which members it "
                + "changed from what to what. A withdrawn meeting keeps its history.",
            answer: typeof(ListResponse<RecordVersionResponse>),
            problems: ErrorCodes.UnknownMeeting
        );
    }

    public override async Task HandleAsync(GetMeetingHistoryRequest req, CancellationToken ct)
    {
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var stored = await meetings.GetAsync(req.Reference, ct);
        var page = await meetings.HistoryAsync(stored, after, req.Limit, ct);
        await Send.PageAsync(
            [.. page.Items.Select(RecordVersionResponse.FromVersion)],
            page.Next is { } next ? [next] : null,
            req.Count ? page.Total : null,
            req.IfNoneMatch,
            ct
        );
    }
}
