using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Api.Serialization;
using Adam.Domain.Meetings;
using FastEndpoints;

namespace Adam.Api.Meetings;

internal record ChangeMeetingRequest : ChangeRecordRequest
{
    /// <summary>The reference of the meeting, in any case.</summary>
    [RouteParam, MaxLength(MeetingDraft.MaxReferenceLength), Example("EWG-2015-TRIFOLD")]
    public string Reference { get; init; } = "";

    internal override string Key => Reference;
}

internal sealed record ReplaceMeetingRequest : ChangeMeetingRequest, IRecordBody<MeetingBody>
{
    [FromBody]
    public MeetingBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record PatchMeetingRequest : ChangeMeetingRequest, IRecordPatch
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(MeetingBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplaceMeeting(MeetingResource meetings)
    : ReplaceRecord<ReplaceMeetingRequest, MeetingBody, MeetingResponse>(meetings)
{
    public override void Configure() =>
        Replaces(
            "/v1/meetings/{reference}",
            "meeting",
            "Replace a meeting",
            effect: "",
            ErrorCodes.UnknownMeeting,
            ErrorCodes.MeetingWithdrawn
        );
}

internal sealed class PatchMeeting(MeetingResource meetings)
    : PatchRecord<PatchMeetingRequest, MeetingBody, MeetingResponse>(meetings)
{
    public override void Configure() =>
        Patches(
            "/v1/meetings/{reference}",
            "Change a meeting",
            " The year follows a new first day.",
            ErrorCodes.UnknownMeeting,
            ErrorCodes.MeetingWithdrawn
        );
}

internal sealed class WithdrawMeeting(MeetingResource meetings) : WithdrawRecord<ChangeMeetingRequest>(meetings)
{
    public override void Configure() =>
        Withdraws(
            "/v1/meetings/{reference}",
            "Withdraw a meeting",
            "Removes the meeting from lists and calendars. The record is kept, and its reference stays taken. Later "
                + "requests for the meeting return 410. A meeting that a recommendation names cannot be withdrawn; one "
                + "that does not take place has the status cancelled.",
            ErrorCodes.UnknownMeeting,
            ErrorCodes.MeetingWithdrawn,
            ErrorCodes.MeetingInUse
        );
}
