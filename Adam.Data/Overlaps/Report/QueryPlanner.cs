using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps.Report;

/// <summary>
/// Chooses the access path by which the database finds the pairs that meet a filter. The conditions that the path does
/// not guarantee are the residual filter, which is tested on each pair of the path.
/// </summary>
/// <remarks>
/// The first row that applies decides. Numbers are those of <see cref="QueryPlanThresholds"/>. Indexed conditions are
/// those of <see cref="IndexScans.For"/>, usually the most selective first.
/// <code>
///    The filter and the query                                    The access path
/// 1  has a project                                               that project (CandidateProjects), sorted
/// 2  has conditions on projects beyond owner or donor (a word,   these projects (CandidateProjects), sorted
///    a status …), days, or pillars without a country, and at
///    most 600 projects meet them
/// 3  has no indexed condition                                    all pairs in the order of the page (FullOrder)
/// 4  returns all pairs, to count or sum them                     the indexed condition with the fewest pairs, of
///                                                                several counted now
/// 5  has one indexed condition, and its index is in the order    that condition; the scan stops when the page is
///    of the page, which is that of scores                        full, so no pairs are counted beforehand
/// 6  has a condition that at most 5,000 pairs meet, counted now  the condition with the fewest pairs, sorted
/// 7  has a first condition that is selective in any register     the condition with the fewest pairs
///    (declared, decided, two partners)
/// 8  has a first condition whose index is in the order of the    that condition; the scan stops when the page is
///    page, which is that of scores                               full
/// 9  otherwise                                                   all pairs in the order of the page (FullOrder)
/// </code>
/// In the order of starts, pairs are found from the projects and not from the stored pairs
/// (<see cref="DefinitionQuery"/>). Rows 1 and 2 apply there too, row 2 to every condition on projects and on shared
/// values, and to each of two partners. Otherwise all projects are scanned in order.
/// </remarks>
public sealed class QueryPlanner
{
    /// <summary>The thresholds, which are 600 and 5,000 in the table above.</summary>
    internal QueryPlanThresholds Thresholds { get; init; } = new();

    internal static readonly StatementSet Statements = new(nameof(QueryPlanner), nameof(Sizes));

    /// <summary>Chooses the path of a page.</summary>
    /// <param name="sort">Any order but <see cref="OverlapSort.Start"/>.</param>
    internal async Task<ReportQuery> ChooseAsync(
        Session session,
        OverlapFilter filter,
        OverlapSort sort,
        CancellationToken ct
    )
    {
        var (path, residual) = await RankedCandidatesAsync(session, filter, ct);
        path ??= await PathOfPageAsync(session, residual, sort, ct);
        return ReportQuery.Create(session.Dialect, path, residual, sort);
    }

    /// <summary>Chooses the path for all pairs, to count or sum them.</summary>
    internal async Task<ReportQuery> ChooseForAllAsync(Session session, OverlapFilter filter, CancellationToken ct)
    {
        var (path, residual) = await RankedCandidatesAsync(session, filter, ct);
        path ??= await PathOfAllAsync(session, IndexScans.For(residual), ct);
        return ReportQuery.Create(session.Dialect, path, residual, OverlapSort.Score);
    }

    /// <summary>Chooses the path of a page in the order of starts.</summary>
    internal async Task<DefinitionQuery> ChooseByStartAsync(Session session, OverlapFilter filter, CancellationToken ct)
    {
        var (candidates, residual) = await CandidatesAsync(session, filter, ct);
        if (candidates is null || candidates.ProjectIds.Count <= Thresholds.SortedCandidateProjects)
            return new(session.Dialect, candidates, residual);

        // The scan tests shared values itself, without the projects that have them.
        return filter is { AnyProject.IsEmpty: true, Between: null, Project: null }
            ? new(session.Dialect, null, filter)
            : new(session.Dialect, null, residual with { Among = candidates.ProjectIds });
    }

    /// <summary>Chooses the path for all pairs of the definition, to count them.</summary>
    internal async Task<DefinitionQuery> ChooseByStartForAllAsync(
        Session session,
        OverlapFilter filter,
        CancellationToken ct
    )
    {
        var (candidates, residual) = await CandidatesAsync(session, filter, ct);
        return new(session.Dialect, candidates, residual);
    }

    /// <summary>Returns the query of the number of pairs that meet each condition.</summary>
    /// <param name="most">The maximum count of one scan.</param>
    internal static ComposedQuery<ConditionSize> Sizes(
        SqlDialect dialect,
        IReadOnlyList<IndexScans> conditions,
        int most
    )
    {
        var counts = conditions.Select(
            (condition, place) =>
                (SqlText)
                    $"""
                        SELECT {SqlText.Literal(place)} AS Place, sized.Pairs
                        FROM ({condition.Count(dialect, most)}) sized
                        """
        );
        return Statements.Compose<ConditionSize>(SqlText.Join($"\nUNION ALL\n", counts));
    }

