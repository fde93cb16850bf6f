using Adam.Data.Databases;
using Adam.Domain.Projects;

namespace Adam.Data.Projects.Indexing;

/// <summary>
/// Maintains ProjectCell, which has a row for each country and pillar of a project that can overlap with others, and
/// the sets of donors that its rows refer to by number. A set is never removed, even if no project has it any more, so
/// that its number always means the same donors.
/// </summary>
internal sealed class CellIndexer(Database database) : IProjectIndexer
{
    public IReadOnlyList<string> Tables { get; } = ["ProjectCell", "DonorSet", "DonorSetDonor"];

    public int Version => 2;

    public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        if (changes.KnownIds.Count > 0)
        {
            var projects = JsonRowSet.FromIds(changes.KnownIds);
            await session.ExecuteAsync(CellIndexerSql.Remove, new(projects), ct);
        }

        var present = Entries(changes);
        if (present.Count == 0)
            return;

        var donorSetIds = await DonorSetIdsAsync(session, present, ct);
        // In the order of the primary key, so that adjacent rows go to the same page.
        var rows = present
            .SelectMany(one => Rows(one, donorSetIds[one.Donors.Key]))
            .OrderBy(row => (string)row[0], StringComparer.Ordinal)
            .ThenBy(row => (int)row[1])
            .ThenBy(row => (int)row[3]);
        foreach (var cells in JsonRowSet.SerializeInBatches(rows))
            await session.ExecuteAsync(CellIndexerSql.Add, new(cells), ct);
    }

    public Task RebuildAsync(
        Session session,
        ProjectDocuments documents,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    ) =>
        database.BulkLoadAsync(
            session,
            ["ProjectCell"],
            async () =>
            {
                await session.ExecuteAsync(CellIndexerSql.Clear, ct);
                await foreach (var changes in documents.ReadAsync(session, Tables[0], progress, ct))
                {
                    await ReplaceDonorsAsync(session, changes, ct);
                    await ApplyAsync(session, changes, ct);
                }
            },
            ct
        );

    /// <summary>
    /// Returns Country, Pillar and Lower of each row of a project; none for a cancelled project. Lower is the bit mask
    /// of the project's pillars and countries that precede those of the row.
    /// </summary>
    public static IEnumerable<object[]> CellsOf(ProjectDraft draft) =>
        draft.Status == ProjectStatus.Cancelled
            ? []
            : from country in draft.Countries
            from pillar in draft.Pillars
            let lowerPillars = draft.Pillars.Where(other => other < pillar)
            let lowerCountries = draft.Countries.Where(other => string.CompareOrdinal(other, country) < 0)
            select new object[]
            {
                country,
                (int)pillar,
                SharedCellMask.For(lowerPillars) | SharedCellMask.For(lowerCountries),
            };

    private static List<Entry> Entries(ProjectChangeSet changes) =>
        [
            .. changes.Present.Select(one => new Entry(
                one.ProjectId,
                one.OwnerId,
                one.Project.Draft,
                DonorSet.From(one.Project.Draft)
            )),
        ];

    private static IEnumerable<object[]> Rows(Entry one, int donorSetId)
    {
        var period = one.Draft.Period;
        var (startDay, endDay) = (ProjectIndex.StartDay(period), ProjectIndex.EndDay(period));
        var openEndDay = ProjectIndex.OpenEndDay(period);
        return CellsOf(one.Draft)
            .Select(cell => (object[])[.. cell, startDay, one.ProjectId, endDay, openEndDay, one.OwnerId, donorSetId]);
    }

    /// <summary>Returns the numbers of the projects' donor sets by their keys, and adds new sets.</summary>
    private static async Task<Dictionary<string, int>> DonorSetIdsAsync(
        Session session,
        IEnumerable<Entry> entries,
        CancellationToken ct
    )
    {
        var sets = entries.Select(one => one.Donors).DistinctBy(set => set.Key).ToList();
        var ids = await StoredDonorSetIdsAsync(session, sets, ct);
        var missing = sets.Where(set => !ids.ContainsKey(set.Key)).ToList();
        if (missing.Count == 0)
            return ids;

        var keys = JsonRowSet.FromKeys(missing.Select(set => set.Key));
        await session.ExecuteAsync(CellIndexerSql.AddDonorSets, new(keys), ct);
        await AddDonorsAsync(session, missing, ct);
        foreach (var (key, id) in await StoredDonorSetIdsAsync(session, missing, ct))
            ids.Add(key, id);
        return ids;
    }

    private static async Task AddDonorsAsync(Session session, IEnumerable<DonorSet> sets, CancellationToken ct)
    {
        var rows = sets.SelectMany(set => set.Donors, (set, donor) => new object[] { set.Key, donor });
        foreach (var donors in JsonRowSet.SerializeInBatches(rows))
            await session.ExecuteAsync(CellIndexerSql.AddDonors, new(donors), ct);
    }

    /// <summary>Replaces the donors of the projects' sets, for the sets that are stored.</summary>
    private static async Task ReplaceDonorsAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        var sets = Entries(changes).Select(one => one.Donors).DistinctBy(set => set.Key).ToList();
        var keys = JsonRowSet.FromKeys(sets.Select(set => set.Key));
        await session.ExecuteAsync(CellIndexerSql.RemoveDonors, new(keys), ct);
        await AddDonorsAsync(session, sets, ct);
    }

    private static async Task<Dictionary<string, int>> StoredDonorSetIdsAsync(
        Session session,
        IEnumerable<DonorSet> sets,
        CancellationToken ct
    )
    {
        var keys = JsonRowSet.FromKeys(sets.Select(set => set.Key));
        var rows = await session.QueryAsync(CellIndexerSql.DonorSets, new(keys), ct);
        return rows.ToDictionary(row => row.DonorSetKey, row => row.DonorSetId, StringComparer.Ordinal);
    }

    private sealed record Entry(long ProjectId, int OwnerId, ProjectDraft Draft, DonorSet Donors);

    private sealed record DonorSet(string Key, IReadOnlyList<string> Donors)
    {
        public static DonorSet From(ProjectDraft draft)
        {
            var donors = draft
                .Donors.Select(donor => ((IParticipant)donor).Key)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            return new(ProjectIndex.DonorSetKey(donors), donors);
        }
    }
}
