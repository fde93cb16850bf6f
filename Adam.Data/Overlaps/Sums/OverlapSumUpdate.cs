using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Sums;

/// <summary>Maintains the sums of pairs in the transaction of a write.</summary>
internal sealed class OverlapSumUpdate(Session session)
{
    private const int PairsAtOnce = 2_000;

    private readonly OverlapSums _sums = new();
    private bool _isSubtracted;

    /// <summary>Subtracts some pairs, before the write changes them or their projects.</summary>
    public Task SubtractAsync(IEnumerable<(long FirstId, long SecondId)> pairs, CancellationToken ct)
    {
        _isSubtracted = true;
        return AddAsync(pairs, -1, ct);
    }

    /// <summary>Adds those of some pairs that are stored after the write.</summary>
    public Task AddAsync(IEnumerable<(long FirstId, long SecondId)> pairs, CancellationToken ct) =>
        AddAsync(pairs, 1, ct);

    /// <summary>
    /// Adds the difference between two kinds of some stored pairs, of which the write changed nothing else.
    /// </summary>
    public async Task MoveAsync(IEnumerable<((long, long) Pair, int Before)> pairs, CancellationToken ct)
    {
        _isSubtracted = true;
        var before = pairs.ToDictionary(pair => pair.Pair, pair => pair.Before);
        foreach (var pair in await ReadAsync(session, [.. before.Keys.Order()], ct))
        {
            var kind = before[(pair.Row.FirstId, pair.Row.SecondId)];
            _sums.Add(pair with { Row = pair.Row with { Kind = kind } }, -1);
            _sums.Add(pair, 1);
        }
    }

    /// <summary>Returns the pairs of some projects, each once.</summary>
    public async Task<IReadOnlyList<(long FirstId, long SecondId)>> PairsOfAsync(
        IEnumerable<long> projects,
        CancellationToken ct
    ) =>
        [
            .. (await session.QueryAsync(OverlapSumSql.PairsOf, new(JsonRowSet.FromIds(projects)), ct))
                .Select(pair => (pair.FirstId, pair.SecondId))
                .Distinct()
                .Order(),
        ];

    /// <summary>Writes the differences.</summary>
    public Task WriteAsync(CancellationToken ct) => WriteAsync(session, _sums, mayRemove: _isSubtracted, ct);

    /// <summary>Computes all sums again from the stored pairs, in a session that the caller commits.</summary>
    public static async Task RebuildAsync(Database database, Session session, CancellationToken ct)
    {
        var sums = new OverlapSums();
        var after = new PairsAfter(0, 0, PairsAtOnce);
        while (true)
        {
            var pairs = await session.QueryAsync(OverlapSumSql.After, after, ct);
            foreach (var pair in await ReadAsync(session, [.. pairs.Select(pair => (pair.FirstId, pair.SecondId))], ct))
                sums.Add(pair, 1);
            if (pairs.Count < PairsAtOnce)
                break;
            after = new(pairs[^1].FirstId, pairs[^1].SecondId, PairsAtOnce);
        }

        await database.BulkLoadAsync(
            session,
            OverlapSumIndexer.AllTables,
            async () =>
            {
                await session.ExecuteAsync(OverlapSumSql.Clear, ct);
                await session.ExecuteAsync(OverlapSumSql.ClearAmounts, ct);
                await session.ExecuteAsync(OverlapSumSql.ClearMonths, ct);
                await WriteAsync(session, sums, mayRemove: false, ct);
            },
            ct
        );
    }

    private async Task AddAsync(IEnumerable<(long FirstId, long SecondId)> pairs, int sign, CancellationToken ct)
    {
        foreach (var some in pairs.Chunk(PairsAtOnce))
        {
            foreach (var pair in await ReadAsync(session, some, ct))
                _sums.Add(pair, sign);
        }
    }

