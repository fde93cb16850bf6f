using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Api.Tables;
using Adam.Data.Meetings;
using Adam.Data.Recommendations;
using Adam.Domain.Meetings;

namespace Adam.Api.Meetings;

/// <summary>The writes of requests to meetings.</summary>
internal sealed class MeetingResource(MeetingStore meetings, MeetingRegister register)
    : ImportedRecordResource<StoredMeeting, Meeting, MeetingDraft, MeetingBody, MeetingResponse, MeetingSnapshot>(
        meetings
    )
{
    public override ListTable Table => MeetingTable.All;

    public override IReadOnlyList<RecordColumn> Columns => MeetingTable.Imported;

    protected override IReadOnlyCollection<string> ComputedMembers { get; } =
    ["id", "attendance", "recommendations", "partnersEndorsed", "version", "createdAt", "updatedAt", "updatedBy"];

    protected override Task<MeetingSnapshot> OthersAsync(CancellationToken ct) => register.ReadAsync(ct);

    protected override MeetingDraft Read(
        MeetingBody body,
        List<ValidationError> errors,
        Meeting? current,
        MeetingSnapshot others
    ) => MeetingReader.Read(body, errors, current, others);

    protected override MeetingResponse ToResponse(Meeting meeting, MeetingSnapshot others) =>
        MeetingResponse.FromMeeting(meeting, others);

    protected override string TagOf(MeetingResponse response, int version) => response.Tag(version);

    /// <summary>The year follows a new first day.</summary>
    protected override void RemoveDependents(JsonObject record, JsonElement patch)
    {
        if (patch.TryGetProperty("start", out _))
            record.Remove("year");
    }
}
