using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Gaps;
using Adam.Domain.Measures;
using Adam.Domain.Projects;

namespace Adam.Data.Measures;

/// <summary>A measure that a project serves.</summary>
public sealed record ServedMeasure(Measure Measure, MeasureBasis Basis, IReadOnlyList<MeasureReason> Reasons);

/// <summary>A gap that a project closes.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; null for a measure that one project anywhere serves.</param>
/// <param name="State">The state of the cell with the project: covered or planned.</param>
public sealed record ClosedGap(Measure Measure, string? Country, CoverageState State);

/// <summary>The measures of a project that is being entered.</summary>
/// <param name="Serves">The measures that it serves.</param>
/// <param name="ClosesGaps">
/// The cells of these measures in which no other project works today or will work later.
/// </param>
public sealed record MeasuresOfEntry(IReadOnlyList<ServedMeasure> Serves, IReadOnlyList<ClosedGap> ClosesGaps)
{
    public static MeasuresOfEntry None { get; } = new([], []);
}

/// <summary>
/// Finds the measures that a project serves while it is entered. Criteria are evaluated in memory; the database is
/// asked only for the measures that the project serves.
/// </summary>
public sealed class EntryMeasures(MeasureStore measures, TimeProvider time)
{
    /// <summary>Returns true if the owner of a project names a measure.</summary>
    internal static bool Declares(ProjectDraft project, StoredMeasure measure) =>
        project.DeclaredMeasures.Any(reference => MeasureDraft.KeyOf(reference) == measure.Measure.Key);

    /// <summary>Returns the measures of a project in a session that may have written it.</summary>
    /// <param name="reader">The reader of the answer; null for one who sees everything.</param>
    /// <param name="projectId">The number of the project; 0 if it is not recorded yet.</param>
    /// <param name="isWrite">True if the session writes.</param>
    internal async Task<MeasuresOfEntry> ReadAsync(
        Session session,
        ReaderScope? reader,
        ProjectDraft project,
        long projectId,
        bool isWrite,
        CancellationToken ct
    )
    {
        var all = await measures.ReadAsync(session, ct, isWrite);
        if (all.Count == 0 || project.Status == ProjectStatus.Cancelled)
            return MeasuresOfEntry.None;

        var seen = session.As(reader);
        var verdicts =
            projectId == 0
                ? []
                : (await seen.QueryAsync(MeasureVerdictSql.OfProject, new(projectId), ct)).ToDictionary(
                    row => row.MeasureId,
                    row => row.InForce()
                );
        var words = project.Words;
        var served = new List<(StoredMeasure Measure, MeasureBasis Basis)>();
        foreach (var measure in all.Where(measure => measure.IsActive))
        {
            var verdict = verdicts.GetValueOrDefault(measure.MeasureId);
            if (verdict == LinkVerdict.Rejected)
                continue;

            if (verdict == LinkVerdict.Confirmed || Declares(project, measure))
                served.Add((measure, MeasureBasis.Declared));
            else if (measure.Criterion.IsMet(project, words))
                served.Add((measure, MeasureBasis.Found));
        }

        return new(
            [
                .. served.Select(one => new ServedMeasure(
                    one.Measure.Measure,
                    one.Basis,
                    one.Measure.Criterion.Explain(project)
                )),
            ],
            served.Count == 0 ? [] : await ClosedAsync(seen, reader, project, projectId, served, ct)
        );
    }

    private async Task<IReadOnlyList<ClosedGap>> ClosedAsync(
        Session session,
        ReaderScope? reader,
        ProjectDraft project,
        long projectId,
        IReadOnlyList<(StoredMeasure Measure, MeasureBasis Basis)> served,
        CancellationToken ct
    )
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var own = CoveringProjects.FromDraft(project, ownerId: 0);
        var state = CellCoverage.StateOn([own], today);
        if (project.Status == ProjectStatus.Suspended || state is CoverageState.Ended or CoverageState.Gap)
            return [];

