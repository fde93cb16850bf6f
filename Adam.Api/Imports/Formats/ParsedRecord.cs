using Adam.Api.Errors;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats;

/// <summary>One record of a file as its format reads it; the rules of the register are not applied yet.</summary>
/// <param name="Number">Its place in the file, counted from 1.</param>
/// <param name="Identifier">How the file names it; null if it does not.</param>
/// <param name="Line">The line on which it begins, counted from 1.</param>
/// <param name="Column">The column in which it begins, counted from 1.</param>
/// <param name="Owner">The code of the partner that is to own it; null if an error says why nobody does.</param>
/// <param name="Input">What it states; null if its errors leave nothing to validate.</param>
/// <param name="Errors">Why it cannot be taken, as far as reading it has found; named as the file names things.</param>
/// <param name="Warnings">What of it was left out, or read otherwise than it is written.</param>
internal sealed record ParsedRecord(
    int Number,
    string? Identifier,
    int Line,
    int Column,
    string? Owner,
    ProjectInput? Input,
    IReadOnlyList<ValidationError> Errors,
    IReadOnlyList<ValidationError> Warnings
)
{
    /// <summary>
    /// Returns warnings about what the record states beside the validated draft; null if it states nothing else.
    /// </summary>
    public Func<ProjectDraft, IEnumerable<ValidationError>>? Compare { get; init; }
}

/// <summary>One record of a file, validated, while it waits on disk to be written.</summary>
/// <param name="Owner">The partner that is to own it; means nothing if there are errors.</param>
/// <param name="Draft">What it states; null if there are errors.</param>
/// <param name="Errors">Why it is not taken; empty if it is.</param>
/// <inheritdoc cref="ParsedRecord" path="/param"/>
internal sealed record StagedRecord(
    int Number,
    string? Identifier,
    int Line,
    int Column,
    string Owner,
    ProjectDraft? Draft,
    IReadOnlyList<ValidationError> Errors,
    IReadOnlyList<ValidationError> Warnings
);
