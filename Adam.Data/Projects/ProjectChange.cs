using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>A project before and after a write.</summary>
/// <param name="Before">The record that the write replaced, withdrawn or not; null for a new project.</param>
/// <param name="After">The record as it stands now; null if the write withdrew it.</param>
/// <param name="OwnerId">PartnerId of the owner of <paramref name="After"/>; 0 if the project is withdrawn.</param>
/// <param name="ScopeChangedAt">
/// Since when the record has had the owner, donors, countries, pillars, period and status that decide which projects
/// it overlaps with.
/// </param>
/// <param name="KeepsScope">
/// True if the project was in the register before the write and these values are the same after it.
/// </param>
internal sealed record ProjectChange(
    long ProjectId,
    StoredProject? Before,
    Project? After,
    int OwnerId,
    DateTimeOffset ScopeChangedAt,
    bool KeepsScope
)
{
    /// <summary>True if no table has rows of the project yet.</summary>
    public bool IsNew => Before is null;
}

/// <summary>The projects that one call writes together.</summary>
/// <param name="Changes">At most one for each project.</param>
/// <param name="At">The instant of the write.</param>
/// <param name="IsBulk">True if the call may be one of many, as in an import.</param>
internal sealed record ProjectChangeSet(IReadOnlyList<ProjectChange> Changes, DateTimeOffset At, bool IsBulk)
{
    /// <summary>The projects that may have derived rows from before the write.</summary>
    public IReadOnlyList<long> KnownIds { get; } =
    [.. Changes.Where(change => !change.IsNew).Select(change => change.ProjectId)];

    /// <summary>The projects that are in the register after the write.</summary>
    public IEnumerable<(long ProjectId, int OwnerId, Project Project)> Present =>
        from change in Changes
        where change.After is not null
        select (change.ProjectId, change.OwnerId, change.After);
}
