using Adam.Api.Errors;
using Adam.Api.Records;
using FastEndpoints;

namespace Adam.Api.Meetings;

internal sealed record RecordMeetingRequest : IRecordBody<MeetingBody>
{
    [FromBody]
    public MeetingBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordMeeting(MeetingResource meetings)
    : AddRecord<RecordMeetingRequest, MeetingBody, MeetingResponse>(meetings)
{
    public override void Configure() =>
        Adds(
            "/v1/meetings",
            "Record a meeting",
            "Records a meeting that was held or is planned. Participants are partners, countries and organisations, "
                + "never persons; who of them was no member of the partnership on its first day is computed.",
            ErrorCodes.MeetingReferenceTaken,
            ErrorCodes.TooManyMeetings
        );
}
