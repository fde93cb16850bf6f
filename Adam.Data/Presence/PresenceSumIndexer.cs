using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Presence;

/// <summary>
/// Maintains the sums of presence. A write adds the differences between the records before and after it, so it touches
/// no row if none of the counted values changes.
/// </summary>
internal sealed class PresenceSumIndexer(Database database) : IProjectIndexer
{
    public IReadOnlyList<string> Tables { get; } = ["PresenceSum", "PresenceAmountSum"];

    public int Version => (2 * 10_000) + Facet.Version;

    public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        var sums = new PresenceSums();
        foreach (var change in changes.Changes)
        {
            if (change.Before is { WithdrawnAt: null, Project: var before })
                sums.Subtract(before.Owner, before.Draft);
            if (change.After is { } after)
                sums.Add(after.Owner, after.Draft);
        }

        // Writes that share a commit have many rows in common.
        if (session.Collected is { } collected)
            collected.Add(new Change(sums));
        else
            await AddAsync(session, sums, mayRemove: true, ct);
    }

    public Task RebuildAsync(
        Session session,
        ProjectDocuments documents,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    ) =>
        database.BulkLoadAsync(
            session,
            Tables,
            async () =>
            {
                await session.ExecuteAsync(PresenceSumSql.Clear, ct);
                await session.ExecuteAsync(PresenceSumSql.ClearAmounts, ct);
                var sums = new PresenceSums();
                await foreach (var changes in documents.ReadAsync(session, Tables[0], progress, ct))
                {
                    foreach (var (_, _, project) in changes.Present)
                        sums.Add(project.Owner, project.Draft);
                }

                await AddAsync(session, sums, mayRemove: false, ct);
            },
            ct
        );

    private static async Task AddAsync(Session session, PresenceSums sums, bool mayRemove, CancellationToken ct)
    {
        foreach (var some in JsonRowSet.SerializeInBatches(sums.Projects.Select(Row)))
            await session.ExecuteAsync(PresenceSumSql.Add, new(some), ct);
        foreach (var some in JsonRowSet.SerializeInBatches(sums.Amounts.Select(AmountRow)))
            await session.ExecuteAsync(PresenceSumSql.AddAmounts, new(some), ct);
        if (!mayRemove)
            return;

        // Only these may have become 0: other numbers have only grown.
        var projects = sums.Projects.Where(row => row.Projects < 0 || PresenceSet.AreYears(row.Key.Dimensions));
        foreach (var some in JsonRowSet.SerializeInBatches(projects.Select(Row)))
            await session.ExecuteAsync(PresenceSumSql.RemoveZeros, new(some), ct);
        var amounts = sums.Amounts.Where(row => row.Amounts.Amounts <= 0 || PresenceSet.AreYears(row.Key.Dimensions));
        foreach (var some in JsonRowSet.SerializeInBatches(amounts.Select(AmountRow)))
            await session.ExecuteAsync(PresenceSumSql.RemoveZeroAmounts, new(some), ct);

        static object[] Row((PresenceSumKey Key, long Projects) row) =>
            [row.Key.Dimensions, row.Key.Cell, row.Key.Partner, row.Projects];

        static object[] AmountRow((PresenceAmountKey Key, PresenceAmounts Amounts) row) =>
            [
                row.Key.Dimensions,
                row.Key.Cell,
                row.Key.Currency,
                row.Key.StartYear,
                row.Amounts.Amounts,
                row.Amounts.Units,
                row.Amounts.TenThousandths,
                row.Amounts.GivenUnits,
                row.Amounts.GivenTenThousandths,
            ];
    }

    private sealed class Change(PresenceSums sums) : ICollectedChange
    {
        public bool TryAdd(ICollectedChange later)
        {
            if (later is not Change other)
                return false;

            sums.Add(other.Sums);
            return true;
        }

        public Task StoreAsync(Session session, CancellationToken ct) => AddAsync(session, sums, mayRemove: true, ct);

        private PresenceSums Sums => sums;
    }
}
