using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Documents;
using Adam.Api.Errors;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.Measures;
using Adam.Api.Meetings;
using Adam.Api.OpenApi;
using Adam.Api.Recommendations;
using Adam.Api.Security;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Records.Files;

internal sealed record ImportRecordsRequest
{
    /// <summary>Validate every record and write nothing. The response is that of the real import.</summary>
    [QueryParam]
    public bool DryRun { get; init; }

    /// <summary>Write all records or none. By default, all valid records are written.</summary>
    [QueryParam]
    public bool Atomic { get; init; }

    /// <summary>The sheet of a workbook. Without it, the first visible one is read.</summary>
    [QueryParam, MaxLength(100)]
    public string? Sheet { get; init; }

    /// <summary>
    /// The file, also compressed with gzip: a list as the register returns it, a record a line, or a table with the
    /// headings of the list.
    /// </summary>
    [FromBody, RecordFile]
    public UploadedFile File { get; init; } = new();
}

/// <summary>Base of the endpoints that import a file of records.</summary>
internal abstract class ImportRecords(IRecordImports records, Settings settings)
    : Endpoint<ImportRecordsRequest, RecordImportReport>
{
    /// <param name="name">The name of the records in paths and sentences.</param>
    /// <param name="notice">A further sentence, after a space; empty for none.</param>
    protected void Imports(string name, string notice, ErrorCode tooMany)
    {
        Patch($"/v1/{name}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            $"Import {name}",
            $"Writes the {name} of a file in one transaction, each over the one under its reference. Others stay as "
                + "they are, and so do members that the file does not state; an empty cell or null empties a member. "
                + "Sending the same file twice changes nothing. The response has one row for each record of the file, "
                + $"with all faults of a rejected one.{notice} docs/record-files.md describes the files.",
            answer: typeof(RecordImportReport),
            problems:
            [
                tooMany,
                ErrorCodes.RecordsChanged,
                ErrorCodes.NotAll,
                ErrorCodes.NotTable,
                ErrorCodes.NotWorkbook,
                ErrorCodes.NotJsonList,
                ErrorCodes.NotUnpacked,
                ErrorCodes.NotForm,
            ]
        );
    }

    public override async Task HandleAsync(ImportRecordsRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        try
        {
            var (file, type) = await RecordUpload.ReceiveAsync(
                HttpContext,
                settings.MaxImportBytes,
                $"{records.Kind.Name}s",
                ct
            );
            await using (file)
            {
                var source = new RecordFile(records, type, req.Sheet, caller);
                var imported = await records.ImportAsync(
                    () => source.ReadAsync(file, ct),
                    req.DryRun,
                    req.Atomic,
                    caller,
                    ct
                );
                if (req.Atomic && !req.DryRun)
                    ThrowIfAnyRejected(imported);
                await HttpContext.Response.SendAsync(
                    RecordImportReport.FromRecords(imported, req.DryRun),
                    cancellation: ct
                );
            }
        }
        catch (UnreadableFileException broken)
        {
            throw new ProblemException(
                broken.Code,
                broken.Line > 0 ? $"Line {broken.Line}: {broken.Message} Nothing was imported." : broken.Message
            );
        }
    }

    private void ThrowIfAnyRejected(IReadOnlyList<ImportedRecord> imported)
    {
        var rejected = imported.Count(record => record.Change is null);
        if (rejected == 0)
            return;

        var errors = imported.SelectMany(record =>
            record.Errors.Select(error =>
                error with
                {
                    Reason =
                        $"{(record.Reference is { } name ? $"{ValidationError.Printable(name)}, " : "")}"
                        + $"line {record.Line}: {error.Reason}",
                }
            )
        );
        throw new ProblemException(
            ErrorCodes.NotAll,
            $"{rejected} {records.Kind.Name}{(rejected == 1 ? "" : "s")} of the file cannot be taken, and all or "
                + $"nothing was asked for: nothing was imported. The first {ValidationError.Most} reasons are named in "
                + "errors; dryRun=true lists every record.",
            [.. errors.Take(ValidationError.Most)]
        );
    }
}

internal sealed class ImportMeetings(MeetingResource meetings, Settings settings) : ImportRecords(meetings, settings)
{
    public override void Configure() => Imports("meetings", notice: "", ErrorCodes.TooManyMeetings);
}

internal sealed class ImportRecommendations(RecommendationResource recommendations, Settings settings)
    : ImportRecords(recommendations, settings)
{
    public override void Configure() =>
        Imports(
            "recommendations",
            " A recommendation may continue one that stands above it in the file. Only an admin changes what meetings "
                + "have decided.",
            ErrorCodes.TooManyMeetings
        );
}

internal sealed class ImportMeasures(MeasureResource measures, Settings settings) : ImportRecords(measures, settings)
{
    public override void Configure() => Imports("measures", notice: "", ErrorCodes.TooManyMeasures);
}

internal sealed class ImportDocuments(DocumentResource documents, Settings settings)
    : ImportRecords(documents, settings)
{
    public override void Configure() => Imports("documents", notice: "", ErrorCodes.TooManyDocuments);
}
