using System.Runtime.CompilerServices;
using Adam.Data.Engines;
using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps.Register;

/// <summary>Some of what the register of pairs is to hold.</summary>
/// <param name="Pairs">Ascending by key.</param>
/// <param name="Evidence">What projects are looked for by in one country.</param>
/// <param name="Projects">How many of these projects were in no part before.</param>
/// <param name="Compared">How many pairs were scored to find these.</param>
internal sealed record RegisterPart(IReadOnlyList<ScoredRow> Pairs, IReadOnlyList<EvidenceOfProject> Evidence, int Projects, long Compared);

/// <summary>
/// Finds all pairs at or above the floor from the projects alone, country by country, so that the projects of one country are all that stand in memory. A pair is found in the first country that it shares.
/// </summary>
internal sealed class AllPairs(Session session, Edition edition)
{
    /// <summary>How many projects are compared before what was found is handed over.</summary>
    private const int AtOnce = 4_000;

    public async IAsyncEnumerable<RegisterPart> FindAsync(IProgress<OverlapProgress>? progress, [EnumeratorCancellation] CancellationToken ct)
    {
        var (done, total) = (0L, await session.FirstAsync<long>(RegisterRebuildSql.CountOfCountries, null, ct));
        for (var country = await NextAsync("", ct); country is not null; country = await NextAsync(country, ct))
        {
            var projects = session.Read<ProjectRow>(RegisterRebuildSql.ProjectsOfCountry, new { country }, ct).AsParallel().AsOrdered().Select(row => new Entry(row.Prepare(edition), country)).ToArray();
            var index = new EvidenceIndex(projects.Select(project => project.Hashes));
            for (var from = 0; from < projects.Length; from += AtOnce)
            {
                var to = Math.Min(from + AtOnce, projects.Length);
                yield return Compare(projects, index, from, to, ct);
                done += to - from;
                progress?.Report(new(OverlapStage.Comparing, Math.Min(done, total), total));
            }
        }
    }

    private Task<string?> NextAsync(string after, CancellationToken ct) => session.FirstAsync<string>(RegisterRebuildSql.NextCountry, new { after }, ct);

    private static RegisterPart Compare(Entry[] projects, EvidenceIndex index, int from, int to, CancellationToken ct)
    {
        var found = new List<ScoredRow>[to - from];
        var compared = 0L;
        Parallel.For(from, to, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var (one, pairs, count) = (projects[i], new List<ScoredRow>(), 0);
            foreach (var j in index.After(i, one.Hashes))
            {
                if (!one.MeetsFirstHere(projects[j]))
                    continue;

                count++;
                if (ScoredRow.Of(one.Project, projects[j].Project) is { } pair)
                    pairs.Add(pair);
            }

            found[i - from] = pairs;
            Interlocked.Add(ref compared, count);
        });

        var some = projects[from..to];
        return new([.. found.SelectMany(pairs => pairs)], [.. some.Select(project => EvidenceOfProject.Of(project.Project, project.Hashes))], some.Count(project => project.IsFirstCountry), compared);
    }

    /// <summary>A project in one of its countries.</summary>
    private sealed class Entry
    {
        private readonly string[] _before;
        private readonly int _pillars;

        public Entry(PreparedProject project, string country)
        {
            (Project, Hashes) = (project, [.. EvidenceHash.Of(project, country)]);
            _before = [.. project.Activity.Countries.Where(other => string.CompareOrdinal(other, country) < 0)];
            _pillars = project.Activity.Pillars.Aggregate(0, (bits, pillar) => bits | (1 << (int)pillar));
        }

        public PreparedProject Project { get; }

        /// <summary>Its evidence in this country.</summary>
        public long[] Hashes { get; }

        public bool IsFirstCountry => _before.Length == 0;

        /// <summary>Whether the two share a pillar, a day, and no country before this one.</summary>
        public bool MeetsFirstHere(Entry other) =>
            (_pillars & other._pillars) != 0 && Project.Activity.Period.Meets(other.Project.Activity.Period) && (_before.Length == 0 || other._before.Length == 0 || !_before.Any(other._before.Contains));
    }
}
