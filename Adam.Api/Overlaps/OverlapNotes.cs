using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Notes;
using Adam.Domain.Keys;
using Adam.Domain.Overlaps;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Overlaps;

/// <summary>A note on an overlap.</summary>
internal sealed record OverlapNoteBody
{
    /// <summary>The text: things about the pair that the other owner or an analyst should know.</summary>
    [Required, MinLength(1), MaxLength(2_000), Example("Our two dogs are part of these eight; the kennels are not.")]
    public string? Text { get; init; }

    /// <summary>The verdict that you propose. It decides nothing.</summary>
    [Example("complementary")]
    public Verdict? ProposedVerdict { get; init; }
}

internal sealed record AddOverlapNoteRequest : OverlapRequest
{
    [FromBody]
    public OverlapNoteBody Body { get; init; } = new();
}

internal sealed record ListOverlapNotesRequest : OverlapRequest
{
    /// <summary>The <c>ETag</c> of the list that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>A note on an overlap. It is never changed.</summary>
/// <param name="ProposedVerdict">The verdict that the writer proposes; null for none.</param>
/// <param name="WrittenBy">The name of the key that wrote it.</param>
/// <param name="Partner">The code of the partner of that key.</param>
internal sealed record OverlapNoteResponse(
    Guid Id,
    string Text,
    Verdict? ProposedVerdict,
    string WrittenBy,
    string Partner,
    DateTimeOffset WrittenAt
)
{
    public static OverlapNoteResponse FromNote(OverlapNote note) =>
        new(note.Id, note.Text, note.Proposed, note.WrittenBy, note.Partner, note.WrittenAt);
}

internal sealed class ListOverlapNotes(OverlapNoteStore notes, OverlapStore overlaps)
    : Endpoint<ListOverlapNotesRequest, ListResponse<OverlapNoteResponse>>
{
    public override void Configure()
    {
        Get("/v1/overlaps/{id}/notes");
        this.Documents(
            "List the notes on an overlap",
            "Returns what owners and analysts have written about the pair, the earliest first. Whoever reads the "
                + "overlap reads its notes.",
            answer: typeof(ListResponse<OverlapNoteResponse>),
            problems: ErrorCodes.UnknownOverlap
        );
    }

    public override async Task HandleAsync(ListOverlapNotesRequest req, CancellationToken ct)
    {
        var id = req.ToId();
        var found = await notes.ListAsync(id, ct) ?? throw await overlaps.NoneAsync(id, ct);
        await Send.PageAsync([.. found.Select(OverlapNoteResponse.FromNote)], null, null, req.IfNoneMatch, ct);
    }
}

internal sealed class AddOverlapNote(OverlapNoteStore notes, OverlapStore overlaps, TimeProvider time)
    : Endpoint<AddOverlapNoteRequest, OverlapNoteResponse>
{
    public override void Configure()
    {
        Post("/v1/overlaps/{id}/notes");
        Roles(RoleNames.Donor, RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.OverlapsDecide);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Write a note on an overlap",
            "Adds a note with the name of the key, for everybody who reads the overlap. Donors write on overlaps of "
                + "projects that their partner owns. A note cannot be changed or removed: write another one. "
                + "Subscriptions to `note.added` tell the owners of both projects.",
            201,
            typeof(OverlapNoteResponse),
            problems: [ErrorCodes.UnknownOverlap, ErrorCodes.NoOwnOverlap, ErrorCodes.TooManyNotes]
        );
    }

    public override async Task HandleAsync(AddOverlapNoteRequest req, CancellationToken ct)
    {
        var (id, caller, at) = (req.ToId(), Caller.FromPrincipal(User), time.Instant());
        var text = TextNormalization.Paragraphs(req.Body.Text);
        if (string.IsNullOrEmpty(text))
            throw ProblemException.ForErrors(
                new ValidationError("text", "A note needs words. Write what others should know.", ErrorCodes.Missing)
            );

        var location = $"/v1/overlaps/{id}/notes";
        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await notes.AddAsync(
            id,
            new()
            {
                Id = Guid.CreateVersion7(at),
                Text = text,
                Proposed = req.Body.ProposedVerdict,
                WrittenBy = caller.Actor.Name,
                Partner = caller.Partner,
                WrittenAt = at,
            },
            overlap => caller.Role is not Role.Donor || Owns(overlap, caller.Partner),
            caller.Actor,
            ct,
            request is null ? null : Keep
        );
        var note = outcome switch
        {
            OverlapNoteOutcome.Done done => done.Note,
            OverlapNoteOutcome.NotAllowed refused => throw new ProblemException(
                ErrorCodes.NoOwnOverlap,
                $"The two projects are of {refused.Overlap.Earlier.Owner} and {refused.Overlap.Later.Owner}, and the "
                    + $"key is of {caller.Partner}. Their owners, analysts and admins write notes on this overlap."
            ),
            OverlapNoteOutcome.TooMany => throw new ProblemException(
                ErrorCodes.TooManyNotes,
                $"The overlap has {OverlapNoteStore.MostOfPair} notes, and no more are possible. An analyst can decide "
                    + "it with what is there."
            ),
            _ => throw await overlaps.NoneAsync(id, ct),
        };
        HttpContext.Response.Headers.Location = location;
        await Send.ResponseAsync(OverlapNoteResponse.FromNote(note), StatusCodes.Status201Created, ct);

        KeptResponse Keep(OverlapNote added) =>
            request!.Keep(StatusCodes.Status201Created, OverlapNoteResponse.FromNote(added), location);
    }

    private static bool Owns(Overlap overlap, string partner) =>
        overlap.Earlier.Owner == partner || overlap.Later.Owner == partner;
}
