using Adam.Data.Databases;
using Adam.Data.Overlaps.Clusters;
using Adam.Data.Overlaps.Sums;

namespace Adam.Data.Overlaps.Matching;

/// <summary>A difference between the pair tables and the pairs computed from the projects.</summary>
/// <param name="First">The project, or the first project of the pair; null if the difference is one of a sum.</param>
/// <param name="Second">The second project of the pair; null if the difference concerns one project.</param>
/// <param name="What">A short description of the difference.</param>
public sealed record OverlapDifference(Guid? First, Guid? Second, string What);

/// <summary>
/// Compares the pair tables, the clusters and the sums with the pairs computed from the projects under the current term
/// statistics. It writes nothing.
/// </summary>
public sealed class OverlapVerify(Database database, MatchingCache memory)
{
    /// <returns>All differences; empty if the tables are correct.</returns>
    public Task<IReadOnlyList<OverlapDifference>> RunAsync(
        IProgress<OverlapProgress>? progress,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync<IReadOnlyList<OverlapDifference>>(
            async session =>
            {
                session.DisableCommandTimeout();
                var statistics = await new TermStatisticsStore(database, memory).CurrentAsync(session, ct);
                var (register, kinds) = (
                    await Task.Run(() => StoredPairTables.Read(session, ct), ct),
                    new ProvisionalKinds()
                );
                await foreach (
                    var part in new FullPairSearch(new BlocksOfSession(session), statistics).FindAsync(progress, ct)
                )
                {
                    kinds.Add(part.Pairs);
                    register.Expect(part);
                }

                register.ExpectKinds(kinds.Corrections());
                var differences = register
                    .Differences()
                    .Concat(
                        ClusterVerify
                            .Differences(session, register.ExpectedLinks(), ct)
                            .Select(one => (Pair: new PairKey(one.ProjectId, one.ProjectId), one.What))
                    )
                    .ToList();
                var projects = PairTableWriter.Serialize(
                    differences
                        .SelectMany(difference => new[] { difference.Pair.FirstId, difference.Pair.SecondId })
                        .Distinct()
                );
                var ids = (await session.QueryAsync(PairRebuildSql.Ids, new(projects), ct)).ToDictionary(
                    row => row.ProjectId,
                    row => row.Id
                );
                return
                [
                    .. differences.Select(one => Describe(one.Pair, one.What, ids)),
                    .. (await OverlapSumVerify.DifferencesAsync(session, register.ExpectedSummedPairs(), ct)).Select(
                        what => new OverlapDifference(null, null, what)
                    ),
                ];
            },
            ct
        );

    /// <param name="ids">The ids of the projects that exist. A row may name others.</param>
    private static OverlapDifference Describe(PairKey pair, string what, Dictionary<long, Guid> ids) =>
        ids.TryGetValue(pair.FirstId, out var first) && ids.TryGetValue(pair.SecondId, out var second)
            ? new(first, pair.FirstId == pair.SecondId ? null : second, what)
            : new(null, null, $"projects with the numbers {pair.FirstId} and {pair.SecondId}: {what}");
}
