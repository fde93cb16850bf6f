using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Report;

/// <summary>The conditions on overlaps. An empty list or null is no condition.</summary>
public sealed record OverlapFilter
{
    /// <summary>The two projects share one of these recipient countries.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>
    /// The two projects share one of these countries, which are the countries of the selected routes.
    /// </summary>
    public IReadOnlyList<string> RouteCountries { get; init; } = [];

    /// <summary>The two projects share one of these pillars.</summary>
    public IReadOnlyList<Pillar> Pillars { get; init; } = [];

    /// <summary>The two projects share a day on or after this one.</summary>
    public DateOnly? ActiveFrom { get; init; }

    /// <summary>The two projects share a day on or before this one.</summary>
    public DateOnly? ActiveTo { get; init; }

    /// <summary>The pair is of one of these kinds; empty for all but <see cref="OverlapKind.Declared"/>.</summary>
    public IReadOnlyList<OverlapKind> Kinds { get; init; } = [];

    /// <summary>The lowest score, from 0 to 1. Digits after the fourth decimal are rounded up.</summary>
    public decimal? MinScore { get; init; }

    /// <summary>The pair has one of these verdicts; empty for every pair, decided or not.</summary>
    public IReadOnlyList<VerdictFilter> Verdicts { get; init; } = [];

    /// <summary>
    /// Score, reasons, kind, verdict, shared days or shared pillars changed at or after this instant.
    /// </summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>Both projects have had their present scope since this instant or later.</summary>
    public DateTimeOffset? FoundSince { get; init; }

    /// <summary>One of the two projects has had its present scope only since an instant before this one.</summary>
    public DateTimeOffset? FoundBefore { get; init; }

    /// <summary>
    /// Conditions on single projects. One project of the pair must meet all of them. None concerns shared values.
    /// </summary>
    public ProjectFilter AnyProject { get; init; } = new();

    /// <summary>One of the two projects is among these.</summary>
    internal IReadOnlyList<long>? Among { get; init; }

    /// <summary>One of the two projects is this one.</summary>
    public Guid? Project { get; init; }

    /// <summary>
    /// One partner owns or funds one project, and the other partner the other project. Values are participant keys.
    /// </summary>
    public (string One, string Other)? Between { get; init; }

    /// <summary>True if the filter has no condition.</summary>
    public bool IsEmpty =>
        this
            is {
                Countries.Count: 0,
                RouteCountries.Count: 0,
                Pillars.Count: 0,
                ActiveFrom: null,
                ActiveTo: null,
                Kinds.Count: 0,
                MinScore: null,
                Verdicts.Count: 0,
                UpdatedSince: null,
                FoundSince: null,
                FoundBefore: null,
                AnyProject.IsEmpty: true,
                Among: null,
                Project: null,
                Between: null,
            };

    /// <summary>
    /// The conditions on shared values, as each of the two projects must meet them by itself. A pair that meets this
    /// filter has two such projects; two such projects need not share the values.
    /// </summary>
    internal ProjectFilter EachProject =>
        new()
        {
            Countries = Countries,
            RouteCountries = RouteCountries,
            Pillars = Pillars,
            MayEndFrom = ActiveFrom,
            ActiveTo = ActiveTo,
        };

    /// <summary>
    /// Applies a filter of projects to pairs. Countries, routes, pillars and the active window become conditions on
    /// shared values, and the instant of change a condition on the pair. All other conditions of
    /// <paramref name="filter"/> become <see cref="AnyProject"/>.
    /// </summary>
    public static OverlapFilter FromProjectFilter(ProjectFilter filter) =>
        new()
        {
            Countries = filter.Countries,
            RouteCountries = filter.RouteCountries,
            Pillars = filter.Pillars,
            ActiveFrom = filter.ActiveFrom,
            ActiveTo = filter.ActiveTo,
            UpdatedSince = filter.UpdatedSince,
            // The conditions above are removed and the rest is kept, so that a new member of ProjectFilter needs no
            // change here.
            AnyProject = filter with
            {
                Countries = [],
                RouteCountries = [],
                Pillars = [],
                ActiveFrom = null,
                ActiveTo = null,
                UpdatedSince = null,
            },
        };
}

/// <summary>
/// The orders of the report. All but <see cref="Start"/> rank the pairs at or above the floor. Of equal pairs, those
/// whose projects were recorded last come first.
/// </summary>
public enum OverlapSort
{
    /// <summary>The highest score first.</summary>
    Score = 1,

    /// <summary>The most shared days first. An open end counts as five years after the later start.</summary>
    Days = 2,

    /// <summary>The latest change first.</summary>
    Updated = 3,

    /// <summary>All pairs of the definition, with any score, by the earlier start and then by the later.</summary>
    Start = 4,

    /// <summary>The review queue: pairs without a valid verdict, the score closest to 0.5 first.</summary>
    Uncertain = 5,
}

/// <summary>The verdict that a filter selects.</summary>
public enum VerdictFilter
{
    /// <summary>The pair has no verdict.</summary>
    None = 0,

    Duplicate = 1,
    Complementary = 2,
    CoFunded = 3,
    Unrelated = 4,

    /// <summary>
    /// The pair has a verdict, and a value that matching reads has changed since in one of the projects.
    /// </summary>
    Stale = 5,
}

/// <summary>The position after which the next page of a ranking begins: its last pair.</summary>
/// <param name="Key">The sort key: ten-thousandths of the score or of its doubt, days, or microseconds.</param>
public sealed record RankPosition(long Key, long FirstId, long SecondId);

/// <summary>The position after which the next page begins if pairs are sorted by start: its last pair.</summary>
/// <param name="EarlierId">
/// The ProjectId of the project that starts earlier; ids ascend in the order of creation.
/// </param>
public sealed record OverlapPosition(int EarlierStart, long EarlierId, int LaterStart, long LaterId);
