using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps;

/// <summary>
/// The definition of an overlap as a pure function. Tests compare the SQL queries with it. docs/overlaps.md describes
/// it.
/// </summary>
public static class OverlapDefinition
{
    /// <summary>
    /// Returns the scope that two projects share; null if they do not overlap. Two different projects, recorded or
    /// drafts, overlap if neither is cancelled, their owners or their sets of donors differ, they share a country and a
    /// pillar, and no given date contradicts a shared day. The caller excludes withdrawn projects.
    /// </summary>
    public static SharedScope? Evaluate(ProjectScope a, ProjectScope b)
    {
        if (a.Status == ProjectStatus.Cancelled || b.Status == ProjectStatus.Cancelled)
            return null;
        if (a.Owner == b.Owner && a.Donors.SetEquals(b.Donors))
            return null;
        if (!a.Period.Meets(b.Period))
            return null;

        var countries = a
            .Countries.Intersect(b.Countries, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
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

    /// <summary>Returns the conditions that two projects do not meet; none if they overlap.</summary>
    /// <inheritdoc cref="Evaluate"/>
    public static IReadOnlyList<OverlapCondition> Unmet(ProjectScope a, ProjectScope b)
    {
        var unmet = new List<OverlapCondition>();
        if (a.Status == ProjectStatus.Cancelled || b.Status == ProjectStatus.Cancelled)
            unmet.Add(OverlapCondition.NotCancelled);
        if (a.Owner == b.Owner && a.Donors.SetEquals(b.Donors))
            unmet.Add(OverlapCondition.OtherPartners);
        if (!a.Countries.Intersect(b.Countries, StringComparer.Ordinal).Any())
            unmet.Add(OverlapCondition.SharedCountry);
        if (!a.Pillars.Intersect(b.Pillars).Any())
            unmet.Add(OverlapCondition.SharedPillar);
        if (!a.Period.Meets(b.Period))
            unmet.Add(OverlapCondition.SharedDay);
        return unmet;
    }

    private static int RankDaysOf(Period a, Period b, DateOnly? sharedFrom)
    {
        if (a.Start is null || b.Start is null || sharedFrom is not { } from)
            return 0;

        var openEnd = from.AddYears(Period.YearsOfOpenEnd);
        var (one, other) = (a.End ?? openEnd, b.End ?? openEnd);
        return (one < other ? one : other).DayNumber - from.DayNumber + 1;
    }

    private static DateOnly? Later(DateOnly? one, DateOnly? other) =>
        one is null ? other
        : other is null ? one
        : one > other ? one
        : other;
}
