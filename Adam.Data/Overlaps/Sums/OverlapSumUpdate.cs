using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Sums;

/// <summary>Maintains the sums of pairs in the transaction of a write.</summary>
/// <param name="counted">
/// The values of projects that the sums contain; null for the stored ones. A rebuild beside the stored pairs has its
/// own.
/// </param>
internal sealed class OverlapSumUpdate(Session session, CountedProjects? counted = null)
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
        foreach (var pair in await ReadAsync(session, counted, [.. before.Keys.Order()], ct))
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
    public async Task WriteAsync(CancellationToken ct)
    {
        foreach (var (change, rows) in Rows(_sums, mayRemove: _isSubtracted))
            await session.ExecuteAsync(change, new(rows), ct);
    }

    /// <summary>Computes all sums again from the stored pairs, in a session that the caller commits.</summary>
    public static async Task RebuildAsync(Database database, Session session, CancellationToken ct)
    {
        var sums = new OverlapSums();
        for (var next = First; next is { } after; )
            next = await CountAsync(session, counted: null, sums, after, ct);
        await database.BulkLoadAsync(
            session,
            OverlapSumIndexer.AllTables,
            async () =>
            {
                await session.ExecuteAsync(OverlapSumSql.Clear, ct);
                await session.ExecuteAsync(OverlapSumSql.ClearAmounts, ct);
                await session.ExecuteAsync(OverlapSumSql.ClearMonths, ct);
                foreach (var (add, rows) in Rows(sums, mayRemove: false))
                    await session.ExecuteAsync(add, new(rows), ct);
            },
            ct
        );
    }

    /// <summary>The position before all stored pairs.</summary>
    public static PairsAfter? First => new(0, 0, PairsAtOnce);

    /// <summary>Adds the stored pairs after a position, up to a maximum number.</summary>
    /// <returns>The position of the next ones; null if there are none.</returns>
    /// <inheritdoc cref="OverlapSumUpdate" path="/param[@name='counted']"/>
    public static async Task<PairsAfter?> CountAsync(
        Session session,
        CountedProjects? counted,
        OverlapSums sums,
        PairsAfter after,
        CancellationToken ct
    )
    {
        var pairs = await session.QueryAsync(OverlapSumSql.After, after, ct);
        var keys = pairs.Select(pair => (pair.FirstId, pair.SecondId)).ToList();
        foreach (var pair in await ReadAsync(session, counted, keys, ct))
            sums.Add(pair, 1);
        return pairs.Count < PairsAtOnce ? null : new(pairs[^1].FirstId, pairs[^1].SecondId, PairsAtOnce);
    }

    /// <summary>Returns the statements that add sums to the stored ones, each with its rows.</summary>
    /// <param name="mayRemove">True if pairs were subtracted, so that some numbers may become 0.</param>
    public static IEnumerable<(SqlChange<RowsParameter> Change, string Rows)> Rows(OverlapSums sums, bool mayRemove)
    {
        foreach (var some in JsonRowSet.SerializeInBatches(sums.Numbers.Select(Row)))
            yield return (OverlapSumSql.Add, some);
        foreach (var some in JsonRowSet.SerializeInBatches(sums.Amounts.Select(AmountRow)))
            yield return (OverlapSumSql.AddAmounts, some);
        foreach (var some in JsonRowSet.SerializeInBatches(sums.Months.Select(MonthRow)))
        {
            yield return (OverlapSumSql.AddMonths, some);
            yield return (OverlapSumSql.RemoveZeroMonths, some);
        }

        if (!mayRemove)
            yield break;

        // Only these may have become 0: other numbers have only grown.
        var numbers = sums.Numbers.Where(row => row.Numbers.Overlaps < 0);
        foreach (var some in JsonRowSet.SerializeInBatches(numbers.Select(Row)))
            yield return (OverlapSumSql.RemoveZeros, some);
        var amounts = sums.Amounts.Where(row => row.Amounts.Amounts < 0);
        foreach (var some in JsonRowSet.SerializeInBatches(amounts.Select(AmountRow)))
            yield return (OverlapSumSql.RemoveZeroAmounts, some);

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

    private async Task AddAsync(IEnumerable<(long FirstId, long SecondId)> pairs, int sign, CancellationToken ct)
    {
        foreach (var some in pairs.Chunk(PairsAtOnce))
        {
            foreach (var pair in await ReadAsync(session, counted, some, ct))
                _sums.Add(pair, sign);
        }
    }

    private static async Task<IReadOnlyList<SummedPair>> ReadAsync(
        Session session,
        CountedProjects? counted,
        IReadOnlyCollection<(long FirstId, long SecondId)> pairs,
        CancellationToken ct
    )
    {
        if (pairs.Count == 0)
            return [];

        var keys = JsonRowSet.Serialize(pairs.Select(pair => new object[] { pair.FirstId, pair.SecondId }));
        var rows = await session.QueryAsync(OverlapSumSql.Pairs, new(keys), ct);
        var countries = (await session.QueryAsync(OverlapSumSql.Countries, new(keys), ct)).ToLookup(
            row => (row.FirstId, row.SecondId),
            row => row.Country
        );
        var ids = rows.SelectMany(row => new[] { row.FirstId, row.SecondId }).Distinct().ToList();
        var projects = counted is null
            ? await SummedProject.ReadAsync(session, ids, ct)
            : await counted.ReadAsync(session, ids, ct);
        return
        [
            .. rows.Select(row => new SummedPair(
                row,
                [.. countries[(row.FirstId, row.SecondId)]],
                projects[row.FirstId],
                projects[row.SecondId]
            )),
        ];
    }
}
