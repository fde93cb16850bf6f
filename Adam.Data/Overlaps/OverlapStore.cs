using Adam.Data.Engines;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>A page of the report.</summary>
/// <param name="Next">What the next page begins after; null on the last page.</param>
public sealed record OverlapPage(IReadOnlyList<Overlap> Items, OverlapPosition? Next);

/// <summary>The overlaps of one project.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Strongest">Those that share most days.</param>
public sealed record OverlapsOfProject(long Count, IReadOnlyList<Overlap> Strongest);

public sealed class OverlapStore(Engine engine, ProjectStore projects)
{
    internal SearchSizes Sizes { get; init; } = new();

    /// <summary>A page of at most <paramref name="limit"/> pairs, each once.</summary>
    public async Task<OverlapPage> ListAsync(OverlapFilter filter, OverlapSort sort, OverlapPosition? after, int limit, CancellationToken ct)
    {
        await using var session = await engine.ReadAsync(ct);
        var (few, unsettled) = await FewAsync(session, filter, ct);
        if (few?.Count > Sizes.VeryFew)
            (few, unsettled) = (null, unsettled with { Among = few });

        var found = sort == OverlapSort.Days && few is null
            ? await new LongestFirst(engine, session, unsettled, Sizes).PageAsync(after, limit + 1, ct)
            : await OverlapPair.QueryAsync(session, OverlapSql.Page(engine, unsettled, sort, after, limit + 1, few), ct);
        var pairs = found.Take(limit).ToList();
        var next = found.Count > limit ? pairs[^1].Position : null;
        var stored = await ReadAsync(session, pairs.SelectMany(pair => new[] { pair.EarlierId, pair.LaterId }), ct);
        return new([.. pairs.Select(pair => Meeting(stored[pair.EarlierId], stored[pair.LaterId]))], next);
    }

    public async Task<long> CountAsync(OverlapFilter filter, CancellationToken ct)
    {
        await using var session = await engine.ReadAsync(ct);
        var (few, unsettled) = await FewAsync(session, filter, ct);
        var statement = OverlapSql.Count(engine, unsettled, few);
        return await session.FirstAsync<long>(statement.Sql, statement.Parameters, ct);
    }

    /// <summary>Counts and shared days of all pairs that a filter leaves.</summary>
    /// <param name="by">Each dimension once; at least one.</param>
    public async Task<OverlapSummary> SummariseAsync(OverlapFilter filter, IReadOnlyList<OverlapDimension> by, CancellationToken ct)
    {
        await using var session = await engine.ReadAsync(ct);
        var (few, unsettled) = await FewAsync(session, filter, ct);
        var statement = OverlapSummarySql.Rows(engine, unsettled, by, few);
        var rows = await session.QueryAsync<SummaryRow>(statement.Sql, statement.Parameters, ct);
        statement = OverlapSummarySql.Totals(engine, unsettled, few);
        var totals = (await session.QueryAsync<SummaryRow>(statement.Sql, statement.Parameters, ct))[0];
        var names = await OrganisationNames.OfAsync(session, rows.SelectMany(row => new[] { row.Donor, row.OtherDonor }), ct);
        return new(
            [.. rows.Select(row => row.ToRow(names))
                .OrderByDescending(row => row.Overlaps).ThenByDescending(row => row.Days)
                .ThenBy(row => row.Country, StringComparer.Ordinal).ThenBy(row => row.Pillar).ThenBy(row => string.Join('\u0001', row.Donors ?? []), StringComparer.Ordinal)],
            totals.ToRow(names));
    }

    /// <summary>The overlap of two projects, or null when they are not both in the register or do not overlap.</summary>
    public async Task<(Overlap Overlap, string Versions)?> FindAsync(OverlapId id, CancellationToken ct)
    {
        await using var session = await engine.ReadAsync(ct);
        if (await ProjectStore.FindAsync(session, id.First, ct) is not { } one || await ProjectStore.FindAsync(session, id.Second, ct) is not { } other)
            return null;

        return Overlap.Between(one, other) is { } overlap ? (overlap, $"{one.Version}-{other.Version}") : null;
    }

    /// <summary>What a recorded project overlaps with; nothing when it is not in the register.</summary>
    public async Task<OverlapsOfProject> OfAsync(Guid id, int strongest, CancellationToken ct)
    {
        await using var session = await engine.ReadAsync(ct);
        if (await ProjectStore.FindAsync(session, id, ct) is not { WithdrawnAt: null } own)
            return new(0, []);

        var project = own.Project;
        var (total, others) = await OthersAsync(session, own.ProjectId, project.Owner, project.Draft, strongest, ct);
        return new(total, [.. others.Select(other => Meeting(own, other))]);
    }

