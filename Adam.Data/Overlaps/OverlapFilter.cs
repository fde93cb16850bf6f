using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

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

    /// <summary>One of the two projects, or both, passes all of this. Only what does not concern what they share.</summary>
    public ProjectFilter Either { get; init; } = new();

    /// <summary>One of the two is among these.</summary>
    internal IReadOnlyList<long>? Among { get; init; }

    /// <summary>One of the two is this project.</summary>
    public Guid? Project { get; init; }

    /// <summary>One of the two is owned or paid for by the one partner, the other by the other. Keys of participants.</summary>
    public (string One, string Other)? Between { get; init; }
}

public enum OverlapSort
{
    /// <summary>Most shared days first; then in the order in which the earlier and the later project were recorded.</summary>
    Days = 1,

    /// <summary>In the order of the earlier start, then of the later.</summary>
    Start = 2,
}

/// <summary>A pair of the list, and where the next page begins when it ends a page.</summary>
/// <param name="EarlierId">Position, in the order of creation, of the project that starts earlier.</param>
public sealed record OverlapPosition(int RankDays, int EarlierStart, long EarlierId, int LaterStart, long LaterId);

/// <summary>What a summary of overlaps is broken down by.</summary>
public enum OverlapDimension
{
    Country = 1,
    Pillar = 2,

    /// <summary>A donor of the one project and a donor of the other.</summary>
    Donors = 3,
}

/// <summary>Overlaps in one row of a summary.</summary>
/// <param name="Country">Null unless broken down by country; so with the others.</param>
/// <param name="Donors">Two donors, in ordinal order: the partner's code, or the name outside the partnership. Twice the same where both projects have it.</param>
/// <param name="Days">The shared days of these pairs, added up as they rank: an open end counts five years from the later start.</param>
public sealed record OverlapSummaryRow(string? Country, Pillar? Pillar, IReadOnlyList<string>? Donors, long Overlaps, long Days);

/// <param name="Totals">Each pair once.</param>
public sealed record OverlapSummary(IReadOnlyList<OverlapSummaryRow> Rows, OverlapSummaryRow Totals);
