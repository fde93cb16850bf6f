using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps;

/// <summary>
/// The scope that two projects of different partners share. It implements the definition of an overlap; the SQL query
/// is tested against it.
/// </summary>
/// <param name="Countries">Shared recipient countries, in ordinal order; at least one.</param>
/// <param name="Pillars">Shared pillars, I to IV; at least one.</param>
/// <param name="From">The first shared day.</param>
/// <param name="To">The last shared day, included; null if both ends are open.</param>
/// <param name="RankDays">
/// The number of shared days by which pairs are ranked, both ends included: as <see cref="Days"/>, but never null. An
/// open end counts as <see cref="Period.YearsOfOpenEnd"/> years after the first shared day.
/// </param>
public sealed record Sharing(IReadOnlyList<string> Countries, IReadOnlyList<Pillar> Pillars, DateOnly From, DateOnly? To, int RankDays)
{
    /// <summary>The number of shared days, both ends included; null if both ends are open.</summary>
    public int? Days => To is null ? null : To.Value.DayNumber - From.DayNumber + 1;

    /// <summary>
    /// Returns the scope that two projects share, or null if they do not overlap. Two different projects, recorded or
    /// drafted, overlap if neither is cancelled, their owners or their sets of donors differ, and they share a country,
    /// a pillar and a day. The caller excludes withdrawn projects.
    /// </summary>
    public static Sharing? Between(Activity a, Activity b)
    {
        if (a.Status == ProjectStatus.Cancelled || b.Status == ProjectStatus.Cancelled)
            return null;
        if (a.Owner == b.Owner && a.Donors.SetEquals(b.Donors))
            return null;
        if (!a.Period.Meets(b.Period))
            return null;

        var countries = a.Countries.Intersect(b.Countries, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var pillars = a.Pillars.Intersect(b.Pillars).Order().ToList();
        if (countries.Count == 0 || pillars.Count == 0)
            return null;

        var from = Later(a.Period.Start, b.Period.Start);
        var to = (a.Period.End, b.Period.End) switch
        {
            (null, var end) => end,
            (var end, null) => end,
            ({ } one, { } other) => one < other ? one : other,
        };

        return new(countries, pillars, from, to, RankDaysOf(a.Period, b.Period, from));
    }

    private static int RankDaysOf(Period a, Period b, DateOnly from)
    {
        var openEnd = from.AddYears(Period.YearsOfOpenEnd);
        var (one, other) = (a.End ?? openEnd, b.End ?? openEnd);
        return (one < other ? one : other).DayNumber - from.DayNumber + 1;
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}

/// <summary>
/// The id of a pair: the two projects' ids in ordinal order, joined by an underscore. It does not change while both
/// projects exist.
/// </summary>
public readonly record struct OverlapId(Guid First, Guid Second)
{
    public static OverlapId Of(Guid one, Guid other) =>
        string.CompareOrdinal(one.ToString(), other.ToString()) < 0 ? new(one, other) : new(other, one);

    /// <summary>
    /// Parses <c>{id}_{id}</c> in canonical form only: two different ids, hyphenated, in ordinal order; letters of
    /// either case.
    /// </summary>
    public static bool TryParse(string text, out OverlapId id)
    {
        id = default;
        var parts = text.Split('_');
        if (parts.Length != 2 || !Guid.TryParseExact(parts[0], "D", out var one) || !Guid.TryParseExact(parts[1], "D", out var other) || one == other)
            return false;

        id = Of(one, other);
        return id.First == one;
    }

    public override string ToString() => $"{First}_{Second}";
}
