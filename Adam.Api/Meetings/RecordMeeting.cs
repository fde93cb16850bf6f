using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Meetings;
using Adam.Data.Recommendations;
using Adam.Domain.Keys;
using Adam.Domain.Meetings;
using FastEndpoints;

namespace Adam.Api.Meetings;

internal sealed record RecordMeetingRequest : IHasBindingErrors
{
    [FromBody]
    public MeetingBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordMeeting(MeetingStore meetings, MeetingRegister register)
    : Endpoint<RecordMeetingRequest, MeetingResponse>
{
    public override void Configure()
    {
        Post("/v1/meetings");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Record a meeting",
            "Records a meeting that was held or is planned. Participants are partners, countries and organisations, "
                + "never persons; who of them was no member of the partnership on its first day is computed.",
            201,
            typeof(MeetingResponse),
            tagged: true,
            problems: [ErrorCodes.MeetingReferenceTaken, ErrorCodes.TooManyMeetings]
        );
    }

    public override async Task HandleAsync(RecordMeetingRequest req, CancellationToken ct)
    {
        var (errors, others) = (req.BindingErrors, await register.ReadAsync(ct));
        var draft = MeetingReader.Read(req.Body, errors, current: null, others);
        errors.ThrowIfAny();

        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await meetings.AddAsync(
            draft,
            Caller.FromPrincipal(User).Actor,
            ct,
            request is null ? null : Keep
        );
        var meeting = MeetingResponse.FromMeeting(outcome.ThrowIfRejected(), others);
        await Send.CreatedAsync(LocationOf(meeting), meeting, meeting.Tag(meeting.Version), ct);

        KeptResponse Keep(Meeting added)
        {
            var response = MeetingResponse.FromMeeting(added, others);
            return request.KeepCreated(LocationOf(response), response, response.Tag(response.Version));
        }
    }

    private static string LocationOf(MeetingResponse meeting) => $"/v1/meetings/{meeting.Reference}";
}
