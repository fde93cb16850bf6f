using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Api.Serialization;
using Adam.Data.Imports;

namespace Adam.Api.Imports;

/// <summary>The result of an import: counts for the file, and the outcome of each record.</summary>
/// <param name="Id">The id of the import, at /v1/imports; null for a dry run that is not kept.</param>
/// <param name="DryRun">True if nothing was written. The outcomes are then those that a real import would have.</param>
/// <param name="Read">The number of records in the file.</param>
/// <param name="Created">The number of records that were new in the register.</param>
/// <param name="Updated">
/// The number of records that changed an existing project of the same owner and reference.
/// </param>
/// <param name="Unchanged">The number of records that equal the existing project.</param>
/// <param name="Rejected">
/// The number of records that were not imported. The errors of their items state the reasons.
/// </param>
/// <param name="Missing">The projects of the last file of the same source that this file does not have.</param>
/// <param name="Reasons">
/// The errors and warnings with the number of records that have them, the most frequent first.
/// </param>
/// <param name="Items">All records of the file, in their order.</param>
internal sealed record ImportReport(
    [property: Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e31")] Guid? Id,
    bool DryRun,
    int Read,
    int Created,
    int Updated,
    int Unchanged,
    int Rejected,
    ImportMissing Missing,
    IReadOnlyList<ImportReason> Reasons,
    IReadOnlyList<ImportItem> Items
);

/// <summary>
/// The active projects that the last file of the same source had and this file does not have. A source is an owner, a
/// format, a sheet and a mapping.
/// </summary>
/// <param name="Since">The import of the last file; null if there is none to compare with.</param>
/// <param name="Count">The number of missing projects that the caller may write.</param>
/// <param name="Withdrawn">
/// The number of them that were withdrawn, which <c>withdrawMissing=true</c> does; in a dry run, that would be.
/// </param>
/// <param name="Note">The reason for which nothing was withdrawn though it was asked for; otherwise null.</param>
/// <param name="Projects">The first 100 of them.</param>
internal sealed record ImportMissing(
    Guid? Since,
    int Count,
    int Withdrawn,
    string? Note,
    IReadOnlyList<MissingProject> Projects
)
{
    public static readonly ImportMissing None = new(null, 0, 0, null, []);
}

/// <summary>An error or warning that one or more records of the file have.</summary>
/// <param name="Rejects">True for an error, which rejects the record; false for a warning, which does not.</param>
/// <param name="Name">The element or member concerned; <c>[]</c> stands for any item of a list.</param>
/// <param name="Code">A code of docs/errors.md.</param>
/// <param name="Title">The short description of the code.</param>
/// <param name="Records">The number of records that have it.</param>
internal sealed record ImportReason(bool Rejects, string Name, string Code, string Title, int Records);

/// <summary>The outcome of one record of a file.</summary>
/// <param name="Number">The number of the record in the file, counted from 1.</param>
/// <param name="Identifier">The identifier of the record in the file.</param>
/// <param name="Line">The line on which it begins, counted from 1.</param>
/// <param name="Column">The column in which it begins, counted from 1.</param>
/// <param name="Outcome">The outcome of the record.</param>
/// <param name="Project">The id of the project; null if the project is not in the register.</param>
/// <param name="Overlaps">
/// The number of overlaps that the register ranked for the project when it was written. Null in a dry run, or if the
/// project is not in the register.
/// </param>
/// <param name="Errors">All reasons for which the record was rejected.</param>
/// <param name="Warnings">The values that were left out or changed.</param>
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
    private const int LongestReason = 2_000;
    private const string Revived = "The project was withdrawn. It is in the file, so it stands again.";

    /// <param name="format">The format of the file, which names the elements in warnings.</param>
    public static ImportItem FromRecord(StagedRecord record, ImportRecordResult? recordResult, IImportFormat format) =>
        new(
            record.Number,
            record.Identifier,
            record.Line,
            record.Column,
            OutcomeOf(recordResult),
            recordResult?.Id,
            recordResult?.Overlaps,
            record.Errors,
            [.. record.Warnings, .. recordResult is null ? [] : WarningsOf(recordResult, format, record.Line)]
        );

    private static IEnumerable<ValidationError> WarningsOf(ImportRecordResult result, IImportFormat format, int line)
    {
        var element = format.RecordElement;
        if (result.Revived)
            yield return new(element, Revived, ErrorCodes.Revived);
        if (result.FoundAs is { } found)
            yield return new(
                format.NameOf("reference", line),
                $"The register has this project as {ValidationError.Quote(found)}: that record is updated.",
                ErrorCodes.SameProject
            );
        if (result.AlsoStoredAs is { } other)
            yield return new(
                format.NameOf("reference", line),
                $"The register also has {ValidationError.Quote(other)}, which has this identifier or a previous one. "
                    + "Withdraw it if it is the same project.",
                ErrorCodes.SameProject
            );
        var kept = result
            .Kept.Select(Json.NameOfMember)
            .Concat(result.KeptDetails.Select(member => $"details of {Json.NameOfMember(member)}"))
            .ToList();
        if (kept.Count > 0)
            yield return new(
                element,
                $"The file does not state {string.Join(", ", kept)}. The register keeps its values.",
                ErrorCodes.Kept
            );
        foreach (var items in result.Removed.GroupBy(removed => removed.Member))
            yield return new(
                format.NameOf(Json.NameOfMember(items.Key), line),
                ValidationError.Printable(
                    $"The file no longer states {string.Join(", ", items.Select(one => one.Item))}. Removed from "
                        + $"{Json.NameOfMember(items.Key)}.",
                    LongestReason
                ),
                ErrorCodes.Removed
            );
    }

    private static ImportItemOutcome OutcomeOf(ImportRecordResult? recordResult) =>
        recordResult is null
            ? ImportItemOutcome.Rejected
            : recordResult.Outcome switch
            {
                ImportOutcome.Created => ImportItemOutcome.Created,
                ImportOutcome.Updated => ImportItemOutcome.Updated,
                ImportOutcome.Unchanged => ImportItemOutcome.Unchanged,
            };
}

/// <summary>The outcome of a record of a file.</summary>
internal enum ImportItemOutcome
{
    /// <summary>The project is new in the register.</summary>
    Created = 1,

    /// <summary>The project was in the register and has been changed.</summary>
    Updated = 2,

    /// <summary>The project in the register equals the record.</summary>
    Unchanged = 3,

    /// <summary>The record was not imported.</summary>
    Rejected = 4,
}
