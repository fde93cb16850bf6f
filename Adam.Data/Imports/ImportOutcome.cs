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
public sealed record ImportRecord(string Owner, ProjectDraft Draft)
{
    /// <summary>
    /// The members of <see cref="ProjectDraft"/> that the record states. The other ones keep their stored values. Null
    /// if it states each member that is not empty, and no other.
    /// </summary>
    public IReadOnlyCollection<string>? Stated { get; init; }

    /// <summary>
    /// True if the reference is the IATI identifier. A stored project of the owner that has this IATI identifier under
    /// another reference is then the same project.
    /// </summary>
    public bool IsIdentifiedByIati { get; init; }

    /// <summary>
    /// The identifiers that the project had before. A stored project of the owner with one of them, as its reference or
    /// as its IATI identifier, is the same project, unless there is one under the present reference.
    /// </summary>
    public IReadOnlyList<string> PreviousIdentifiers { get; init; } = [];
}

/// <summary>An imported record, merged into the stored project.</summary>
/// <param name="Kept">
/// The members that the record does not state and that keep stored values which are not empty.
/// </param>
/// <param name="KeptDetails">
/// The members that the record states, and of which some items keep stored details that the record does not state.
/// </param>
/// <param name="Removed">The items of stored lists that the record no longer has, and dates that contradict it.</param>
public sealed record MergedRecord(
    ProjectDraft Draft,
    IReadOnlyList<string> Kept,
    IReadOnlyList<string> KeptDetails,
    IReadOnlyList<RemovedItem> Removed
)
{
    /// <summary>Returns a record that is stored as it is.</summary>
    public static MergedRecord FromDraft(ProjectDraft draft) => new(draft, [], [], []);
}

/// <summary>An item that an import removes from a list.</summary>
/// <param name="Member">The member of <see cref="ProjectDraft"/>.</param>
/// <param name="Item">The code or the name of the item.</param>
public sealed record RemovedItem(string Member, string Item);

/// <summary>The result of importing one record.</summary>
/// <param name="Id">The project's id; null for a record that a dry run would create.</param>
public sealed record ImportRecordResult(ImportOutcome Outcome, Guid? Id)
{
    /// <summary>
    /// True if the project was withdrawn and is active again. This is an update even if nothing else changed.
    /// </summary>
    public bool Revived { get; init; }

    /// <summary>
    /// The reference under which the project was stored, if the record did not find it by its own reference; otherwise
    /// null.
    /// </summary>
    public string? FoundAs { get; init; }

    /// <summary>
    /// The reference of another project of the owner that has the record's IATI identifier, or one of its previous
    /// identifiers; null if there is none.
    /// </summary>
    public string? AlsoStoredAs { get; init; }

    /// <inheritdoc cref="MergedRecord" path="/param[@name='Kept']"/>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <inheritdoc cref="MergedRecord" path="/param[@name='KeptDetails']"/>
    public IReadOnlyList<string> KeptDetails { get; init; } = [];

    /// <inheritdoc cref="MergedRecord" path="/param[@name='Removed']"/>
    public IReadOnlyList<RemovedItem> Removed { get; init; } = [];

    /// <summary>
    /// The number of ranked overlaps of the project, without declared ones; null in a dry run.
    /// </summary>
    public int? Overlaps { get; init; }
}
