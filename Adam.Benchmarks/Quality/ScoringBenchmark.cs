using System.Diagnostics;
using System.Globalization;
using Adam.Benchmarks.Registers;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>
/// Measures scoring in a large register: the time for a profile and for a score, and the number of projects that share
/// a blocking key with a project and so must be scored with it.
/// </summary>
internal static class ScoringBenchmark
{
    private const int Seed = 1;
    private const int Rounds = 5;
    private const int Sampled = 2_000;

    public static void Run(int projects)
    {
        var entries = new World(Seed).Take(projects).ToList();
        Console.WriteLine($"  {projects:#,0} projects, unevenly distributed, one thread");

        var profiles = Timed(
            "build a profile",
            projects,
            () => entries.ConvertAll(entry => Profile.FromDraft(entry.Owner, entry.Draft))
        );
        var statistics = Timed(
            "count a profile in the term statistics",
            projects,
            () => TermStatistics.FromProfiles(profiles)
        );
        Console.WriteLine(
            $"  {"term statistics as text", -44}{statistics.Write().Length / 1e6, 10:0.0} MB; "
                + $"a key is rare up to {statistics.RarityThreshold} projects of a country"
        );
        var weighed = Timed(
            "weight a profile and select its blocking keys",
            projects,
            () =>
                profiles.ConvertAll(profile =>
                {
                    var one = WeightedProfile.Create(profile, statistics);
                    _ = one.BlockingKeys;
                    return one;
                })
        );

        var activities = entries.ConvertAll(entry =>
            Domain.Overlaps.ProjectScope.FromDraft(null, entry.Owner, entry.Draft)
        );
        var index = new Dictionary<(string Country, string Key), List<int>>();
        for (var i = 0; i < projects; i++)
        {
            foreach (var country in activities[i].Countries)
            {
                foreach (var key in weighed[i].BlockingKeys)
                {
                    if (!index.TryGetValue((country, key), out var holders))
                        index[(country, key)] = holders = [];
                    holders.Add(i);
                }
            }
        }

        var step = Math.Max(1, projects / Sampled);
        var (counts, read, pairs) = (new List<int>(), 0L, new List<(int A, int B)>());
        for (var i = 0; i < projects; i += step)
        {
            var found = new HashSet<int>();
            foreach (var country in activities[i].Countries)
            {
                foreach (var holders in weighed[i].BlockingKeys.Select(key => index[(country, key)]))
                {
                    read += holders.Count;
                    foreach (var other in holders)
                    {
                        if (
                            other != i
                            && !found.Contains(other)
                            && OverlapDefinition.Evaluate(activities[i], activities[other]) is not null
                        )
                            found.Add(other);
                    }
                }
            }

            counts.Add(found.Count);
            pairs.AddRange(found.Select(other => (i, other)));
        }

        counts.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {"blocking keys per project, mean", -44}{weighed.Average(one => one.BlockingKeys.Count), 10:0.0}"
            )
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {"index entries read per project, mean", -44}{(double)read / counts.Count, 10:0.0}"
            )
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {"candidates per project: mean, median, maximum", -48}{counts.Average():0.0}, "
                    + $"{counts[counts.Count / 2]}, {counts[^1]}"
            )
        );

        // Warms up the JIT compiler.
        var sum = 0m;
        for (var i = 0; i < Rounds; i++)
            sum += pairs.Sum(pair => Score(pair).ToDecimal());
        _ = Timed(
            "score a pair",
            Rounds * pairs.Count,
            () => Enumerable.Range(0, Rounds).Sum(_ => pairs.Sum(pair => Score(pair).TenThousandths))
        );
        var strong = pairs.Where(pair => Score(pair) >= Rules.Floor).ToList();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {"of these at or above the floor", -44}{strong.Count, 10:#,0} of {pairs.Count:#,0}; "
                    + $"mean score {(double)sum / Rounds / Math.Max(1, pairs.Count):0.000}"
            )
        );
        var told = pairs
            .Take(5_000)
            .Select(pair => (pair, Shared: OverlapDefinition.Evaluate(activities[pair.A], activities[pair.B])!))
            .ToList();
        _ = Timed(
            "score a pair with its reasons",
            told.Count,
            () => told.Sum(one => Scorer.Explain(weighed[one.pair.A], weighed[one.pair.B], one.Shared).Reasons.Count)
        );

        Score Score((int A, int B) pair) => Scorer.Compute(weighed[pair.A], weighed[pair.B]);
    }

    private static T Timed<T>(string what, int times, Func<T> work)
    {
        var started = Stopwatch.GetTimestamp();
        var result = work();
        var micros = Stopwatch.GetElapsedTime(started).TotalMicroseconds / Math.Max(1, times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what, -44}{micros, 10:0.0} µs"));
        return result;
    }
}
