using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Audit;

/// <summary>A project as it stood at an instant.</summary>
/// <param name="Document">The record, in JSON.</param>
public sealed record PastProject(long Position, string Document);

/// <summary>Projects as they stood at an instant.</summary>
/// <param name="Next">The position after which to go on; null if all projects were tested.</param>
public sealed record PastProjectPage(IReadOnlyList<PastProject> Items, long? Next);

/// <summary>Lists the projects as they stood at an instant, in the order of creation.</summary>
public sealed class PastProjects(Database database)
{
    /// <summary>
    /// The maximum number of projects that one call tests. A rare filter returns a short page and goes on from there.
    /// </summary>
    public const int MostTested = 2_000;

    private const int AtOnce = 250;

    /// <summary>Returns projects that passed a filter at an instant.</summary>
    /// <param name="after">The position after which the page begins; 0 for the first page.</param>
    public Task<PastProjectPage> ReadAsync(
        ProjectFilter filter,
        DateTimeOffset at,
        long after,
        int take,
        CancellationToken ct
    ) => database.InReadTransactionAsync(session => ReadAsync(session, filter, at, after, take, ct), ct);

    /// <summary>Streams the projects that passed a filter at an instant.</summary>
    public IAsyncEnumerable<PastProject> StreamAsync(
        ProjectFilter filter,
        DateTimeOffset at,
        long after,
        CancellationToken ct
    ) =>
        KeysetStream.ReadAsync<PastProject, Place>(
            database,
            new(after),
            async (session, place) =>
            {
                var page = await ReadAsync(session, filter, at, place!.After, KeysetStream.PageSize, ct);
                return (page.Items, page.Next is { } next ? new(next) : null);
            },
            ct
        );

    private static async Task<PastProjectPage> ReadAsync(
        Session session,
        ProjectFilter filter,
        DateTimeOffset at,
        long after,
        int take,
        CancellationToken ct
    )
    {
        var items = new List<PastProject>();
        for (var tested = 0; tested < MostTested; tested += AtOnce)
        {
            var page = await session.QueryAsync(AuditSql.ProjectsAfter, new(after, AtOnce), ct);
            foreach (var stored in page)
            {
                after = stored.ProjectId;
                if (
                    await ThenAsync(session, stored, at, ct) is not { } document
                    || ProjectJson.Read(document) is not { } project
                    || !ReaderScope.MaySee(ReaderScope.Current, project)
                    || !ProjectFilterTest.Passes(filter, project)
                )
                    continue;

                items.Add(new(after, document));
                if (items.Count == take)
                    return new(items, after);
            }

            if (page.Count < AtOnce)
                return new(items, Next: null);
        }

        return new(items, after);
    }

    /// <summary>Returns the document that a project had; null if it was not recorded, or was withdrawn.</summary>
    private static async Task<string?> ThenAsync(
        Session session,
        StoredProject stored,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        // Most projects have not changed since.
        if (stored.UpdatedAt <= at)
            return stored.WithdrawnAt is null ? stored.Document : null;

        return await ProjectHistory.AtAsync(session, stored.ProjectId, at, ct) is { IsWithdrawn: false } version
            ? version.Document
            : null;
    }

    private sealed record Place(long After);
}
