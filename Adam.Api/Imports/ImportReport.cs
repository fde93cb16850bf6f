using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Data.Imports;

namespace Adam.Api.Imports;

/// <summary>What became of a file: of each record of it, and in sum.</summary>
/// <param name="DryRun">Whether nothing was written: then the outcomes are those that there would have been.</param>
/// <param name="Read">How many records the file has.</param>
/// <param name="Created">New in the register.</param>
/// <param name="Updated">In the register already, under the same owner and reference, and changed to what the file says.</param>
/// <param name="Unchanged">In the register already, saying the same.</param>
/// <param name="Rejected">Not taken, each for the errors that its item names.</param>
/// <param name="Reasons">How many records have which error or warning, the most frequent first.</param>
/// <param name="Items">Every record of the file, in its order.</param>
internal sealed record ImportReport(
    bool DryRun,
    int Read,
    int Created,
    int Updated,
    int Unchanged,
    int Rejected,
    IReadOnlyList<ImportReason> Reasons,
    IReadOnlyList<ImportItem> Items
);

/// <summary>An error or warning that records of the file have in common.</summary>
/// <param name="Rejects">Whether it is an error, for which a record is rejected; a warning does not keep a record out.</param>
/// <param name="Name">The element or member that it is about; <c>[]</c> stands for any item of a list.</param>
/// <param name="Code">One of the codes of docs/errors.md.</param>
/// <param name="Title">The code in a few words.</param>
/// <param name="Records">How many records have it.</param>
internal sealed record ImportReason(bool Rejects, string Name, string Code, string Title, int Records);

/// <summary>What became of one record of a file.</summary>
/// <param name="Number">Its place in the file, counted from 1.</param>
/// <param name="Identifier">How the file names it.</param>
/// <param name="Line">The line on which it begins, counted from 1.</param>
/// <param name="Column">The character of that line with which it begins, counted from 1.</param>
/// <param name="Outcome">What was done with it.</param>
/// <param name="Project">The id of the project that it is in the register; null where it is not in it.</param>
/// <param name="Overlaps">How many overlaps the register ranked with it when it was written; null where it is not in the register, and in a dry run.</param>
/// <param name="Errors">Why it was rejected; every reason.</param>
/// <param name="Warnings">What of it was left out, or read otherwise than it stands there.</param>
internal sealed record ImportItem(
    int Number,
    string? Identifier,
    int Line,
    int Column,
    ImportItemOutcome Outcome,
    Guid? Project,
    int? Overlaps,
    IReadOnlyList<ValidationError> Errors,
    IReadOnlyList<ValidationError> Warnings
)
{
    private const string Revived = "The project was withdrawn. It is in the file, so it stands again.";

    /// <param name="element">What the file calls a record, for a warning about all of it.</param>
    public static ImportItem FromRecord(StagedRecord record, ImportRecordResult? arrived, string element) =>
        new(
            record.Number,
            record.Identifier,
            record.Line,
            record.Column,
            OutcomeOf(arrived),
            arrived?.Id,
            arrived?.Overlaps,
            record.Errors,
            arrived?.Revived is true
                ? [.. record.Warnings, new ValidationError(element, Revived, ErrorCodes.Revived)]
                : record.Warnings
        );

    private static ImportItemOutcome OutcomeOf(ImportRecordResult? arrived) =>
        arrived is null
            ? ImportItemOutcome.Rejected
            : arrived.Outcome switch
            {
                ImportOutcome.Created => ImportItemOutcome.Created,
                ImportOutcome.Updated => ImportItemOutcome.Updated,
                ImportOutcome.Unchanged => ImportItemOutcome.Unchanged,
            };
}

/// <summary>What was done with a record of a file.</summary>
internal enum ImportItemOutcome
{
    /// <summary>It is new in the register.</summary>
    Created = 1,

    /// <summary>It was in the register and is changed.</summary>
    Updated = 2,

    /// <summary>It was in the register and says the same.</summary>
    Unchanged = 3,

    /// <summary>It is not taken.</summary>
    Rejected = 4,
}
