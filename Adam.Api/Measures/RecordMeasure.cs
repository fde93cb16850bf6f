using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Measures;
using Adam.Domain.Keys;
using Adam.Domain.Measures;
using FastEndpoints;

namespace Adam.Api.Measures;

internal sealed record RecordMeasureRequest : IHasBindingErrors
{
    [FromBody]
    public MeasureBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordMeasure(MeasureReader reader, MeasureStore measures)
    : Endpoint<RecordMeasureRequest, MeasureDocument>
{
    public override void Configure()
    {
        Post("/v1/measures");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Record a measure",
            "Records what is to be there, where and until when. Projects that meet its criterion serve it from then "
                + "on. POST /v1/measures/check shows them before.",
            201,
            typeof(MeasureDocument),
            tagged: true,
            problems: [ErrorCodes.MeasureReferenceTaken, ErrorCodes.TooManyMeasures]
        );
    }

    public override async Task HandleAsync(RecordMeasureRequest req, CancellationToken ct)
    {
        var errors = req.BindingErrors;
        var draft = await reader.ReadAsync(req.Body, errors, current: null, ct);
        errors.ThrowIfAny();

        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await measures.AddAsync(
            draft,
            Caller.FromPrincipal(User).Actor,
            ct,
            request is null ? null : Keep
        );
        var measure = outcome.ThrowIfRejected();
        await Send.CreatedAsync(LocationOf(measure), MeasureDocument.FromMeasure(measure), TagOf(measure), ct);

        KeptResponse Keep(Measure added) =>
            request.KeepCreated(LocationOf(added), MeasureDocument.FromMeasure(added), TagOf(added));
    }

    private static string LocationOf(Measure measure) => $"/v1/measures/{measure.Draft.Reference}";

    private static string TagOf(Measure measure) => EntityTags.ForVersion(measure.Version);
}
