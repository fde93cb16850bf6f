using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Recommendations;
using Adam.Domain.Keys;
using Adam.Domain.Recommendations;
using FastEndpoints;

namespace Adam.Api.Recommendations;

internal record ChangeRecommendationRequest
{
    /// <summary>The set of the recommendation: its reference up to the slash, in any case.</summary>
    [RouteParam, MaxLength(RecommendationDraft.MaxReferenceLength), Example("EWG-2015-II")]
    public string Set { get; init; } = "";

    /// <summary>The number of the recommendation in the set.</summary>
    [RouteParam, MaxLength(RecommendationDraft.MaxReferenceLength), Example("3")]
    public string Number { get; init; } = "";

    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record ReplaceRecommendationRequest : ChangeRecommendationRequest, IHasBindingErrors
{
    [FromBody]
    public RecommendationBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record PatchRecommendationRequest : ChangeRecommendationRequest
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(RecommendationBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplaceRecommendation(RecommendationStore recommendations, MeetingRegister register)
    : Endpoint<ReplaceRecommendationRequest, RecommendationResponse>
{
    public override void Configure()
    {
        Put("/v1/recommendations/{set}/{number}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Replace a recommendation",
            "Members that the body omits are emptied. A body that equals the stored recommendation changes nothing. "
                + "Only an admin changes what meetings have decided.",
            answer: typeof(RecommendationResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownRecommendation, ErrorCodes.MeetingWithdrawn]
        );
    }

    public override async Task HandleAsync(ReplaceRecommendationRequest req, CancellationToken ct)
    {
        var (errors, others) = (req.BindingErrors, await register.ReadAsync(ct));
        // A body with errors may come without If-Match: the response lists all errors first.
        var stored =
            errors.Count == 0
                ? await recommendations.GetForUpdateAsync($"{req.Set}/{req.Number}", req.IfMatch, ct)
                : await recommendations.GetActiveAsync($"{req.Set}/{req.Number}", ct);
        var draft = RecommendationReader.Read(
            req.Body,
            errors,
            stored.Recommendation,
            others,
            Caller.FromPrincipal(User)
        );
        errors.ThrowIfAny();
        await Send.ChangedAsync(recommendations, draft, stored, others, Caller.FromPrincipal(User), ct);
    }
}

internal sealed class PatchRecommendation(RecommendationStore recommendations, MeetingRegister register)
    : Endpoint<PatchRecommendationRequest, RecommendationResponse>
{
    public override void Configure()
    {
        Patch("/v1/recommendations/{set}/{number}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Change a recommendation",
            "JSON Merge Patch (RFC 7396): members in the body are changed, null empties a member, and a list is "
                + "replaced as a whole. Only an admin changes what meetings have decided.",
            answer: typeof(RecommendationResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownRecommendation, ErrorCodes.MeetingWithdrawn]
        );
    }

    public override async Task HandleAsync(PatchRecommendationRequest req, CancellationToken ct)
    {
        var others = await register.ReadAsync(ct);
        var stored = await recommendations.GetForUpdateAsync($"{req.Set}/{req.Number}", req.IfMatch, ct);
        var errors = new List<ValidationError>();
        var whole = JsonSerializer.SerializeToNode(
            RecommendationResponse.FromRecommendation(stored.Recommendation, others),
            Json.Options
        )!;
        var body = MergePatch.Read<RecommendationBody>(
            JsonSerializer.SerializeToElement(whole, Json.Options),
            req.Patch,
            errors
        );
        var draft = RecommendationReader.Read(body, errors, stored.Recommendation, others, Caller.FromPrincipal(User));
        errors.ThrowIfAny();
        await Send.ChangedAsync(recommendations, draft, stored, others, Caller.FromPrincipal(User), ct);
    }
}

internal sealed class WithdrawRecommendation(RecommendationStore recommendations)
    : Endpoint<ChangeRecommendationRequest>
{
    public override void Configure()
    {
        Delete("/v1/recommendations/{set}/{number}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Withdraw a recommendation",
            "Removes the recommendation from lists. The record is kept, and its reference stays taken. Later requests "
                + "for the recommendation return 410.",
            StatusCodes.Status204NoContent,
            problems: [ErrorCodes.UnknownRecommendation, ErrorCodes.MeetingWithdrawn]
        );
    }

    public override async Task HandleAsync(ChangeRecommendationRequest req, CancellationToken ct)
    {
        var stored = await recommendations.GetForUpdateAsync($"{req.Set}/{req.Number}", req.IfMatch, ct);
        var by = Caller.FromPrincipal(User).Actor;
        (
            await recommendations.WithdrawAsync(stored.Recommendation.Draft.Reference, stored.Version, by, ct)
        ).ThrowIfRejected();
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}

internal static class RecommendationChanges
{
    /// <summary>Writes the new content of a recommendation, and sends it.</summary>
    /// <exception cref="ProblemException">The recommendation was changed or withdrawn in the meantime.</exception>
    public static async Task ChangedAsync(
        this IResponseSender send,
        RecommendationStore recommendations,
        RecommendationDraft draft,
        StoredRecommendation stored,
        MeetingSnapshot others,
        Caller caller,
        CancellationToken ct
    )
    {
        var changed = (await recommendations.ChangeAsync(draft, stored.Version, caller.Actor, ct)).ThrowIfRejected();
        var response = RecommendationResponse.FromRecommendation(changed, others.With([changed]));
        await send.ResourceAsync(response, response.Tag(changed.Version), null, ct);
    }
}
