using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Review;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using CsCheck;

namespace Adam.Tests.Overlaps;

/// <summary>
/// Compares the review queue with the ranked pairs in their order and a brute-force evaluation of the sample.
/// </summary>
public sealed class ReviewQueuePropertyTests(string engine) : RegisterTests(engine)
{
    private const int RankedForSampled = 9;
    private const int RankedBeforeFirst = 5;

    [Test]
    public async Task Queue_has_a_pair_of_the_sample_after_each_nine_ranked_ones()
    {
        var (queues, sampledPairs) = (0, 0);
        await Gen.Select(
                // Enough for several pairs of the sample in one queue.
                RankingPropertyTests.All(18),
                Gen.Frequency((2, Gen.Const(new OverlapFilter())), (1, RankingPropertyTests.Filter)),
                Gen.OneOf(1, 2, 4),
                Gen.Int[1, 12]
            )
            .SampleAsync(
                async (drafts, any, windows, limit) =>
                {
                    await Register.ResetAsync();
                    var projects = await Register.RecordAsync(drafts);
                    var filter = any with { Verdicts = [VerdictFilter.None, VerdictFilter.Stale] };
                    var edition = await TestOverlaps.Statistics(Register.Database).CurrentAsync(default);
                    var sampled = new Queue<string>(
                        Sampled(projects, filter, ReviewSample.Create(edition, windows), edition)
                    );
                    var ranked = await TestOverlaps
                        .Store(Register.Database)
                        .AllAsync(filter, OverlapSort.Uncertain, page: 50);
                    var (expected, since) = (new List<string>(), RankedForSampled - RankedBeforeFirst);
                    foreach (var pair in ranked)
                    {
                        if (since >= RankedForSampled && sampled.TryDequeue(out var below))
                            (_, since) = (Add(below), 0);
                        (_, since) = (Add(Shown(pair)), since + 1);
                    }

                    var found = await ReadAsync(TestOverlaps.Queue(Register.Database, windows), filter, limit);
                    Assert.That(found.Select(Shown), Is.EqualTo(expected), $"{filter} {windows} {limit}");
                    (queues, sampledPairs) = (queues + 1, sampledPairs + found.Count(pair => pair.SampleChance > 0));

                    int Add(string pair)
                    {
                        expected.Add(pair);
                        return expected.Count;
                    }
                },
                iter: RandomRegister.Count(40),
                threads: 1
            );
        Assert.That(sampledPairs, Is.GreaterThan(queues), "the registers have such pairs");
    }

    private static string Shown(RankedOverlap pair) => $"{pair.Overlap.Id} {pair.Score} {pair.SampleChance:0.000}";

    private static async Task<List<RankedOverlap>> ReadAsync(ReviewQueueStore queue, OverlapFilter filter, int limit)
    {
        var (found, after) = (new List<RankedOverlap>(), (QueuePosition?)null);
        do
        {
            var page = await queue.PageAsync(filter, after, limit, default);
            Assert.That(page.Items, Has.Count.AtMost(limit));
            found.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);
        return found;
    }

    /// <summary>Returns the pairs of the sample in its order, from every two projects.</summary>
    private static IEnumerable<string> Sampled(
        IReadOnlyList<Project> projects,
        OverlapFilter filter,
        ReviewSample sample,
        TermStatistics edition
    ) =>
        filter.MinScore is not null
            ? []
            : from i in Enumerable.Range(0, projects.Count)
            from j in Enumerable.Range(i + 1, projects.Count - i - 1)
            let shared = OverlapDefinition.Evaluate(
                ProjectScope.FromDraft(projects[i]),
                ProjectScope.FromDraft(projects[j])
            )
            where shared is not null
            let a = WeightedProfile.Create(Profile.FromDraft(projects[i].Owner, projects[i].Draft), edition)
            let b = WeightedProfile.Create(Profile.FromDraft(projects[j].Owner, projects[j].Draft), edition)
            let explained = Scorer.Explain(a, b, shared)
            where !explained.Assessment.IsRanked
            let place = sample.Find(a, b)
            where place is not null
            let declared = DeclaredLinks.AreMutual(
                DeclaredLinks.FromDraft(projects[i].Draft),
                DeclaredLinks.FromDraft(projects[j].Draft)
            )
            let kind = declared ? OverlapKind.Declared : OverlapKind.SharedSetting
            where filter.Kinds.Count == 0 ? !declared : filter.Kinds.Contains(kind)
            where filter.FoundSince is not { } since || projects[j].CreatedAt >= since
            where OverlapPropertyTests.Passes(filter, shared, projects[i], projects[j])
            orderby place.Value.Hash, i, j
            let id = OverlapId.Create(projects[i].Id, projects[j].Id)
            select $"{id} {explained.Score} {place.Value.Chance:0.000}";
}
