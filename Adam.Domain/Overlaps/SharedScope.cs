using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps;

/// <summary>The scope that two overlapping projects share.</summary>
/// <param name="Countries">Shared recipient countries, in ordinal order; at least one.</param>
/// <param name="Pillars">Shared pillars, I to IV; at least one.</param>
/// <param name="From">
/// The first shared day. If the start of one project is unknown, the start of the other: they share no earlier day.
/// Null if both are unknown.
/// </param>
/// <param name="To">The last shared day, included; null if both ends are open.</param>
/// <param name="RankDays">
/// The number of shared days that ranks pairs, both ends included: <see cref="Days"/>, but never null. An open end
/// counts as <see cref="Period.YearsOfOpenEnd"/> years after the first shared day. 0 if a start is unknown, because
/// then no shared day is known.
/// </param>
public sealed record SharedScope(
    IReadOnlyList<string> Countries,
    IReadOnlyList<Pillar> Pillars,
    DateOnly? From,
    DateOnly? To,
    int RankDays
)
{
    /// <summary>True if both starts are known. Otherwise, the periods are no evidence.</summary>
    public bool HasKnownStart => RankDays > 0;

    /// <summary>
    /// The number of shared days, both ends included; null if both ends are open or a start is unknown.
    /// </summary>
    public int? Days => HasKnownStart && To is { } to && From is { } from ? to.DayNumber - from.DayNumber + 1 : null;
}