    private async Task<AccessPath> PathOfAllAsync(
        Session session,
        IReadOnlyList<IndexScans> conditions,
        CancellationToken ct
    ) =>
        conditions switch
        {
            [] => new FullOrder(),
            [var only] => only,
            _ => conditions[(await FewestAsync(session, conditions, ct)).Place],
        };

    private async Task<AccessPath> PathOfPageAsync(
        Session session,
        OverlapFilter filter,
        OverlapSort sort,
        CancellationToken ct
    )
    {
        var conditions = IndexScans.For(filter);
        if (conditions.Count == 0)
            return new FullOrder();

        var first = conditions[0];
        var stopsWithPage = sort == OverlapSort.Score && first.IsInOrderOfScore;
        if (conditions.Count == 1 && stopsWithPage)
            return first;

        var fewest = await FewestAsync(session, conditions, ct);
        if (fewest.Pairs <= Thresholds.SelectivePairs || first.IsSelective)
            return conditions[fewest.Place];

        return stopsWithPage ? first : new FullOrder();
    }

    /// <summary>Returns the condition that the fewest pairs meet; the first of equal ones.</summary>
    private async Task<ConditionSize> FewestAsync(
        Session session,
        IReadOnlyList<IndexScans> conditions,
        CancellationToken ct
    )
    {
        var sizes = await session.QueryAsync(Sizes(session.Dialect, conditions, Thresholds.SelectivePairs + 1), ct);
        return sizes.MinBy(size => (size.Pairs, size.Place))!;
    }

    /// <summary>
    /// Returns the projects that pairs of the ranking are found from, and the residual filter. Owners, donors and
    /// countries are indexed conditions of pairs, so that they alone need no projects.
    /// </summary>
    private async Task<(AccessPath? Path, OverlapFilter Residual)> RankedCandidatesAsync(
        Session session,
        OverlapFilter filter,
        CancellationToken ct
    )
    {
        if (filter.Project is { } id)
            return (await CandidateAsync(session, id, ct), filter);

        var (any, each) = (filter.AnyProject, filter.EachProject);
        var isIndexed =
            (any.IsEmpty || PairConditions.AreCoveredByPayers(any))
            && filter is { ActiveFrom: null, ActiveTo: null }
            && (filter.Pillars.Count == 0 || filter.Countries.Count + filter.RouteCountries.Count > 0);
        var candidates = isIndexed ? null : await FindCandidatesAsync(session, any.With(each), ct);
        return candidates is null ? (null, filter) : (candidates, filter with { AnyProject = new() });
    }

    /// <summary>
    /// Returns the projects of which every pair contains one, and the filter without the conditions that they
    /// guarantee. Returns null instead of the projects if they are too many, or if the filter has no condition on
    /// projects.
    /// </summary>
    private async Task<(CandidateProjects? Candidates, OverlapFilter Residual)> CandidatesAsync(
        Session session,
        OverlapFilter filter,
        CancellationToken ct
    )
    {
        if (filter.Project is { } id)
            return (await CandidateAsync(session, id, ct), filter);

        var each = filter.EachProject;
        var found = await FindCandidatesAsync(session, filter.AnyProject.With(each), ct);
        var residual = found is null ? filter : filter with { AnyProject = new() };
        // Every owner and donor is a partner in some role, and one project of a pair has the one, the other the other.
        string[] partners = filter.Between is var (one, other) ? [one, other] : [];
        foreach (var partner in partners)
        {
            var ofPartner = await FindCandidatesAsync(session, each with { Partners = [partner] }, ct);
            if (ofPartner is not null && (found is null || ofPartner.ProjectIds.Count < found.ProjectIds.Count))
                (found, residual) = (ofPartner, filter);
        }

        return (found, residual);
    }

    /// <summary>
    /// Returns the projects that meet a filter; null if it has no condition, or if too many projects meet it.
    /// </summary>
    private async Task<CandidateProjects?> FindCandidatesAsync(
        Session session,
        ProjectFilter projects,
        CancellationToken ct
    ) =>
        !projects.IsEmpty
        && await ProjectStore.FindAtMostAsync(session, projects, Thresholds.CandidateProjects, ct) is { } ids
            ? new(ids)
            : null;

    private static async Task<CandidateProjects> CandidateAsync(Session session, Guid id, CancellationToken ct) =>
        new(await session.FirstAsync(ProjectSql.PositionOf, new(id), ct) is { } projectId ? [projectId] : []);
}

/// <summary>The number of pairs that meet an indexed condition.</summary>
internal sealed record ConditionSize
{
    /// <summary>The index of the condition in the list of conditions.</summary>
    public int Place { get; init; }

    public long Pairs { get; init; }
}
