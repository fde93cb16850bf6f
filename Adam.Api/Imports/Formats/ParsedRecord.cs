using Adam.Api.Errors;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats;

/// <summary>One record of a file as its format parsed it, before validation by the rules of the register.</summary>
/// <param name="Number">The number of the record in the file, counted from 1.</param>
/// <param name="Identifier">The identifier of the record in the file; null if there is none.</param>
/// <param name="Line">The line on which it begins, counted from 1.</param>
/// <param name="Column">The column in which it begins, counted from 1.</param>
/// <param name="Owner">
/// The code of the partner that will own the project; null if an error states why there is none.
/// </param>
/// <param name="Input">The content of the record; null if the errors leave nothing to validate.</param>
/// <param name="Errors">The errors found while parsing, with the names of the file's format.</param>
/// <param name="Warnings">The values that were left out or changed.</param>
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
    /// Compares further members of the record with the validated draft, and returns warnings about differences; null if
    /// there are none to compare.
    /// </summary>
    public Func<ProjectDraft, IEnumerable<ValidationError>>? Compare { get; init; }

    /// <summary>
    /// The members of <see cref="ProjectDraft"/> that the record states. An import keeps the stored values of the other
    /// ones. Null if the record states each member that is not empty,
    /// and no other.
    /// </summary>
    public IReadOnlyCollection<string>? Stated { get; init; }

    /// <summary>
    /// True if required members that the record does not state are those of the stored project. A record of a new
    /// project must state them.
    /// </summary>
    public bool TakesMissingFromStored { get; init; }

    /// <summary>The identifiers that the project had before, as the file declares them.</summary>
    public IReadOnlyList<string> PreviousIdentifiers { get; init; } = [];
}

/// <summary>One validated record of a file, in the staging file before it is written.</summary>
/// <param name="Owner">The partner that will own the project; not defined if there are errors.</param>
/// <param name="Draft">The content of the record; null if there are errors.</param>
/// <param name="Errors">The reasons for which the record is rejected; empty if it is valid.</param>
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
)
{
    /// <inheritdoc cref="ParsedRecord.Stated"/>
    public IReadOnlyCollection<string>? Stated { get; init; }

    /// <inheritdoc cref="ParsedRecord.PreviousIdentifiers"/>
    public IReadOnlyList<string> PreviousIdentifiers { get; init; } = [];
}
