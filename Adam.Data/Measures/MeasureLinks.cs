using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Measures;
using Adam.Domain.Projects;
using Adam.Domain.Sentences;

namespace Adam.Data.Measures;

/// <summary>A project and a measure that it serves, or may serve.</summary>
/// <param name="Counts">True if the project counts: declared or found, and not rejected.</param>
/// <param name="Likeness">The likeness of the texts, from 0 to 1; null unless the link is only suggested.</param>
/// <param name="Decision">The last verdict; null if there is none.</param>
/// <param name="Tag">The entity tag of the link: it changes with the measure, the project and the verdict.</param>
public sealed record MeasureLink(
    StoredMeasure Measure,
    Project Project,
    MeasureBasis Basis,
    bool Counts,
    IReadOnlyList<MeasureReason> Reasons,
    double? Likeness,
    MeasureDecision? Decision,
    string Tag
);

/// <summary>The numbers of the links of a measure that the present reader may see.</summary>
/// <param name="InPlace">The number of projects with a pillar and a country of the measure.</param>
/// <param name="Found">The number of projects that meet the criterion.</param>
/// <param name="Declared">The number of projects that declare the measure or that an analyst has linked.</param>
/// <param name="Counted">The number of projects that count.</param>
/// <param name="Confirmed">The number of found projects that an analyst has confirmed.</param>
/// <param name="Rejected">The number of found projects that an analyst has rejected.</param>
public sealed record MeasureLinkCounts(int InPlace, int Found, int Declared, int Counted, int Confirmed, int Rejected)
{
    /// <summary>The number of judged projects from which on their verdicts say something of the criterion.</summary>
    public const int Enough = 5;

    /// <summary>The number of projects in place from which on a large share of them says something.</summary>
    private const int EnoughInPlace = 10;

    /// <summary>The share of found projects that must be right, in percent.</summary>
    private const int LeastPrecision = 90;

    /// <summary>Returns why a criterion is too wide, in a sentence; null if nothing says so.</summary>
    public string? TooWide(MeasureCriterion criterion)
    {
        var judged = Confirmed + Rejected;
        if (judged >= Enough && 100 * Confirmed < LeastPrecision * judged)
            return $"Of {judged} found projects that were judged, {Rejected} do not serve the measure.";
        if (criterion.IsPlaceAlone)
            return "Without activity types and words, it finds every project in its countries under its pillars.";
        return InPlace >= EnoughInPlace && 2 * Found > InPlace
            ? $"It finds {Found} of the {InPlace} projects in its countries under its pillars."
            : null;
    }
}

/// <summary>The outcome of a decision about a link.</summary>
public abstract record MeasureLinkOutcome
{
    private MeasureLinkOutcome() { }

    public sealed record Done(MeasureLink Link) : MeasureLinkOutcome;

    /// <summary>There is no such project, or it is withdrawn.</summary>
    public sealed record NoProject : MeasureLinkOutcome;

    /// <summary>The link differs from the version that the client has read.</summary>
    public sealed record Stale : MeasureLinkOutcome;
}

