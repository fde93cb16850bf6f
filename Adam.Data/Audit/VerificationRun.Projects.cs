using System.Text.Json;
using Adam.Data.Audit.Recording;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Audit;

internal sealed partial class VerificationRun
{
    /// <summary>Compares every project with its last version. Returns the number of projects.</summary>
    public async Task<long> ProjectsAsync(CancellationToken ct)
    {
        var (after, count) = (0L, 0L);
        while (true)
        {
            var page = await session.QueryAsync(AuditSql.ProjectRowsAfter, new(after, AtOnce), ct);
            var isLast = page.Count < AtOnce;
            var to = isLast ? long.MaxValue : page[^1].ProjectId;
            var versions = (await session.QueryAsync(AuditSql.VersionsInRange, new(after, to), ct)).ToLookup(row =>
                row.ProjectId!.Value
            );
            foreach (var stored in page)
                Compare(stored, [.. versions[stored.ProjectId]]);
            var ids = page.Select(stored => stored.ProjectId).ToHashSet();
            foreach (var gone in versions.Select(group => group.Key).Where(id => !ids.Contains(id)))
                Add($"The project with number {gone} was removed: its entries are there, its record is not.");
            count += page.Count;
            if (isLast)
                return count;

            after = to;
        }
    }

    private void Compare(ProjectRow stored, IReadOnlyList<AuditRow> versions)
    {
        if (versions.Count == 0)
        {
            Add($"The project {stored.Id} was inserted: it has no entry.");
            return;
        }

        string? document = null;
        try
        {
            foreach (var row in versions)
                document = ProjectHistory.Next(document, row.Content, row.IsPatch == 1, row.Version ?? 0);
        }
        catch (Exception error) when (error is HistoryDamagedException or JsonException)
        {
            Add($"The project {stored.Id} cannot be read from its entries: {error.Message}");
            return;
        }

        var last = versions[^1];
        if (last.Version != stored.Version)
            Add($"The project {stored.Id} has version {stored.Version}; its last entry has {last.Version}.");
        else if (document != stored.Document)
            Add($"The project {stored.Id} was altered: its record is not what its last entry says.");
        else if ((last.Action == (byte)AuditAction.Withdrawn) != (stored.WithdrawnAt is not null))
            Add($"The project {stored.Id} was withdrawn or revived, and its last entry says otherwise.");
        else
            CompareColumns(stored, versions, last);
    }

    /// <summary>Compares the columns of a project whose document is that of its last version.</summary>
    private void CompareColumns(ProjectRow stored, IReadOnlyList<AuditRow> versions, AuditRow last)
    {
        var project = ProjectJson.Read(stored.Document);
        // The instant of a version that is no longer kept is unknown.
        var isWhole = versions[0] is { Version: 1, Action: not (byte)AuditAction.FirstKept };
        if (project.Owner != stored.Owner)
            Add($"The project {stored.Id} has another owner than its record says.");
        else if (
            project.Id != stored.Id
            || ProjectWriter.ReferenceKey(project.Draft.Reference) != stored.ReferenceKey
            || (project.Draft.Visibility == Visibility.Restricted) != (stored.Restricted == 1)
            || stored.UpdatedAt != last.At
            || (stored.WithdrawnAt ?? last.At) != last.At
            || (isWhole && versions.All(version => version.At != stored.ScopeChangedAt))
        )
            Add($"The project {stored.Id} was altered: its row is not what its record and its entries say.");
    }
}
