using Adam.Domain.Projects;

namespace Adam.Data.Imports;

/// <summary>What becomes of a record that arrives.</summary>
public enum ImportOutcome
{
    Created = 1,
    Updated = 2,

    /// <summary>What arrived is what stands there: nothing is written.</summary>
    Unchanged = 3,
}

/// <summary>A record as a file brings it.</summary>
/// <param name="Owner">Code of a partner that exists. With the draft's reference, case aside, it says which record of the register is meant.</param>
public sealed record Arrival(string Owner, ProjectDraft Draft);

/// <summary>What became of a record that arrived.</summary>
/// <param name="Id">The project's id; null where only a dry run would have created it.</param>
/// <param name="Revived">Whether the record had been withdrawn: it is back, which is an update even when it says the same.</param>
/// <param name="Overlaps">How many overlaps the register ranks with it, those that are declared aside; null in a dry run.</param>
public sealed record Arrived(ImportOutcome Outcome, Guid? Id, bool Revived, int? Overlaps = null);