/// <summary>Finds the projects that serve a measure: declared, found, and suggested.</summary>
public sealed class MeasureLinks(
    Database database,
    MeasureStore measures,
    TermStatisticsStore termStatistics,
    CriterionPartsCache kept,
    TimeProvider time
)
{
    /// <summary>The maximum number of suggestions.</summary>
    public const int MostSuggested = 20;

    /// <summary>The maximum number of candidates whose texts are compared.</summary>
    private const int MostCompared = 100;

    /// <summary>
    /// The least likeness of a suggestion, our own choice: a fifth of the information of the measure's words.
    /// </summary>
    private const double LeastLikeness = 0.2;

    /// <summary>Returns the numbers of the links of a measure.</summary>
    public Task<MeasureLinkCounts> CountAsync(StoredMeasure measure, CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session =>
                CountOf((await MeasureEvaluation.ReadAsync(session, kept, [measure], [], ct)).Links.Values.Single()),
            ct
        );

    /// <summary>
    /// Returns the links of a measure: declared ones, found ones, then suggestions with the most likely ones first.
    /// </summary>
    /// <param name="bases">The links to return; empty for all.</param>
    /// <param name="skip">The number of links to skip.</param>
    /// <returns>The page, the number of all these links, and the numbers of all links of the measure.</returns>
    public Task<(IReadOnlyList<MeasureLink> Page, int Total, MeasureLinkCounts Counts)> ListAsync(
        StoredMeasure measure,
        IReadOnlyCollection<MeasureBasis> bases,
        int skip,
        int take,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync<(IReadOnlyList<MeasureLink>, int, MeasureLinkCounts)>(
            async session =>
            {
                var evaluation = await MeasureEvaluation.ReadAsync(session, kept, [measure], [], ct);
                var links = evaluation.Links.Values.Single();
                var all = new List<(long ProjectId, MeasureBasis Basis, double? Likeness)>();
                if (Wants(MeasureBasis.Declared))
                    all.AddRange(InOrder(links.Declared, MeasureBasis.Declared));
                if (Wants(MeasureBasis.Found))
                    all.AddRange(InOrder(links.Found.Except(links.Declared), MeasureBasis.Found));
                if (Wants(MeasureBasis.Suggested))
                    all.AddRange(await SuggestAsync(session, links, ct));
                var page = await ShowAsync(session, links, [.. all.Skip(skip).Take(take)], ct);
                return (page, all.Count, CountOf(links));

                bool Wants(MeasureBasis basis) => bases.Count == 0 || bases.Contains(basis);
            },
            ct
        );

    /// <summary>Returns the link of a project; null if there is no such project, or it is withdrawn.</summary>
    public Task<MeasureLink?> FindAsync(StoredMeasure measure, Guid project, CancellationToken ct) =>
        database.InReadTransactionAsync(session => FindAsync(session, measure, project, ct), ct);

    /// <summary>Returns the measures that a project serves, and those that it was judged not to serve.</summary>
    public Task<IReadOnlyList<MeasureLink>> OfProjectAsync(StoredProject project, CancellationToken ct) =>
        database.InReadTransactionAsync<IReadOnlyList<MeasureLink>>(
            async session =>
            {
                var verdicts = (
                    await session.QueryAsync(MeasureVerdictSql.OfProject, new(project.ProjectId), ct)
                ).ToDictionary(row => row.MeasureId);
                return
                [
                    .. (await measures.ReadAsync(session, ct))
                        .Where(measure => measure.IsActive)
                        .Select(measure => Link(measure, project, verdicts.GetValueOrDefault(measure.MeasureId)))
                        .Where(link => link.Basis != MeasureBasis.Suggested),
                ];
            },
            ct
        );

    /// <summary>Records a decision about a link. Earlier decisions stay in the table and in the audit chain.</summary>
    /// <param name="isSeen">Returns true if the client has read the version of the link that has this tag.</param>
    /// <param name="verdict">The verdict; null to withdraw the current one.</param>
    /// <param name="by">The key that decides.</param>
    /// <param name="partner">The code of the partner of the key.</param>
    public Task<MeasureLinkOutcome> DecideAsync(
        StoredMeasure measure,
        Guid project,
        Func<string, bool> isSeen,
        LinkVerdict? verdict,
        string? note,
        Actor by,
        string partner,
        CancellationToken ct
    ) =>
        database.InGroupedWriteAsync<MeasureLinkOutcome>(
            async session =>
            {
                if (await ProjectStore.FindAsync(session, project, ct) is not { WithdrawnAt: null } stored)
                    return new MeasureLinkOutcome.NoProject();
                if (!isSeen(Tag(measure, stored, await LastAsync(session, measure, stored, ct))))
                    return new MeasureLinkOutcome.Stale();

                var at = time.Instant();
                await session.FirstAsync(
                    MeasureVerdictSql.Add,
                    new(measure.MeasureId, stored.ProjectId, (byte?)verdict, note, by.Name, partner, at),
                    ct
                );
                await AuditRecorder.AddAsync(
                    session,
                    AuditSubject.MeasureLink,
                    verdict is null ? AuditAction.VerdictTakenBack : AuditAction.VerdictGiven,
                    $"{measure.Measure.Key}/{project}",
                    version: null,
                    verdict is { } given ? new MeasureVerdictContent(given, note, by.Name, partner) : null,
                    by,
                    at,
                    ct
                );
                return new MeasureLinkOutcome.Done((await FindAsync(session, measure, project, ct))!);
            },
            ct
        );

    private static async Task<MeasureLink?> FindAsync(
        Session session,
        StoredMeasure measure,
        Guid project,
        CancellationToken ct
    ) =>
        await ProjectStore.FindAsync(session, project, ct) is { WithdrawnAt: null } stored
            ? Link(measure, stored, await LastAsync(session, measure, stored, ct))
            : null;

    private static Task<MeasureVerdictRow?> LastAsync(
        Session session,
        StoredMeasure measure,
        StoredProject project,
        CancellationToken ct
    ) => session.FirstAsync(MeasureVerdictSql.OfLink, new(measure.MeasureId, project.ProjectId), ct);

    /// <summary>
    /// Returns the link of a project, by the same conditions as the evaluation in the derived tables.
    /// </summary>
    private static MeasureLink Link(StoredMeasure measure, StoredProject stored, MeasureVerdictRow? row)
    {
        var draft = stored.Project.Draft;
        var decision = row?.ToDecision();
        var isDeclared = EntryMeasures.Declares(draft, measure) || decision?.InForce == LinkVerdict.Confirmed;
        var isFound = measure.Criterion.IsMet(draft, draft.Words);
        var basis =
            isDeclared ? MeasureBasis.Declared
            : isFound ? MeasureBasis.Found
            : MeasureBasis.Suggested;
        return new(
            measure,
            stored.Project,
            basis,
            (isDeclared || isFound)
                && draft.Status != ProjectStatus.Cancelled
                && decision?.InForce != LinkVerdict.Rejected,
            ReasonsOf(measure, draft, decision),
            Likeness: null,
            decision,
            Tag(measure, stored, row)
        );
    }

    private static IReadOnlyList<MeasureReason> ReasonsOf(
        StoredMeasure measure,
        ProjectDraft draft,
        MeasureDecision? decision
    )
    {
        var reasons = new List<MeasureReason>();
        if (EntryMeasures.Declares(draft, measure))
            reasons.Add(new("declared", Sentence.Create("owner-names")));
        if (decision?.InForce == LinkVerdict.Confirmed)
            reasons.Add(
                new(
                    "verdict",
                    Sentence.Create(
                        Sentence.Clause(
                            "confirmed",
                            Sentence.Verbatim(decision.DecidedBy),
                            Sentence.Verbatim(decision.Partner)
                        )
                    )
                )
            );
        return [.. reasons, .. measure.Criterion.Explain(draft)];
    }

    private static MeasureLinkCounts CountOf(LinkedProjects links)
    {
        var all = links.Declared.Union(links.Found).ToList();
        return new(
            links.InPlace,
            links.Found.Count,
            links.Declared.Count,
            all.Count(links.Counts),
            links.Found.Count(links.Confirmed.Contains),
            links.Found.Count(links.Rejected.Contains)
        );
    }

    /// <summary>
    /// Returns projects in place that do not count, those whose texts are most like the measure's first.
    /// </summary>
    private async Task<IReadOnlyList<(long, MeasureBasis, double?)>> SuggestAsync(
        Session session,
        LinkedProjects links,
        CancellationToken ct
    )
    {
        var criterion = links.Measure.Criterion;
        var text = new MeasureText(
            links.Measure.Measure.Draft,
            await termStatistics.CurrentAsync(session.As(reader: null), ct)
        );
        if (text.Words.Count == 0)
            return [];

        var words = text.Words.Select(word => new object[] { word.Word, (int)(1_000 * word.Content) });
        var cells = criterion.Countries.SelectMany(country =>
            criterion.Pillars.Select(pillar => new object[] { country, (int)pillar })
        );
        var known = links.Declared.Union(links.Found).Union(links.Rejected).ToHashSet();
        var rows = await session.QueryAsync(
            MeasureLinkSql.Likely,
            new(JsonRowSet.Serialize(words), JsonRowSet.Serialize(cells), MostCompared + known.Count),
            ct
        );
        var likely = rows.Select(row => row.ProjectId).Where(id => !known.Contains(id)).Take(MostCompared).ToList();
        var documents = await session.QueryAsync(MeasureLinkSql.Projects, new(JsonRowSet.FromIds(likely)), ct);
        return
        [
            .. documents
                .Select(row => (row.ProjectId, Likeness: text.Likeness(ProjectJson.Read(row.Document).Draft)))
                .Where(one => one.Likeness >= LeastLikeness)
                .OrderByDescending(one => one.Likeness)
                .ThenBy(one => one.ProjectId)
                .Take(MostSuggested)
                .Select(one => (one.ProjectId, MeasureBasis.Suggested, (double?)Math.Round(one.Likeness, 4))),
        ];
    }

    private static async Task<IReadOnlyList<MeasureLink>> ShowAsync(
        Session session,
        LinkedProjects links,
        IReadOnlyList<(long ProjectId, MeasureBasis Basis, double? Likeness)> page,
        CancellationToken ct
    )
    {
        var ids = JsonRowSet.FromIds(page.Select(one => one.ProjectId));
        var projects = (await session.QueryAsync(MeasureLinkSql.Projects, new(ids), ct)).ToDictionary(row =>
            row.ProjectId
        );
        var measure = JsonRowSet.FromIds([links.Measure.MeasureId]);
        var verdicts = (await session.QueryAsync(MeasureVerdictSql.OfMeasures, new(measure), ct)).ToDictionary(row =>
            row.ProjectId
        );
        return
        [
            .. page.Select(one =>
                Link(links.Measure, ToStored(projects[one.ProjectId]), verdicts.GetValueOrDefault(one.ProjectId)) with
                {
                    Basis = one.Basis,
                    Likeness = one.Likeness,
                }
            ),
        ];

        static StoredProject ToStored(LinkedProjectRow row) =>
            new()
            {
                ProjectId = row.ProjectId,
                Version = row.Version,
                Document = row.Document,
            };
    }

    private static IEnumerable<(long, MeasureBasis, double?)> InOrder(IEnumerable<long> ids, MeasureBasis basis) =>
        ids.Order().Select(id => (id, basis, (double?)null));

    private static string Tag(StoredMeasure measure, StoredProject project, MeasureVerdictRow? last) =>
        FormattableString.Invariant($"{measure.Version}-{project.Version}-{last?.MeasureVerdictId ?? 0}");
}

/// <summary>A verdict as the audit chain contains it.</summary>
internal sealed record MeasureVerdictContent(LinkVerdict Verdict, string? Note, string DecidedBy, string Partner);
