using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>A project before and after a write.</summary>
/// <param name="Before">The record that the write replaced, withdrawn or not; null for a new project.</param>
/// <param name="After">The record after the write; null if the write withdrew it.</param>
/// <param name="OwnerId">PartnerId of the owner of <paramref name="After"/>; 0 if the project is withdrawn.</param>
/// <param name="ScopeChangedAt">
/// The instant since which the record has had its present scope: owner, donors, countries, pillars, period and status.
/// </param>
/// <param name="KeepsScope">
/// True if the project was active before the write and the write did not change its scope.
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
    private string? _document;

    /// <summary>The stored document of <see cref="After"/>.</summary>
    /// <exception cref="InvalidOperationException">The write withdrew the project.</exception>
    public string Document
    {
        get =>
            _document ??= ProjectJson.Write(
                After ?? throw new InvalidOperationException($"Project {ProjectId} is withdrawn.")
            );
        init => _document = value;
    }

    /// <summary>True if no derived table has rows of the project yet.</summary>
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

    /// <summary>The projects that are active after the write.</summary>
    public IEnumerable<(long ProjectId, int OwnerId, Project Project)> Present =>
        from change in Changes
        where change.After is not null
        select (change.ProjectId, change.OwnerId, change.After);
}
