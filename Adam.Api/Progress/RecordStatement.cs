using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Measures;
using Adam.Data.Progress;
using Adam.Data.Progress.Statements;
using Adam.Domain.Keys;
using Adam.Domain.Measures;
using Adam.Domain.Progress;
using FastEndpoints;

namespace Adam.Api.Progress;

internal sealed record RecordStatementRequest : IHasBindingErrors
{
    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-II-2")]
    public string Reference { get; init; } = "";

    [FromBody]
    public StatementBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordStatement(
    StatementReader reader,
    MeasureStore measures,
    StatementStore statements,
    ProgressStore progress
) : Endpoint<RecordStatementRequest, RecordedStatementResponse>
{
    public override void Configure()
    {
        Post("/v1/measures/{reference}/statements");
        Roles(RoleNames.Donor, RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.OverlapsDecide);
        this.HonoursIdempotencyKey();
        this.Documents(
            "State the progress of a measure",
            "Adds a statement of the key's partner about its own progress; with the key of an analyst or admin, an "
                + "assessment of the measure. It cannot be changed or removed: state again, and the last one about the "
                + "latest day holds. A warning says if nothing in the register stands behind it.",
            201,
            typeof(RecordedStatementResponse),
            problems: [ErrorCodes.UnknownMeasure, ErrorCodes.MeasureWithdrawn, ErrorCodes.TooManyStatements]
        );
    }

    public override async Task HandleAsync(RecordStatementRequest req, CancellationToken ct)
    {
        var measure = await measures.GetActiveAsync(req.Reference, ct);
        var draft = await reader.ReadAsync(req.Body, req.BindingErrors, ct);
        req.BindingErrors.ThrowIfAny();

        var caller = Caller.FromPrincipal(User);
        var type = caller.Role is Role.Donor ? StatementType.Statement : StatementType.Assessment;
        var warnings = WarningsOf(draft, type, await progress.CheckAsync(measure, draft, caller.Partner, ct));
        var (reference, location) = (measure.Measure.Draft.Reference, LocationOf(measure));
        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await statements.AddAsync(
            measure,
            type,
            draft,
            caller.Partner,
            caller.Actor,
            ct,
            request is null ? null : Keep
        );
        var statement = outcome switch
        {
            StatementOutcome.Done done => done.Statement,
            StatementOutcome.NoProject none => throw ProblemException.ForErrors(
                new ValidationError(
                    $"projects[{none.Index}]",
                    StatementReader.NoProject(draft.Projects[none.Index]),
                    ErrorCodes.UnknownCode
                )
            ),
            StatementOutcome.TooMany => throw new ProblemException(
                ErrorCodes.TooManyStatements,
                $"The measure {reference} has {StatementStore.MostOfMeasure} statements, and takes no more. Record a "
                    + "measure that goes on from it, and state there."
            ),
            _ => throw new InvalidOperationException($"An outcome that nobody knows: {outcome}."),
        };
        HttpContext.Response.Headers.Location = location;
        await Send.ResponseAsync(ToResponse(statement), StatusCodes.Status201Created, ct);

        KeptResponse Keep(ProgressStatement added) =>
            request.Keep(StatusCodes.Status201Created, ToResponse(added), location);

        RecordedStatementResponse ToResponse(ProgressStatement added) => new(reference, added, warnings);
    }

    private static string LocationOf(StoredMeasure measure) =>
        $"/v1/measures/{measure.Measure.Draft.Reference}/statements";

    private static IReadOnlyList<ValidationError> WarningsOf(
        StatementDraft draft,
        StatementType type,
        StatementEvidence evidence
    )
    {
        var warnings = evidence
            .Uncounted.Select(index => new ValidationError(
                $"projects[{index}]",
                $"The project {draft.Projects[index]} does not count for the measure, and is no evidence. Its owner "
                    + "can name the measure in declaredMeasures, or an analyst can confirm the link.",
                ErrorCodes.ProjectNotCounted
            ))
            .ToList();
        if (type == StatementType.Statement && evidence.IsUnsupported)
            warnings.Insert(
                0,
                new(
                    "stage",
                    "Nothing stands behind the statement: no project of yours counts for the measure, and it names no "
                        + "document. It is shown as unsupported. Record the project, or state again with a document.",
                    ErrorCodes.StatementUnsupported
                )
            );
        return warnings;
    }
}
