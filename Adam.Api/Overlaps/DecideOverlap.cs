using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Overlaps;
using Adam.Domain.Keys;
using Adam.Domain.Overlaps;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Overlaps;

/// <summary>An analyst's decision about an overlap.</summary>
internal sealed record OverlapVerdictBody
{
    /// <summary>
    /// The verdict. <c>duplicate</c>: one project, or the same work twice. <c>complementary</c>: different work that
    /// fits together. <c>co-funded</c>: one project that both donors fund knowingly. <c>unrelated</c>: none of these.
    /// </summary>
    [Required, Example("complementary")]
    public Verdict? Verdict { get; init; }

    /// <summary>The reason, for later readers of the verdict.</summary>
    [MaxLength(2_000), Example("Germany trains, the United States equip; agreed at the expert round of May.")]
    public string? Note { get; init; }
}

internal abstract record ChangeVerdictRequest : OverlapRequest
{
    /// <summary>The <c>ETag</c> of the overlap as the client has read it.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record DecideOverlapRequest : ChangeVerdictRequest
{
    [FromBody]
    public OverlapVerdictBody Body { get; init; } = new();
}

internal sealed record TakeVerdictBackRequest : ChangeVerdictRequest;

internal sealed class DecideOverlap(OverlapStore overlaps, Settings settings, TimeProvider time)
    : Endpoint<DecideOverlapRequest, OverlapResponse>
{
    public override void Configure()
    {
        Put("/v1/overlaps/{id}/verdict");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.OverlapsDecide);
        this.Documents(
            "Decide an overlap",
            "Stores the verdict with the name of the key. It becomes stale if one of the two projects changes in a "
                + "relevant member. If two clients decide at the same time, the second receives 412. Earlier verdicts "
                + "stay in the history. An analyst cannot decide a pair if both projects are of the analyst's own "
                + "partner, as owner or donor, unless the operator allows it.",
            answer: typeof(OverlapResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownOverlap, ErrorCodes.OwnOverlap]
        );
    }

    public override async Task HandleAsync(DecideOverlapRequest req, CancellationToken ct)
    {
        var decided = await overlaps.ChangeVerdictAsync(
            req,
            settings,
            req.Body.Verdict,
            TextNormalization.Paragraphs(req.Body.Note),
            Caller.FromPrincipal(User),
            time,
            ct
        );
        var texts = HttpContext.ChooseSentences();
        var response = OverlapResponse.FromOverlap(decided, texts);
        await Send.ResourceAsync(response, response.TagIn(texts, decided.Tag), null, ct);
    }
}

internal sealed class TakeVerdictBack(OverlapStore overlaps, Settings settings, TimeProvider time)
    : Endpoint<TakeVerdictBackRequest>
{
    public override void Configure()
    {
        Delete("/v1/overlaps/{id}/verdict");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.OverlapsDecide);
        this.Documents(
            "Take a verdict back",
            "The overlap is undecided again. The history keeps the verdict, and records that it was taken back.",
            status: 204,
            problems: [ErrorCodes.UnknownOverlap, ErrorCodes.OwnOverlap]
        );
    }

    public override async Task HandleAsync(TakeVerdictBackRequest req, CancellationToken ct)
    {
        await overlaps.ChangeVerdictAsync(req, settings, null, null, Caller.FromPrincipal(User), time, ct);
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}

internal static class Verdicts
{
    public static async Task<RankedOverlap> ChangeVerdictAsync(
        this OverlapStore overlaps,
        ChangeVerdictRequest req,
        Settings settings,
        Verdict? verdict,
        string? note,
        Caller caller,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var id = req.ToId();
        return await overlaps.DecideAsync(
            id,
            tag => req.IfMatch.IsRead($"\"{tag}\""),
            verdict,
            note,
            caller.Actor,
            caller.Partner,
            time.Instant(),
            ct,
            overlap => settings.OwnVerdicts || caller.Role is not Role.Analyst || !IsOwn(overlap, caller.Partner)
        ) switch
        {
            DecisionOutcome.Done done => done.Overlap,
            DecisionOutcome.Stale => throw EntityTags.Stale(),
            DecisionOutcome.NotAllowed => throw new ProblemException(
                ErrorCodes.OwnOverlap,
                $"Both projects are of {caller.Partner}, as owner or donor. An analyst of another partner or an admin "
                    + "decides this pair."
            ),
            _ => throw await overlaps.NoneAsync(id, ct),
        };
    }

    /// <summary>Returns true if the partner owns or funds both projects, and would judge its own work.</summary>
    private static bool IsOwn(Overlap overlap, string partner) =>
        overlap.Earlier.BelongsTo(partner) && overlap.Later.BelongsTo(partner);
}
