using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Measures;
using Adam.Domain.Keys;
using Adam.Domain.Measures;
using FastEndpoints;

namespace Adam.Api.Measures;

internal record ChangeMeasureRequest
{
    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-II-2")]
    public string Reference { get; init; } = "";

    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record ReplaceMeasureRequest : ChangeMeasureRequest, IHasBindingErrors
{
    [FromBody]
    public MeasureBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record PatchMeasureRequest : ChangeMeasureRequest
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(MeasureBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplaceMeasure(MeasureReader reader, MeasureStore measures)
    : Endpoint<ReplaceMeasureRequest, MeasureDocument>
{
    public override void Configure()
    {
        Put("/v1/measures/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Replace a measure",
            "Members that the body omits are emptied. A body that equals the stored measure changes nothing. If other "
                + "projects serve the measure then, verdicts about its projects become stale.",
            answer: typeof(MeasureDocument),
            tagged: true,
            problems: [ErrorCodes.UnknownMeasure, ErrorCodes.MeasureWithdrawn]
        );
    }

    public override async Task HandleAsync(ReplaceMeasureRequest req, CancellationToken ct)
    {
        var errors = req.BindingErrors;
        // A body with errors may come without If-Match: the response lists all errors first.
        var stored =
            errors.Count == 0
                ? await measures.GetForUpdateAsync(req.Reference, req.IfMatch, ct)
                : await measures.GetActiveAsync(req.Reference, ct);
        var draft = await reader.ReadAsync(req.Body, errors, stored.Measure, ct);
        errors.ThrowIfAny();
        await Send.ChangedAsync(measures, draft, stored, Caller.FromPrincipal(User), ct);
    }
}

internal sealed class PatchMeasure(MeasureReader reader, MeasureStore measures)
    : Endpoint<PatchMeasureRequest, MeasureDocument>
{
    public override void Configure()
    {
        Patch("/v1/measures/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Change a measure",
            "JSON Merge Patch (RFC 7396): members in the body are changed, null empties a member, and a list is "
                + "replaced as a whole. If other projects serve the measure then, verdicts about its projects become "
                + "stale.",
            answer: typeof(MeasureDocument),
            tagged: true,
            problems: [ErrorCodes.UnknownMeasure, ErrorCodes.MeasureWithdrawn]
        );
    }

    public override async Task HandleAsync(PatchMeasureRequest req, CancellationToken ct)
    {
        var stored = await measures.GetForUpdateAsync(req.Reference, req.IfMatch, ct);
        var errors = new List<ValidationError>();
        var body = MergePatch.Read<MeasureBody>(
            JsonSerializer.SerializeToElement(MeasureDocument.FromMeasure(stored.Measure), Json.Options),
            req.Patch,
            errors
        );
        var draft = await reader.ReadAsync(body, errors, stored.Measure, ct);
        errors.ThrowIfAny();
        await Send.ChangedAsync(measures, draft, stored, Caller.FromPrincipal(User), ct);
    }
}

internal sealed class WithdrawMeasure(MeasureStore measures) : Endpoint<ChangeMeasureRequest>
{
    public override void Configure()
    {
        Delete("/v1/measures/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Withdraw a measure",
            "Removes the measure from lists and gaps. The record is kept, and its reference stays taken. Later "
                + "requests for the measure return 410.",
            StatusCodes.Status204NoContent,
            problems: [ErrorCodes.UnknownMeasure, ErrorCodes.MeasureWithdrawn]
        );
    }

    public override async Task HandleAsync(ChangeMeasureRequest req, CancellationToken ct)
    {
        var stored = await measures.GetForUpdateAsync(req.Reference, req.IfMatch, ct);
        var by = Caller.FromPrincipal(User).Actor;
        (await measures.WithdrawAsync(stored.Measure.Draft.Reference, stored.Version, by, ct)).ThrowIfRejected();
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}

internal static class MeasureChanges
{
    /// <summary>Writes the new content of a measure, and sends it.</summary>
    /// <exception cref="ProblemException">The measure was changed or withdrawn in the meantime.</exception>
    public static async Task ChangedAsync(
        this IResponseSender send,
        MeasureStore measures,
        MeasureDraft draft,
        StoredMeasure stored,
        Caller caller,
        CancellationToken ct
    )
    {
        var changed = (await measures.ChangeAsync(draft, stored.Version, caller.Actor, ct)).ThrowIfRejected();
        await send.ResourceAsync(
            MeasureDocument.FromMeasure(changed),
            EntityTags.ForVersion(changed.Version),
            null,
            ct
        );
    }
}
