using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats;

/// <summary>The options of an import.</summary>
/// <param name="Owner">The owner of records for which the file names no partner; null to reject such records.</param>
/// <param name="Pillar">The pillar of records for which the file implies none; null to reject such records.</param>
/// <param name="DryRun">True to validate everything and write nothing.</param>
/// <param name="Atomic">True to write all records or none; false to write all valid records.</param>
/// <param name="Sheet">The sheet of a workbook to read; null for the first visible one.</param>
/// <param name="Mapping">
/// The meaning of the columns of a table, as valid JSON; null if its headings state it.
/// </param>
internal sealed record ImportOptions(
    string? Owner,
    Pillar? Pillar,
    bool DryRun,
    bool Atomic,
    string? Sheet = null,
    string? Mapping = null
)
{
    /// <summary>The name of the saved mapping; null if the mapping has none.</summary>
    public string? MappingName { get; init; }

    /// <summary>True to withdraw the projects that the last file of the same source had and this one lacks.</summary>
    public bool WithdrawMissing { get; init; }
}