        var hidden = await RestrictedCells.AllAsync(session, reader, ct);
        var linked = await LinkedElsewhereAsync(session, projectId, [.. served.Select(one => one.Measure)], today, ct);
        var closed = new List<ClosedGap>();
        foreach (var (measure, _) in served)
        {
            var isAny = measure.Measure.Draft.Scope == MeasureScope.Any;
            var ownCountries = measure.Criterion.Countries.Where(project.Countries.Contains).ToList();
            if (ownCountries.Count == 0)
                continue;

            // A project in any of the countries covers the one cell of a measure that needs one anywhere.
            IReadOnlyList<string> countries = isAny ? measure.Criterion.Countries : ownCountries;
            var covered = hidden
                .Where(cell => measure.Criterion.Pillars.Contains(cell.Pillar))
                .Select(cell => cell.Country)
                .Concat(linked[measure.MeasureId])
                .ToHashSet(StringComparer.Ordinal);
            List<string> open = [.. countries.Where(country => !covered.Contains(country))];
            if (open.Count == 0 || (isAny && open.Count < countries.Count))
                continue;

            var question = MeasureLinkSql.IsCovered(
                session.Dialect,
                open,
                Conditions(measure, projectId, today),
                today.DayNumber
            );
            covered.UnionWith(await session.QueryAsync(question, ct));
            if (!isAny)
                closed.AddRange(
                    open.Where(country => !covered.Contains(country))
                        .Select(country => new ClosedGap(measure.Measure, country, state))
                );
            else if (!open.Any(covered.Contains))
                closed.Add(new(measure.Measure, Country: null, state));
        }

        return closed;
    }

    /// <summary>
    /// Returns the countries of other projects that declare the measures or were confirmed, and cover today or a later
    /// day, by MeasureId.
    /// </summary>
    private static async Task<ILookup<int, string>> LinkedElsewhereAsync(
        Session session,
        long projectId,
        IReadOnlyList<StoredMeasure> measures,
        DateOnly today,
        CancellationToken ct
    )
    {
        // The evaluation reads no cell of the measures, only those of the projects that are linked by name.
        var evaluation = await MeasureEvaluation.ReadLinkedAsync(session, measures, ct);
        return measures
            .SelectMany(measure =>
                evaluation
                    .CountedIn(measure)
                    .Where(country =>
                        country.Value.Any(one =>
                            one.ProjectId != projectId
                            && !one.IsSuspended
                            && CellCoverage.StateOn([one.Project], today)
                                is CoverageState.Covered
                                    or CoverageState.Planned
                        )
                    )
                    .Select(country => (measure.MeasureId, Country: country.Key))
            )
            .ToLookup(one => one.MeasureId, one => one.Country);
    }

    /// <summary>Returns the conditions of a criterion on a row <c>c</c> of ProjectCell.</summary>
    internal static IReadOnlyList<SqlText> Conditions(StoredMeasure measure, long projectId, DateOnly today)
    {
        var criterion = measure.Criterion;
        List<SqlText> conditions =
        [
            $"c.Pillar IN {(IReadOnlyList<byte>)[.. criterion.Pillars.Select(pillar => (byte)pillar)]}",
            $"c.ProjectId <> {projectId}",
            HasNo(Facet.Status, "suspended"),
            $"(c.StartDay >= {today.DayNumber} OR {HasNo(Facet.EndBasis, ProjectIndex.CodeOf(EndBasis.Unknown))})",
            $"""
                NOT EXISTS (
                    SELECT 1
                    FROM MeasureVerdict v
                    WHERE v.MeasureId = {measure.MeasureId} AND v.ProjectId = c.ProjectId AND v.StaleAt IS NULL
                      AND v.Verdict = {SqlText.Literal((int)LinkVerdict.Rejected)}
                      AND NOT EXISTS (
                          SELECT 1
                          FROM MeasureVerdict later
                          WHERE later.MeasureId = v.MeasureId AND later.ProjectId = v.ProjectId
                            AND later.MeasureVerdictId > v.MeasureVerdictId))
                """,
        ];
        if (criterion.ActivityTypes.Count > 0)
            conditions.Add(
                $"""
                EXISTS (
                    SELECT 1
                    FROM ProjectFacet x
                    WHERE x.ProjectId = c.ProjectId AND x.Facet = {Facet.ActivityType}
                      AND x.Value IN {criterion.ActivityTypes})
                """
            );
        if (criterion.Phrases.Count > 0)
            conditions.Add(
                $"({SqlText.Join(
                    $"\n  OR ",
                    criterion.Phrases.Select(phrase => SqlText.Join($" AND ", phrase.Words.Select(HasWord)))
                )})"
            );
        return conditions;
    }

    private static SqlText HasNo(string facet, string value) =>
        $"""
            NOT EXISTS (
                SELECT 1
                FROM ProjectFacet x
                WHERE x.ProjectId = c.ProjectId AND x.Facet = {facet} AND x.Value = {value})
            """;

    private static SqlText HasWord(string word) =>
        $"""
            EXISTS (
                SELECT 1
                FROM ProjectWord w
                WHERE w.ProjectId = c.ProjectId AND w.Word >= {word} AND w.Word < {ProjectConditions.WordEnd(word)})
            """;
}
