using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Report;

/// <summary>Which overlaps are meant. What is empty or null holds for every pair.</summary>
public sealed record OverlapFilter
{
    /// <summary>The two projects share one of these recipient countries.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>The two projects share one of these countries, those of the routes that are meant, too.</summary>
    public IReadOnlyList<string> RouteCountries { get; init; } = [];

    /// <summary>The two projects share one of these pillars.</summary>
    public IReadOnlyList<Pillar> Pillars { get; init; } = [];

    /// <summary>A shared day lies on or after this one.</summary>
    public DateOnly? ActiveFrom { get; init; }

    /// <summary>A shared day lies on or before this one.</summary>
    public DateOnly? ActiveTo { get; init; }

    /// <summary>Of one of these kinds; empty for all but <see cref="OverlapKind.Declared"/>.</summary>
    public IReadOnlyList<OverlapKind> Kinds { get; init; } = [];

    /// <summary>The lowest score, from 0 to 1; digits after the fourth decimal round up.</summary>
    public decimal? MinScore { get; init; }

    /// <summary>Decided in one of these ways; empty for every pair, decided or not.</summary>
    public IReadOnlyList<VerdictFilter> Verdicts { get; init; } = [];

    /// <summary>Its score, reasons, kind, verdict or what it shares changed at this instant or later.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>
    /// Conditions on single projects; one project of the pair must meet all of them. None concerns what the two share.
    /// </summary>
    public ProjectFilter AnyProject { get; init; } = new();

    /// <summary>One of the two is among these.</summary>
    internal IReadOnlyList<long>? Among { get; init; }

    /// <summary>One of the two is this project.</summary>
    public Guid? Project { get; init; }

    /// <summary>One of the two is owned or paid for by the one partner, the other by the other. Keys of participants.</summary>
    public (string One, string Other)? Between { get; init; }

    /// <summary>
    /// Applies a filter of projects to pairs. Countries, routes, pillars and the active window become conditions on
    /// what the two projects share, and the instant of change a condition on the pair. All other conditions of
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
            // Conditions are removed, not copied one by one, so that a new member of ProjectFilter needs no change here.
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

/// <summary>The orders of the report. All but <see cref="Start"/> rank the pairs at or above the floor; of equal pairs, those come first whose projects were recorded last.</summary>
public enum OverlapSort
{
    /// <summary>The strongest first.</summary>
    Score = 1,

    /// <summary>Most shared days first, an open end counting as five years.</summary>
    Days = 2,

    /// <summary>Those first that changed last.</summary>
    Updated = 3,

    /// <summary>Every pair of the definition, however weak, in the order of the earlier start, then of the later.</summary>
    Start = 4,
}

/// <summary>Which verdict is asked for.</summary>
public enum VerdictFilter
{
    /// <summary>Nobody has decided.</summary>
    None = 0,

    Duplicate = 1,
    Complementary = 2,
    CoFunded = 3,
    Unrelated = 4,

    /// <summary>Somebody has decided, and one of the projects has changed since in what counts.</summary>
    Stale = 5,
}

/// <summary>Where the next page of a ranking begins: behind this pair.</summary>
/// <param name="Key">What it is ranked by: ten-thousandths of score, days, or microseconds.</param>
public sealed record RankPosition(long Key, long FirstId, long SecondId);

/// <summary>Where the next page begins in the order of the start: behind this pair.</summary>
/// <param name="EarlierId">Position, in the order of creation, of the project that starts earlier.</param>
public sealed record OverlapPosition(int EarlierStart, long EarlierId, int LaterStart, long LaterId);
