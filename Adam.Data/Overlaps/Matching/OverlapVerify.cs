using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Matching;

/// <summary>Where the tables are not what the projects give.</summary>
/// <param name="First">A project, or the first of a pair.</param>
/// <param name="Second">The other of the pair; null where the difference is about one project.</param>
/// <param name="What">What differs, in a few words.</param>
public sealed record OverlapDifference(Guid First, Guid? Second, string What);

/// <summary>Compares the register of pairs with what the projects give under the current edition. Nothing is written.</summary>
public sealed class OverlapVerify(Database database, MatchingCache memory)
{
    /// <returns>Every difference; none when the register is true.</returns>
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
                await foreach (var part in new FullPairSearch(session, statistics).FindAsync(progress, ct))
                {
                    kinds.Add(part.Pairs);
                    register.Expect(part);
                }

                register.ExpectKinds(kinds.Corrections());
                var differences = register.Differences().ToList();
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
                    .. differences.Select(one => new OverlapDifference(
                        ids[one.Pair.FirstId],
                        one.Pair.FirstId == one.Pair.SecondId ? null : ids[one.Pair.SecondId],
                        one.What
                    )),
                ];
            },
            ct
        );
}
