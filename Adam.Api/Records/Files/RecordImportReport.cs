using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports;
using Adam.Data.Records;

namespace Adam.Api.Records.Files;

/// <summary>The result of an import of records: counts for the file, and the outcome of each record.</summary>
/// <param name="DryRun">True if nothing was written. The outcomes are then those that a real import would have.</param>
/// <param name="Read">The number of records in the file.</param>
/// <param name="Created">The number of records that were new in the register.</param>
/// <param name="Updated">The number of records that changed the one of the same reference.</param>
/// <param name="Unchanged">The number of records that equal the recorded one.</param>
/// <param name="Rejected">The number of records that were not imported.</param>
/// <param name="Reasons">
/// The errors and warnings with the number of records that have them, the most frequent first.
/// </param>
/// <param name="Items">All records of the file, in their order.</param>
internal sealed record RecordImportReport(
    bool DryRun,
    [property: Example(1)] int Read,
    [property: Example(1)] int Created,
    [property: Example(0)] int Updated,
    [property: Example(0)] int Unchanged,
    [property: Example(0)] int Rejected,
    IReadOnlyList<ImportReason> Reasons,
    IReadOnlyList<RecordImportRow> Items
)
{
    public static RecordImportReport FromRecords(IReadOnlyList<ImportedRecord> records, bool dryRun)
    {
        var rows = records.Select(RecordImportRow.FromRecord).ToList();
        return new(
            dryRun,
            rows.Count,
            Count(ImportItemOutcome.Created),
            Count(ImportItemOutcome.Updated),
            Count(ImportItemOutcome.Unchanged),
            Count(ImportItemOutcome.Rejected),
            [
                .. rows.SelectMany(row =>
                        row.Errors.Select(fault => (Rejects: true, Fault: fault))
                            .Concat(row.Warnings.Select(fault => (Rejects: false, Fault: fault)))
                            .Select(one =>
                                (one.Rejects, Name: ImportResult.NameWithoutPosition(one.Fault), one.Fault.Code)
                            )
                            .Distinct()
                    )
                    .CountBy(reason => reason)
                    .OrderByDescending(reason => reason.Value)
                    .ThenBy(reason => reason.Key)
                    .Select(reason => new ImportReason(
                        reason.Key.Rejects,
                        reason.Key.Name,
                        reason.Key.Code,
                        ErrorCodes.All.Single(code => code.Id == reason.Key.Code).Title,
                        reason.Value
                    )),
            ],
            rows
        );

        int Count(ImportItemOutcome outcome) => rows.Count(row => row.Outcome == outcome);
    }
}

/// <summary>The outcome of one record of a file.</summary>
/// <param name="Number">The number of the record in the file, counted from 1.</param>
/// <param name="Reference">The reference of the record; null if it has none.</param>
/// <param name="Line">The line or row on which it begins, counted from 1.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Errors">All reasons for which the record was rejected.</param>
/// <param name="Warnings">States that the record was withdrawn, and is active again.</param>
internal sealed record RecordImportRow(
    [property: Example(1)] int Number,
    [property: Example("EWG-2015-II/3")] string? Reference,
    [property: Example(2)] int Line,
    ImportItemOutcome Outcome,
    IReadOnlyList<ValidationError> Errors,
    IReadOnlyList<ValidationError> Warnings
)
{
    private static readonly ValidationError Revived = new(
        "reference",
        "The record was withdrawn. It is in the file, so it stands again.",
        ErrorCodes.Revived
    );

    public static RecordImportRow FromRecord(ImportedRecord record) =>
        new(
            record.Number,
            record.Reference,
            record.Line,
            record.Change is { } change ? OutcomeOf(change) : ImportItemOutcome.Rejected,
            record.Errors,
            record.Change == RecordChange.Revived ? [Revived] : []
        );

    private static ImportItemOutcome OutcomeOf(RecordChange change) =>
        change switch
        {
            RecordChange.Created => ImportItemOutcome.Created,
            RecordChange.Unchanged => ImportItemOutcome.Unchanged,
            RecordChange.Updated or RecordChange.Revived => ImportItemOutcome.Updated,
        };
}
