using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps;

/// <summary>The scope that two overlapping projects share.</summary>
/// <param name="Countries">Shared recipient countries, in ordinal order; at least one.</param>
/// <param name="Pillars">Shared pillars, I to IV; at least one.</param>
/// <param name="From">The first shared day.</param>
/// <param name="To">The last shared day, included; null if both ends are open.</param>
/// <param name="RankDays">
/// The number of shared days that ranks pairs, both ends included: <see cref="Days"/>, but never null. An open end
/// counts as <see cref="Period.YearsOfOpenEnd"/> years after the first shared day.
/// </param>
public sealed record SharedScope(
    IReadOnlyList<string> Countries,
    IReadOnlyList<Pillar> Pillars,
    DateOnly From,
    DateOnly? To,
    int RankDays
)
{
    /// <summary>The number of shared days, both ends included; null if both ends are open.</summary>
    public int? Days => To is null ? null : To.Value.DayNumber - From.DayNumber + 1;
}
