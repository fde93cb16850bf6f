using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Measures;
using Adam.Data.Progress.Findings;
using Adam.Domain.Keys;
using Adam.Domain.Measures;
using FastEndpoints;

namespace Adam.Api.Progress;

internal sealed record PromoteFindingRequest : IHasBindingErrors
{
    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-III-1")]
    public string Reference { get; init; } = "";

    [FromBody]
    public FindingBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class PromoteFinding(FindingReader reader, MeasureStore measures, FindingStore findings)
    : Endpoint<PromoteFindingRequest, FindingDocument>
{
    public override void Configure()
    {
        Post("/v1/measures/{reference}/findings");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.OverlapsDecide);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Promote answers to evidence of a measure",
            "Counts the answers to an open question of a questionnaire that implements the measure or one of its "
                + "recommendations, and keeps the numbers as evidence of the progress of the measure, with their day "
                + "and rate. It cannot be changed or removed: promote again, and the last one as of the latest day is "
                + "shown. Everybody reads it, so it needs as many responses as results do.",
            201,
            typeof(FindingDocument),
            problems: [ErrorCodes.UnknownMeasure, ErrorCodes.MeasureWithdrawn, ErrorCodes.TooManyFindings]
        );
    }

    public override async Task HandleAsync(PromoteFindingRequest req, CancellationToken ct)
    {
        var measure = await measures.GetActiveAsync(req.Reference, ct);
        var reference = measure.Measure.Draft.Reference;
        var (questionnaire, draft) = await reader.ReadAsync(req.Body, measure.Measure.Draft, req.BindingErrors, ct);

        var caller = Caller.FromPrincipal(User);
        var location = $"/v1/measures/{reference}/findings";
        var request = IdempotentRequest.Find(HttpContext);
        var finding =
            await findings.AddAsync(
                measure,
                questionnaire,
                draft,
                caller.Partner,
                caller.Actor,
                ct,
                request is null ? null : Keep
            )
            ?? throw new ProblemException(
                ErrorCodes.TooManyFindings,
                $"The measure {reference} has {FindingStore.MostOfMeasure} findings, and takes no more. Record a "
                    + "measure that goes on from it, and promote there."
            );
        HttpContext.Response.Headers.Location = location;
        await Send.ResponseAsync(finding, StatusCodes.Status201Created, ct);

        KeptResponse Keep(FindingDocument added) => request.Keep(StatusCodes.Status201Created, added, location);
    }
}
