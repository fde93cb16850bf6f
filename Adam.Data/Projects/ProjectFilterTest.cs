using Adam.Data.Databases;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>
/// Tests a filter on a project in memory, with the values that the indexers store. <see cref="ProjectConditions"/> has
/// the same conditions in SQL.
/// </summary>
internal static class ProjectFilterTest
{
    public static bool Passes(ProjectFilter filter, Project project)
    {
        var draft = project.Draft;
        var period = draft.Period;
        var (start, end) = (ProjectIndex.StartDay(period), ProjectIndex.LastActiveDay(period));
        return HasFacets(filter, project)
            && filter.Words.All(word => draft.Words.Any(one => one.StartsWith(word, StringComparison.Ordinal)))
            && (filter.ActiveFrom is not { } from || end >= from.DayNumber)
            && (filter.ActiveTo is not { } to || start <= to.DayNumber)
            && StartsWithin(filter, start)
            && EndsWithin(filter, period, end)
            && (filter.FundedUntilBefore is not { } money || draft.FundedUntil < money)
            && (filter.MayEndFrom is not { } day || end >= day.DayNumber || period.EndBasis == EndBasis.Unknown)
            && (filter.UpdatedSince is not { } since || project.UpdatedAt.ToMicros() >= since.ToMicros())
            && (filter.OnlyVisibility is not { } only || only == draft.Visibility)
            && IsNear(filter, draft);
    }

    private static bool HasFacets(ProjectFilter filter, Project project)
    {
        var facets = Facet.FromDraft(project.Owner, project.Draft).ToHashSet();
        return filter.Facets.All(facet => facet.Values.Any(value => facets.Contains((facet.Facet, value))));
    }

    private static bool StartsWithin(ProjectFilter filter, int start) =>
        (filter.StartsFrom ?? filter.StartsTo) is null
        || (start >= (filter.StartsFrom?.DayNumber ?? 0) && start <= (filter.StartsTo?.DayNumber ?? Database.OpenDay));

    private static bool EndsWithin(ProjectFilter filter, Period period, int end)
    {
        if ((filter.EndsFrom ?? filter.EndsTo) is null)
            return true;

        var (first, last) = (filter.EndsFrom?.DayNumber ?? 0, filter.EndsTo?.DayNumber ?? Database.OpenDay - 1);
        return end >= first && end <= last && period.EndBasis is (EndBasis.Actual or EndBasis.Planned);
    }

    private static bool IsNear(ProjectFilter filter, ProjectDraft draft)
    {
        if (filter.Near is null && filter.Box is null)
            return true;

        var positions = ProjectIndex.Positions(draft).ToList();
        return (filter.Box is null || positions.Any(filter.Box.Contains))
            && (filter.Near is null || positions.Any(filter.Near.Contains));
    }
}
