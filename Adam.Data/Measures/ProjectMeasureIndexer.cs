using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Measures;

namespace Adam.Data.Measures;

/// <summary>
/// Maintains ProjectMeasure, the measures that projects declare, and marks verdicts about projects as stale if a value
/// has changed that decides which measures a project serves.
/// </summary>
internal sealed class ProjectMeasureIndexer(Database database) : IProjectIndexer
{
    public IReadOnlyList<string> Tables { get; } = ["ProjectMeasure"];

    public int Version => 1;

    public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        await IndexAsync(session, changes, ct);
        var changed = changes
            .Changes.Where(change =>
                change is { Before: { } before, After: { } after }
                && !MeasureCriterion.AreEqual(before.Project.Draft, after.Draft)
            )
            .Select(change => change.ProjectId)
            .ToList();
        if (changed.Count > 0)
            await session.ExecuteAsync(MeasureVerdictSql.MakeStale, new(JsonRowSet.FromIds(changed), changes.At), ct);
    }

    public Task RebuildAsync(
        Session session,
        ProjectDocuments documents,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    ) =>
        database.BulkLoadAsync(
            session,
            Tables,
            async () =>
            {
                await session.ExecuteAsync(ProjectMeasureSql.Clear, ct);
                await foreach (var changes in documents.ReadAsync(session, Tables[0], progress, ct))
                    await IndexAsync(session, changes, ct);
            },
            ct
        );

    private static async Task IndexAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        // Few projects declare measures, so that most writes send no statement.
        var known = changes
            .Changes.Where(change => change.Before is { Project.Draft.DeclaredMeasures.Count: > 0 })
            .Select(change => change.ProjectId)
            .ToList();
        if (known.Count > 0)
            await session.ExecuteAsync(ProjectMeasureSql.Remove, new(JsonRowSet.FromIds(known)), ct);

        var rows = changes
            .Present.SelectMany(one =>
                one.Project.Draft.DeclaredMeasures.Select(reference =>
                    (object[])[MeasureDraft.KeyOf(reference), one.ProjectId]
                )
            )
            .OrderBy(row => (string)row[0], StringComparer.Ordinal);
        foreach (var measures in JsonRowSet.SerializeInBatches(rows))
            await session.ExecuteAsync(ProjectMeasureSql.Add, new(measures), ct);
    }
}

internal static class ProjectMeasureSql
{
    public static readonly StatementSet Statements = new(nameof(ProjectMeasureSql));

    public static readonly SqlChange<NoParameters> Clear = new(Statements, $"DELETE FROM ProjectMeasure");

    /// <summary>Removes the rows of projects. @Rows: ProjectId.</summary>
    public static readonly SqlChange<RowsParameter> Remove = new(
        Statements,
        dialect =>
            $"""
                DELETE FROM ProjectMeasure
                WHERE ProjectId IN (SELECT r.ProjectId FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r)
                """
    );

    /// <summary>Adds rows. @Rows: ReferenceKey, ProjectId.</summary>
    public static readonly SqlChange<RowsParameter> Add = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO ProjectMeasure (ReferenceKey, ProjectId)
                SELECT r.ReferenceKey, r.ProjectId
                FROM {dialect.Rows($"@Rows", ("ReferenceKey", "nvarchar(40)"), ("ProjectId", "bigint"))} r
                """
    );
}