    /// <summary>What a draft would overlap with. A draft is the later of two that start on one day, as if it were recorded now.</summary>
    public async Task<OverlapsOfProject> OfDraftAsync(string owner, ProjectDraft draft, int strongest, CancellationToken ct)
    {
        await using var session = await engine.ReadAsync(ct);
        // The record under the same reference is what the draft would replace, not what it would meet.
        var own = await ProjectStore.HolderAsync(engine, session, owner, draft, ct);
        var (total, others) = await OthersAsync(session, own?.ProjectId ?? 0, owner, draft, strongest, ct);
        return new(total, [.. others.Select(other => Meeting(owner, draft, other))]);
    }

    private async Task<(long Total, IEnumerable<StoredProject> Others)> OthersAsync(
        Session session, long self, string owner, ProjectDraft draft, int strongest, CancellationToken ct)
    {
        var period = draft.Period;
        var found = await session.QueryAsync<Found>(OverlapSql.Of(engine), new
        {
            cells = JsonRows.Of(ProjectIndex.Cells(draft)),
            startDay = period.Start.DayNumber,
            endDay = ProjectIndex.EndDay(period),
            openEndDay = ProjectIndex.OpenEndDay(period),
            ownerId = await session.FirstAsync<int>(PartnerSql.IdOf, new { code = owner }, ct),
            // A set of donors that nobody has written yet differs from all that were.
            donorSetId = await session.FirstAsync<int?>(ProjectSql.FindDonorSet, new { key = ProjectIndex.DonorSetKey(draft) }, ct) ?? 0,
            self,
            take = strongest,
        }, ct);

        var stored = await ReadAsync(session, found.Select(pair => pair.LaterId), ct);
        return (found.Count == 0 ? 0 : found[0].Total, found.Select(pair => stored[pair.LaterId]));
    }

    private static Overlap Meeting(StoredProject one, StoredProject other) =>
        Overlap.Between(one, other) ?? throw new InvalidOperationException($"The query pairs {one.Id} and {other.Id}, the definition does not.");

    private static Overlap Meeting(string owner, ProjectDraft draft, StoredProject other)
    {
        var theirs = other.Project;
        var shared = Sharing.Between(Activity.Of(null, owner, draft), Activity.Of(theirs))
            ?? throw new InvalidOperationException($"The query pairs the draft and {other.Id}, the definition does not.");
        var (ours, others) = (OverlapSide.Of(null, owner, draft), OverlapSide.Of(theirs));
        return draft.Period.Start < theirs.Draft.Period.Start ? new(shared, ours, others, null) : new(shared, others, ours, null);
    }

    private static async Task<Dictionary<long, StoredProject>> ReadAsync(Session session, IEnumerable<long> ids, CancellationToken ct) =>
        (await session.QueryAsync<StoredProject>(OverlapSql.Projects, new { ids = ids.Distinct().ToArray() }, ct)).ToDictionary(project => project.ProjectId);

    /// <summary>The projects from which pairs are sought, when they are few (else null), and what of the filter their choice has not settled.</summary>
    private async Task<(IReadOnlyList<long>? Few, OverlapFilter Unsettled)> FewAsync(Session session, OverlapFilter filter, CancellationToken ct)
    {
        if (filter.Project is { } id)
        {
            var position = await session.FirstAsync<long?>(OverlapSql.PositionOf, new { id }, ct);
            return (position is null ? [] : [position.Value], filter);
        }

        if (filter.Either.IsEmpty)
            return (null, filter);

        var few = await projects.FewAsync(session, filter.Either, Sizes.Few, ct);
        return (few, few is null ? filter : filter with { Either = new() });
    }

    private sealed record SummaryRow
    {
        public string? Country { get; init; }
        public int? Pillar { get; init; }
        public string? Donor { get; init; }
        public string? OtherDonor { get; init; }
        public long Overlaps { get; init; }
        public long Days { get; init; }

        public OverlapSummaryRow ToRow(IReadOnlyDictionary<string, string> names) => new(
            Country, (Pillar?)Pillar, Donor is null ? null : [names.GetValueOrDefault(Donor, Donor), names.GetValueOrDefault(OtherDonor!, OtherDonor!)], Overlaps, Days);
    }

    private sealed record Found
    {
        public long LaterId { get; init; }
        public int RankDays { get; init; }
        public long Total { get; init; }
    }
}