    private static async Task<IReadOnlyList<SummedPair>> ReadAsync(
        Session session,
        IReadOnlyCollection<(long FirstId, long SecondId)> pairs,
        CancellationToken ct
    )
    {
        if (pairs.Count == 0)
            return [];

        var keys = JsonRowSet.Serialize(pairs.Select(pair => new object[] { pair.FirstId, pair.SecondId }));
        var rows = await session.QueryAsync(OverlapSumSql.Pairs, new(keys), ct);
        var ids = JsonRowSet.FromIds(rows.SelectMany(row => new[] { row.FirstId, row.SecondId }).Distinct());
        var countries = (await session.QueryAsync(OverlapSumSql.Countries, new(keys), ct)).ToLookup(
            row => (row.FirstId, row.SecondId),
            row => row.Country
        );
        var donors = (await session.QueryAsync(OverlapSumSql.Donors, new(ids), ct)).ToLookup(row => row.ProjectId);
        var amounts = (await session.QueryAsync(OverlapSumSql.Amounts, new(ids), ct)).ToLookup(row => row.ProjectId);
        var projects = new Dictionary<long, SummedProject>();
        return
        [
            .. rows.Select(row => new SummedPair(
                row,
                [.. countries[(row.FirstId, row.SecondId)]],
                Project(row.FirstId),
                Project(row.SecondId)
            )),
        ];

        SummedProject Project(long id)
        {
            if (!projects.TryGetValue(id, out var project))
            {
                project = new(
                    [.. donors[id]],
                    amounts[id].ToDictionary(row => row.Currency, row => ((long)row.Units, row.TenThousandths))
                );
                projects.Add(id, project);
            }

            return project;
        }
    }

    private static async Task WriteAsync(Session session, OverlapSums sums, bool mayRemove, CancellationToken ct)
    {
        foreach (var some in JsonRowSet.SerializeInBatches(sums.Numbers.Select(Row)))
            await session.ExecuteAsync(OverlapSumSql.Add, new(some), ct);
        foreach (var some in JsonRowSet.SerializeInBatches(sums.Amounts.Select(AmountRow)))
            await session.ExecuteAsync(OverlapSumSql.AddAmounts, new(some), ct);
        foreach (var some in JsonRowSet.SerializeInBatches(sums.Months.Select(MonthRow)))
        {
            await session.ExecuteAsync(OverlapSumSql.AddMonths, new(some), ct);
            await session.ExecuteAsync(OverlapSumSql.RemoveZeroMonths, new(some), ct);
        }

        if (!mayRemove)
            return;

        // Only these may have become 0: other numbers have only grown.
        var numbers = sums.Numbers.Where(row => row.Numbers.Overlaps < 0);
        foreach (var some in JsonRowSet.SerializeInBatches(numbers.Select(Row)))
            await session.ExecuteAsync(OverlapSumSql.RemoveZeros, new(some), ct);
        var amounts = sums.Amounts.Where(row => row.Amounts.Amounts < 0);
        foreach (var some in JsonRowSet.SerializeInBatches(amounts.Select(AmountRow)))
            await session.ExecuteAsync(OverlapSumSql.RemoveZeroAmounts, new(some), ct);

        static object[] Row((OverlapSumKey Key, OverlapNumbers Numbers) row) =>
            [row.Key.Dimensions, row.Key.Cell, row.Key.Kind, row.Key.Verdict, row.Numbers.Overlaps, row.Numbers.Days];

        static object[] AmountRow((OverlapAmountKey Key, OverlapAmounts Amounts) row) =>
            [
                row.Key.Dimensions,
                row.Key.Cell,
                row.Key.Kind,
                row.Key.Verdict,
                row.Key.Currency,
                row.Amounts.Amounts,
                row.Amounts.Units,
                row.Amounts.TenThousandths,
            ];

        static object[] MonthRow((OverlapMonthKey Key, long Projects) row) =>
            [row.Key.Donor, row.Key.Month, row.Key.Kind, row.Key.Verdict, row.Projects];
    }
}
