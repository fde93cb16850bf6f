using Adam.Domain.Projects;

namespace Adam.Data.Imports;

/// <summary>The result of importing one record.</summary>
public enum ImportOutcome
{
    Created = 1,
    Updated = 2,

    /// <summary>The record equals the stored project, so that nothing is written.</summary>
    Unchanged = 3,
}

/// <summary>A record of an imported file.</summary>
/// <param name="Owner">
/// The code of an existing partner. Owner and reference, ignoring case, identify the project to update.
/// </param>
public sealed record ImportRecord(string Owner, ProjectDraft Draft);

/// <summary>The result of importing one record.</summary>
/// <param name="Id">The project's id; null for a record that a dry run would create.</param>
/// <param name="Revived">
/// True if the project was withdrawn and is active again. This is an update even if nothing else changed.
/// </param>
/// <param name="Overlaps">
/// The number of ranked overlaps of the project, without declared ones; null in a dry run.
/// </param>
public sealed record ImportRecordResult(ImportOutcome Outcome, Guid? Id, bool Revived, int? Overlaps = null);
