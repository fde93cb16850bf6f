using Adam.Api.Errors;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Imports;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Imports;

internal sealed record UndoImportRequest : ImportRequest;

internal sealed class UndoImport(ImportLog imports, ImportUndo undo) : Endpoint<UndoImportRequest, ImportResponse>
{
    public override void Configure()
    {
        Post("/v1/imports/{id}/undo");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ImportsWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Undo an import",
            "Takes an import back as a whole, or not at all. Projects that it created are withdrawn, those that it "
                + "changed get their former record as a new version, and those that it withdrew or restored go back. "
                + "If somebody has changed one of its projects since, the response is 409 and names them.",
            answer: typeof(ImportResponse),
            problems:
            [
                ErrorCodes.UnknownImport,
                ErrorCodes.NotYourProject,
                ErrorCodes.NotUndoable,
                ErrorCodes.ChangedSince,
            ]
        );
    }

    public override async Task HandleAsync(UndoImportRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var import = await imports.GetAsync(req.Id, caller, ct);
        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await undo.UndoAsync(
            import,
            caller.Actor,
            owner => caller.MayWriteForEveryPartner || owner == caller.Partner,
            ct,
            request is null ? null : undone => request.Keep(StatusCodes.Status200OK, ImportResponse.FromImport(undone))
        );
        await Send.OkAsync(ImportResponse.FromImport(outcome.ThrowIfRejected(req.Id).Import), ct);
    }
}

internal static class ImportUndoProblems
{
    /// <exception cref="ProblemException">The import was not undone.</exception>
    public static ImportUndoOutcome.Done ThrowIfRejected(this ImportUndoOutcome outcome, Guid id) =>
        outcome switch
        {
            ImportUndoOutcome.Done done => done,
            ImportUndoOutcome.NotPossible { Import: var import } => throw new ProblemException(
                ErrorCodes.NotUndoable,
                Reason(import)
            ),
            ImportUndoOutcome.NotYours { Owners: var owners } => throw new ProblemException(
                ErrorCodes.NotYourProject,
                $"The import has changed projects of {string.Join(", ", owners)}. An admin undoes it."
            ),
            ImportUndoOutcome.Touched touched => throw Touched(touched),
            ImportUndoOutcome.ReferenceTaken => throw new ProblemException(
                ErrorCodes.ChangedSince,
                $"The import {id} has given a project a new reference, and another project has the former one now. "
                    + "Nothing was undone."
            ),
            _ => throw new ArgumentException($"There is no outcome {outcome.GetType().Name}.", nameof(outcome)),
        };

    private static string Reason(KeptImport import) =>
        import switch
        {
            { IsOpen: true } => $"The import {import.Id} has not ended. Cancel it first, or wait for its end.",
            { IsDryRun: true } => $"The import {import.Id} is a dry run, which has written nothing.",
            { UndoneAt: { } at } =>
                $"The import {import.Id} was undone by {import.UndoneBy} at {at:yyyy-MM-dd'T'HH:mm:ss'Z'}.",
            _ => $"The former records of the import {import.Id} are no longer kept.",
        };

    private static ProblemException Touched(ImportUndoOutcome.Touched touched)
    {
        var named = touched.First.Select(
            (project, index) =>
                new ValidationError(
                    $"projects[{index}]",
                    $"{project.Owner}'s {ValidationError.Quote(project.Project.Draft.Reference)} ({project.Id}) has "
                        + $"version {project.Version} since {project.UpdatedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}.",
                    ErrorCodes.ChangedSince
                )
        );
        return new(
            ErrorCodes.ChangedSince,
            $"Since the import, {touched.Count} of its projects {(touched.Count == 1 ? "has" : "have")} changed; the "
                + $"first {touched.First.Count} are named in errors. Nothing was undone.",
            [.. named]
        );
    }
}
