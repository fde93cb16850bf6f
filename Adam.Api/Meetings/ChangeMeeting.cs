using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Meetings;
using Adam.Data.Recommendations;
using Adam.Domain.Keys;
using Adam.Domain.Meetings;
using FastEndpoints;

namespace Adam.Api.Meetings;

internal record ChangeMeetingRequest
{
    /// <summary>The reference of the meeting, in any case.</summary>
    [RouteParam, MaxLength(MeetingDraft.MaxReferenceLength), Example("EWG-2015-TRIFOLD")]
    public string Reference { get; init; } = "";

    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record ReplaceMeetingRequest : ChangeMeetingRequest, IHasBindingErrors
{
    [FromBody]
    public MeetingBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record PatchMeetingRequest : ChangeMeetingRequest
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(MeetingBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplaceMeeting(MeetingStore meetings, MeetingRegister register)
    : Endpoint<ReplaceMeetingRequest, MeetingResponse>
{
    public override void Configure()
    {
        Put("/v1/meetings/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Replace a meeting",
            "Members that the body omits are emptied. A body that equals the stored meeting changes nothing.",
            answer: typeof(MeetingResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownMeeting, ErrorCodes.MeetingWithdrawn]
        );
    }

    public override async Task HandleAsync(ReplaceMeetingRequest req, CancellationToken ct)
    {
        var (errors, others) = (req.BindingErrors, await register.ReadAsync(ct));
        // A body with errors may come without If-Match: the response lists all errors first.
        var stored =
            errors.Count == 0
                ? await meetings.GetForUpdateAsync(req.Reference, req.IfMatch, ct)
                : await meetings.GetActiveAsync(req.Reference, ct);
        var draft = MeetingReader.Read(req.Body, errors, stored.Meeting, others);
        errors.ThrowIfAny();
        await Send.ChangedAsync(meetings, draft, stored, others, Caller.FromPrincipal(User), ct);
    }
}

internal sealed class PatchMeeting(MeetingStore meetings, MeetingRegister register)
    : Endpoint<PatchMeetingRequest, MeetingResponse>
{
    public override void Configure()
    {
        Patch("/v1/meetings/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Change a meeting",
            "JSON Merge Patch (RFC 7396): members in the body are changed, null empties a member, and a list is "
                + "replaced as a whole. The year follows a new first day.",
            answer: typeof(MeetingResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownMeeting, ErrorCodes.MeetingWithdrawn]
        );
    }

    public override async Task HandleAsync(PatchMeetingRequest req, CancellationToken ct)
    {
        var others = await register.ReadAsync(ct);
        var stored = await meetings.GetForUpdateAsync(req.Reference, req.IfMatch, ct);
        var errors = new List<ValidationError>();
        var whole = JsonSerializer.SerializeToNode(MeetingResponse.FromMeeting(stored.Meeting, others), Json.Options)!;
        if (req.Patch.ValueKind == JsonValueKind.Object && req.Patch.TryGetProperty("start", out _))
            whole.AsObject().Remove("year");
        var body = MergePatch.Read<MeetingBody>(
            JsonSerializer.SerializeToElement(whole, Json.Options),
            req.Patch,
            errors
        );
        var draft = MeetingReader.Read(body, errors, stored.Meeting, others);
        errors.ThrowIfAny();
        await Send.ChangedAsync(meetings, draft, stored, others, Caller.FromPrincipal(User), ct);
    }
}

internal sealed class WithdrawMeeting(MeetingStore meetings) : Endpoint<ChangeMeetingRequest>
{
    public override void Configure()
    {
        Delete("/v1/meetings/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Withdraw a meeting",
            "Removes the meeting from lists and calendars. The record is kept, and its reference stays taken. Later "
                + "requests for the meeting return 410. A meeting that a recommendation names cannot be withdrawn; one "
                + "that does not take place has the status cancelled.",
            StatusCodes.Status204NoContent,
            problems: [ErrorCodes.UnknownMeeting, ErrorCodes.MeetingWithdrawn, ErrorCodes.MeetingInUse]
        );
    }

    public override async Task HandleAsync(ChangeMeetingRequest req, CancellationToken ct)
    {
        var stored = await meetings.GetForUpdateAsync(req.Reference, req.IfMatch, ct);
        var by = Caller.FromPrincipal(User).Actor;
        (await meetings.WithdrawAsync(stored.Meeting.Draft.Reference, stored.Version, by, ct)).ThrowIfRejected();
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}

internal static class MeetingChanges
{
    /// <summary>Writes the new content of a meeting, and sends it.</summary>
    /// <exception cref="ProblemException">The meeting was changed or withdrawn in the meantime.</exception>
    public static async Task ChangedAsync(
        this IResponseSender send,
        MeetingStore meetings,
        MeetingDraft draft,
        StoredMeeting stored,
        MeetingSnapshot others,
        Caller caller,
        CancellationToken ct
    )
    {
        var changed = (await meetings.ChangeAsync(draft, stored.Version, caller.Actor, ct)).ThrowIfRejected();
        var response = MeetingResponse.FromMeeting(changed, others);
        await send.ResourceAsync(response, response.Tag(changed.Version), null, ct);
    }
}
