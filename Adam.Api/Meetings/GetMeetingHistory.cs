using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
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

    public override Task HandleAsync(GetMeetingHistoryRequest req, CancellationToken ct) =>
        Send.HistoryAsync(meetings, req.Reference, req, ct);
}
