using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps;

/// <summary>A listed project with the IATI identifiers of those that pay for the same undertaking.</summary>
/// <param name="CoFunded">
/// The identifiers in ordinal order, at most <see cref="CoFundedProjects.Most"/>. They are those of stored pairs whose
/// current verdict is co-funded, or whose kind is without a current verdict.
/// </param>
public sealed record ProjectWithCoFunded(ListedProject Project, IReadOnlyList<string> CoFunded);

/// <summary>Lists projects with those that are co-funded with them, in one snapshot.</summary>
public sealed class CoFundedProjects(Database database)
{
    /// <summary>The maximum number of identifiers of a project.</summary>
    public const int Most = 50;

    /// <inheritdoc cref="ProjectStore.ListAsync(ProjectFilter, ProjectSort, ProjectPosition?, int,
    /// CancellationToken)"/>
    public Task<IReadOnlyList<ProjectWithCoFunded>> ListAsync(
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        int take,
        CancellationToken ct
    ) => database.InReadTransactionAsync(session => ListAsync(session, filter, sort, after, take, ct), ct);

    /// <inheritdoc cref="ProjectStore.StreamAsync"/>
    public IAsyncEnumerable<ProjectWithCoFunded> StreamAsync(
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        CancellationToken ct
    ) =>
        KeysetStream.ReadAsync<ProjectWithCoFunded, ProjectPosition>(
            database,
            after,
            async (session, position) =>
            {
                var page = await ListAsync(session, filter, sort, position, KeysetStream.PageSize, ct);
                return (page, page.Count < KeysetStream.PageSize ? null : page[^1].Project.Position(sort));
            },
            ct
        );

    private static async Task<IReadOnlyList<ProjectWithCoFunded>> ListAsync(
        Session session,
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        int take,
        CancellationToken ct
    )
    {
        var page = await ProjectStore.ListAsync(session, filter, sort, after, take, ct);
        var ids = JsonRowSet.FromIds(page.Select(project => project.ProjectId));
        var pairs = page.Count == 0 ? [] : await session.QueryAsync(CoFundedProjectSql.Of, new(ids), ct);
        var others = new Dictionary<long, string>();
        foreach (var some in pairs.Select(pair => pair.OtherId).Distinct().Chunk(KeysetStream.PageSize))
        {
            foreach (var (id, other) in await OverlapStore.ReadAsync(session, some, ct))
            {
                if (other.Project.Draft.IatiIdentifier is { } identifier)
                    others.Add(id, identifier);
            }
        }

        var found = pairs
            .Where(pair => others.ContainsKey(pair.OtherId))
            .ToLookup(pair => pair.ProjectId, pair => others[pair.OtherId]);
        return
        [
            .. page.Select(project => new ProjectWithCoFunded(
                project,
                [.. found[project.ProjectId].Distinct().Order(StringComparer.Ordinal).Take(Most)]
            )),
        ];
    }
}
