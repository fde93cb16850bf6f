using Adam.Domain.Projects;

namespace Adam.Api.Imports;

/// <summary>How a file is to be imported.</summary>
/// <param name="Owner">The partner who owns the records of which the file names no owner in the partnership; null: those are rejected.</param>
/// <param name="Pillar">The pillar of the records for which the file names none; null: those are rejected.</param>
/// <param name="DryRun">Judge everything, write nothing.</param>
/// <param name="Atomic">Write all of the file or none of it. Else every record that can be taken is.</param>
internal sealed record ImportOptions(string? Owner, Pillar? Pillar, bool DryRun, bool Atomic);
