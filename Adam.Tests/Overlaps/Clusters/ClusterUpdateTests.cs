using Adam.Data.Databases;
using Adam.Data.Overlaps.Clusters;
using Adam.Tests.Projects;
using CsCheck;

namespace Adam.Tests.Overlaps.Clusters;

/// <summary>
/// After any sequence of changes of pairs, the clusters are the components of the pairs that connect their projects.
/// </summary>
public sealed class ClusterUpdateTests(string engine) : RegisterTests(engine)
{
    private const int Projects = 9;

    private static readonly Gen<Change> OneChange = Gen.Select(
        Gen.Int[0, Projects - 2],
        Gen.Int[1, Projects - 1],
        // 0 removes the pair.
        Gen.Frequency((2, Gen.Const(0)), (1, Gen.Const(1)), (3, Gen.Int[2, 3]), (1, Gen.Const(4))),
        Gen.Int[40, 43],
        Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[1, 4])),
        Gen.Bool,
        (one, other, kind, score, verdict, isStale) => new Change(one, other, kind, score * 100, verdict, isStale)
    );

    private static readonly Gen<History> Histories = Gen.Select(
        OneChange.Where(change => change.One < change.Other).Array[1, 7].Array[1, 12],
        // With a low limit, most clusters count as large.
        Gen.OneOf(Gen.Const(ClusterUpdate.MostLinks), Gen.Int[0, 6]),
        Gen.Bool,
        (writes, mostLinks, divides) => new History(writes, mostLinks, divides)
    );

    [Test]
    public async Task Maintained_equals_brute_force()
    {
        await Histories.SampleAsync(
            async history =>
            {
                await Register.ResetAsync();
                await Register.RecordAsync(Enumerable.Range(0, Projects).Select(_ => AProject.By("DE").Build()));
                var ids = await IdsAsync();
                foreach (var write in history.Writes)
                {
                    await using (var session = await Register.Database.InWriteTransactionAsync(default))
                    {
                        foreach (var change in write)
                            await ApplyAsync(session, change, ids);
                        var pairs = write.Select(change => (ids[change.One], ids[change.Other])).Distinct();
                        await new ClusterUpdate(session, history.MostLinks).RunAsync(pairs, default);
                        await session.CommitAsync(default);
                    }

                    await using (var session = await Register.Database.InReadTransactionAsync(default))
                        Assert.That(Differences(session), Is.Empty);
                    if (history.Divides)
                        await AssertExactAsync();
                }

                await AssertExactAsync();
            },
            iter: RandomRegister.Count(80),
            threads: 1
        );
    }

    [Test]
    public async Task Division_leaves_a_cluster_that_a_write_has_changed_meanwhile()
    {
        await Register.RecordAsync(Enumerable.Range(0, 4).Select(_ => AProject.By("DE").Build()));
        var ids = await IdsAsync();
        await WriteAsync(
            ids,
            new(0, 1, 3, 4_000, 0, false),
            new(1, 2, 3, 4_000, 0, false),
            new(2, 3, 3, 4_000, 0, false)
        );
        await WriteAsync(ids, new Change(1, 2, 0, 0, 0, false));
        Assert.That(await ClustersAsync(), Is.EqualTo(new[] { "0 1 2 3" }), "nothing has divided it");

        await WriteAsync(ids, new Change(1, 2, 2, 4_000, 0, false));
        await new ClusterDivision(Register.Database).RunAsync(default);
        Assert.That(await ClustersAsync(), Is.EqualTo(new[] { "0 1 2 3" }), "it is connected again");

        await WriteAsync(ids, new Change(1, 2, 0, 0, 0, false));
        Assert.That(await new ClusterDivision(Register.Database).RunAsync(default), Is.Zero);
        Assert.That(await ClustersAsync(), Is.EqualTo(new[] { "0 1", "2 3" }));
    }

    private async Task WriteAsync(IReadOnlyList<long> ids, params Change[] changes)
    {
        await using var session = await Register.Database.InWriteTransactionAsync(default);
        foreach (var change in changes)
            await ApplyAsync(session, change, ids);
        await new ClusterUpdate(session, mostLinks: 0).RunAsync(
            changes.Select(change => (ids[change.One], ids[change.Other])),
            default
        );
        await session.CommitAsync(default);
    }

    /// <summary>Compares the clusters with a search from each project.</summary>
    private async Task AssertExactAsync()
    {
        Assert.That(await new ClusterDivision(Register.Database).RunAsync(default), Is.Zero);
        await using (var session = await Register.Database.InReadTransactionAsync(default))
            Assert.That(Differences(session), Is.Empty);
        Assert.That(await ClustersAsync(), Is.EqualTo(await ExpectedAsync()));
    }

    /// <summary>Returns the numbers of the projects of each cluster.</summary>
    private async Task<IReadOnlyList<string>> ClustersAsync()
    {
        await using var session = await Register.Database.InReadTransactionAsync(default);
        var rows = await session.QueryAsync<(long ClusterId, long ProjectId)>(
            "SELECT ClusterId, ProjectId FROM OverlapClusterMember ORDER BY ProjectId",
            null,
            default
        );
        var ids = (await IdsAsync()).ToList();
        return
        [
            .. rows.GroupBy(row => row.ClusterId)
                .Select(cluster => string.Join(' ', cluster.Select(row => ids.IndexOf(row.ProjectId)))),
        ];
    }

    private async Task<IReadOnlyList<string>> ExpectedAsync()
    {
        await using var session = await Register.Database.InReadTransactionAsync(default);
        var pairs = await session.QueryAsync<(long FirstId, long SecondId)>(
            "SELECT FirstId, SecondId FROM Overlap "
                + "WHERE Kind IN (2, 3) AND (Verdict IS NULL OR Verdict IN (1, 3) OR IsStale = 1)",
            null,
            default
        );
        var ids = (await IdsAsync()).ToList();
        var found = new List<string>();
        var seen = new HashSet<long>();
        foreach (var id in ids.Where(id => pairs.Any(pair => pair.FirstId == id || pair.SecondId == id)))
        {
            if (seen.Contains(id))
                continue;

            var (cluster, edge) = (new SortedSet<long> { id }, new Stack<long>([id]));
            while (edge.TryPop(out var at))
            {
                foreach (var pair in pairs.Where(pair => pair.FirstId == at || pair.SecondId == at))
                {
                    var other = pair.FirstId == at ? pair.SecondId : pair.FirstId;
                    if (cluster.Add(other))
                        edge.Push(other);
                }
            }

            seen.UnionWith(cluster);
            found.Add(string.Join(' ', cluster.Select(one => ids.IndexOf(one))));
        }

        return found;
    }

    private static IReadOnlyList<(long ProjectId, string What)> Differences(Session session) =>
        ClusterVerify.Differences(session, session.Read(ClusterRebuildSql.Connecting, default).ToList(), default);

    private async Task<IReadOnlyList<long>> IdsAsync()
    {
        await using var session = await Register.Database.InReadTransactionAsync(default);
        return await session.QueryAsync<long>("SELECT ProjectId FROM Project ORDER BY ProjectId", null, default);
    }

    private static async Task ApplyAsync(Session session, Change change, IReadOnlyList<long> ids)
    {
        var pair = new
        {
            First = ids[change.One],
            Second = ids[change.Other],
            change.Kind,
            change.Score,
            Verdict = change.Verdict == 0 ? null : (int?)change.Verdict,
            IsStale = change.IsStale && change.Verdict != 0 ? 1 : 0,
        };
        await session.ExecuteAsync("DELETE FROM Overlap WHERE FirstId = @First AND SecondId = @Second", pair, default);
        if (change.Kind != 0)
            await session.ExecuteAsync(
                "INSERT INTO Overlap (FirstId, SecondId, Score, Kind, StartDay, EndDay, Days, Pillars, FoundMicros, "
                    + "UpdatedMicros, Verdict, IsStale) "
                    + "VALUES (@First, @Second, @Score, @Kind, 1, 1, 1, 1, 1, 1, @Verdict, @IsStale)",
                pair,
                default
            );
    }

    /// <summary>A pair that a write stores with these values, or removes.</summary>
    /// <param name="Kind">The number of the kind; 0 to remove the pair.</param>
    private sealed record Change(int One, int Other, int Kind, int Score, int Verdict, bool IsStale);

    private sealed record History(Change[][] Writes, int MostLinks, bool Divides);
}
