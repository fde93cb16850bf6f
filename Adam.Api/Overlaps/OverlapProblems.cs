using System.Globalization;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;

namespace Adam.Api.Overlaps;

/// <summary>States why two projects are no overlap, as far as the reader may see them.</summary>
internal static class OverlapProblems
{
    /// <summary>The maximum number of countries of one project that a message names.</summary>
    private const int MostCountries = 10;

    /// <summary>Returns the problem of an id that is no overlap, with each unmet condition.</summary>
    public static async Task<ProblemException> NoneAsync(this OverlapStore overlaps, OverlapId id, CancellationToken ct)
    {
        var unmet = await overlaps.UnmetAsync(id, ct);
        List<string> reasons =
        [
            .. Missing(id.First, unmet.One),
            .. Missing(id.Second, unmet.Other),
            .. unmet is { One: { } one, Other: { } other }
                ? unmet.Conditions.Select(condition => Reason(condition, one.Project, other.Project))
                : [],
        ];
        return new(
            ErrorCodes.UnknownOverlap,
            reasons.Count == 0
                ? $"{id.First} and {id.Second} were no pair until a moment ago, and are one now. Ask again."
                : $"{id.First} and {id.Second} are no pair: {string.Join("; ", reasons)}."
        );
    }

    // A project that the reader may not see is like one that is not there.
    private static IEnumerable<string> Missing(Guid id, StoredProject? project) =>
        project is null ? [$"there is no project {id}"]
        : project.WithdrawnAt is not null ? [$"{NameOf(project.Project)} is withdrawn"]
        : [];

    private static string Reason(OverlapCondition condition, Project one, Project other) =>
        condition switch
        {
            OverlapCondition.NotCancelled => string.Join(
                " and ",
                ((Project[])[one, other])
                    .Where(project => project.Draft.Status == ProjectStatus.Cancelled)
                    .Select(project => $"{NameOf(project)} is cancelled")
            ),
            OverlapCondition.OtherPartners => $"both are owned by {one.Owner} and have the same donors",
            OverlapCondition.SharedCountry =>
                $"they share no country (one is in {Countries(one.Draft)}, the other in {Countries(other.Draft)})",
            OverlapCondition.SharedPillar =>
                $"they share no pillar (one has {Pillars(one.Draft)}, the other {Pillars(other.Draft)})",
            OverlapCondition.SharedDay => one.Draft.Period.End < other.Draft.Period.Start
                ? NoDay(one.Draft.Period, other.Draft.Period)
                : NoDay(other.Draft.Period, one.Draft.Period),
        };

    private static string NoDay(Period earlier, Period later) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"they share no day (one ends on {earlier.End:yyyy-MM-dd}, the other starts on {later.Start:yyyy-MM-dd})"
        );

    private static string NameOf(Project project) =>
        $"{ValidationError.Printable(project.Draft.Reference)} of {project.Owner}";

    private static string Countries(ProjectDraft draft) =>
        string.Join(", ", draft.Countries.Take(MostCountries))
        + (draft.Countries.Count > MostCountries ? $" and {draft.Countries.Count - MostCountries} more" : "");

    private static string Pillars(ProjectDraft draft) =>
        string.Join(", ", draft.Pillars.Select(pillar => Json.NameOf(pillar)));
}
