using System.Text.Json;
using Adam.Data;
using Adam.Data.Databases;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Benchmarks.Copying;

/// <summary>
/// About 200 queries to compare two databases by: lists, presence, overlaps in every order, summaries and words.
/// </summary>
internal sealed class Questions
{
    private const int Page = 20;
    private const int ThisYear = 2026;

    private static readonly IReadOnlyList<(string Name, ProjectFilter Filter)> Filters =
    [
        ("all", new()),
        ("country", new() { Countries = ["TJ"] }),
        ("two countries", new() { Countries = ["TJ", "UZ"] }),
        ("pillar and status", new() { Pillars = [Pillar.Precursors], Statuses = [ProjectStatus.Implementation] }),
        ("route and donor", new() { RouteCountries = ["AF", "TJ", "KG"], Donors = ["US"] }),
        (
            "partner and active",
            new()
            {
                Partners = ["DE"],
                ActiveFrom = new(2018, 1, 1),
                ActiveTo = new(2019, 12, 31),
            }
        ),
        ("owner", new() { Owners = ["UNODC"] }),
        ("activity types", new() { ActivityTypes = ["training", "equipment"] }),
        ("word", new() { Words = ["ba"] }),
        ("words and country", new() { Words = ["ko", "ta"], Countries = ["AF", "PK"] }),
        ("updated since", new() { UpdatedSince = new(2020, 1, 1, 0, 0, 30, TimeSpan.Zero) }),
    ];

    private static readonly IReadOnlyList<(string Name, OverlapFilter Filter)> OverlapFilters =
    [
        ("all", new()),
        ("country", new() { Countries = ["TJ"] }),
        ("country and pillar", new() { Countries = ["AF"], Pillars = [Pillar.RegionalInitiatives] }),
        ("route", new() { RouteCountries = ["AF", "TJ", "KG"] }),
        ("active", new() { ActiveFrom = new(2018, 1, 1), ActiveTo = new(2019, 12, 31) }),
        ("between", new() { Between = ("DE", "US") }),
        ("kinds and score", new() { Kinds = [OverlapKind.SameProject, OverlapKind.SameActivity], MinScore = 0.6m }),
        ("declared", new() { Kinds = [OverlapKind.Declared] }),
        ("undecided or stale", new() { Verdicts = [VerdictFilter.None, VerdictFilter.Stale] }),
        ("duplicate", new() { Verdicts = [VerdictFilter.Duplicate] }),
        ("donor", new() { AnyProject = new() { Donors = ["US"] } }),
        ("words", new() { AnyProject = new() { Words = ["ba", "ko"] } }),
    ];

    private static readonly PresenceDimension[][] Breakdowns =
    [
        [PresenceDimension.Country, PresenceDimension.Pillar],
        [PresenceDimension.Donor, PresenceDimension.Year],
        [PresenceDimension.Implementer],
        [PresenceDimension.Status, PresenceDimension.ActivityType],
    ];

    private readonly ProjectStore _projects;
    private readonly PresenceStore _presence;
    private readonly OverlapStore _overlaps;
    private readonly OverlapClusters _clusters;
    private readonly OverlapSummaryStore _summaries;

    private Questions(Database database)
    {
        var memory = new MatchingCache();
        _projects = new(database, TimeProvider.System, AdamData.CreateIndexers(database, memory));
        _presence = new(database);
        var planner = new QueryPlanner();
        _overlaps = new(database, planner, new(database, memory));
        _clusters = new(database, planner);
        _summaries = new(database, planner);
    }

    /// <summary>
    /// Returns the name of each query and a function that executes it and returns its result as JSON.
    /// </summary>
    public static IEnumerable<(string Name, Func<CancellationToken, Task<string>> Ask)> Of(Database database)
    {
        var questions = new Questions(database);
        return [.. questions.Lists(), .. questions.Presence(), .. questions.Overlaps()];
    }

    private IEnumerable<(string, Func<CancellationToken, Task<string>>)> Lists()
    {
        foreach (var (name, filter) in Filters)
        {
            yield return ($"count of projects, {name}", async ct => Json(await _projects.CountAsync(filter, ct)));
            foreach (var sort in Enum.GetValues<ProjectSort>())
            {
                yield return (
                    $"projects, {name}, {sort}",
                    async ct => Json(await _projects.ListAsync(filter, sort, null, Page, ct))
                );
                yield return (
                    $"projects, {name}, {sort}, next page",
                    async ct =>
                        await _projects.ListAsync(filter, sort, null, Page, ct) is [.., var last]
                            ? Json(await _projects.ListAsync(filter, sort, last.Position(sort), Page, ct))
                            : ""
                );
            }
        }
    }

    private IEnumerable<(string, Func<CancellationToken, Task<string>>)> Presence() =>
        from dimensions in Breakdowns
        from asked in Filters.Where(one => one.Name is "all" or "two countries" or "partner and active" or "word")
        select (
            $"presence by {string.Join(" and ", dimensions)}, {asked.Name}",
            (Func<CancellationToken, Task<string>>)(
                async ct => Json(await _presence.QueryPresenceAsync(new(dimensions, asked.Filter, ThisYear), ct))
            )
        );

    private IEnumerable<(string, Func<CancellationToken, Task<string>>)> Overlaps()
    {
        foreach (var (name, filter) in OverlapFilters)
        {
            foreach (var sort in (OverlapSort[])[OverlapSort.Score, OverlapSort.Days, OverlapSort.Updated])
            {
                yield return (
                    $"overlaps, {name}, {sort}",
                    async ct => Json(await _overlaps.RankAsync(filter, sort, null, Page, ct))
                );
                yield return (
                    $"overlaps, {name}, {sort}, next page",
                    async ct =>
                        await _overlaps.RankAsync(filter, sort, null, Page, ct) is { NextRank: { } next }
                            ? Json(await _overlaps.RankAsync(filter, sort, next, Page, ct))
                            : ""
                );
            }

            yield return (
                $"count of overlaps, {name}",
                async ct => Json(await _overlaps.CountAsync(filter, OverlapSort.Score, ct))
            );
            if (filter.Kinds.Count == 0 && filter.Verdicts.Count == 0)
                yield return (
                    $"overlaps, {name}, {OverlapSort.Start}",
                    async ct => Json(await _overlaps.WalkAsync(filter, null, Page, ct))
                );
            yield return ($"clusters, {name}", async ct => Json(await _clusters.ListAsync(filter, null, 5, ct)));
            yield return (
                $"summary, {name}",
                async ct =>
                    Json(
                        await _summaries.SummariseAsync(filter, [OverlapDimension.Country, OverlapDimension.Pillar], ct)
                    )
            );
        }

        yield return (
            "summary by donors and year",
            async ct =>
                Json(
                    await _summaries.SummariseAsync(
                        new() { Countries = ["TJ"] },
                        [OverlapDimension.Donors, OverlapDimension.Year],
                        ct
                    )
                )
        );
    }

    private static string Json<T>(T answer) => JsonSerializer.Serialize(answer);
}
