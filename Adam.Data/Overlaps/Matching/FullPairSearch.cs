using System.Runtime.CompilerServices;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Matching;

/// <summary>A part of the rows that the pair tables should contain.</summary>
/// <param name="Pairs">The pairs, ascending by key.</param>
/// <param name="BlockingKeys">The blocking keys of the projects of one block: a country and some pillars.</param>
/// <param name="Projects">The number of these projects that no earlier part contains.</param>
/// <param name="Compared">The number of candidate pairs that were scored.</param>
internal sealed record PairTable(
    IReadOnlyList<ScoredRow> Pairs,
    IReadOnlyList<ProjectBlockingKeys> BlockingKeys,
    int Projects,
    long Compared
);

/// <summary>
/// Finds all pairs at or above the floor from the project documents. It works country by country, and pillar by pillar
/// in countries with many projects, so that memory holds one such block at a time. The first block that contains both
/// projects of a pair returns the pair.
/// </summary>
internal sealed class FullPairSearch(IProjectBlocks blocks, TermStatistics statistics, int most = FullPairSearch.Most)
{
    /// <summary>
    /// The maximum number of (project, pillar) entries of a country that is processed as one block. A prepared project
    /// takes about 10 KB.
    /// </summary>
    public const int Most = 50_000;

    /// <summary>The number of projects that are compared before their pairs are returned.</summary>
    private const int AtOnce = 4_000;

    /// <inheritdoc cref="PairRebuild.Known"/>
    public Func<ProjectRow, PreparedProject?> Known { get; init; } = _ => null;

    public async IAsyncEnumerable<PairTable> FindAsync(
        IProgress<OverlapProgress>? progress,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var (done, total) = (0L, await blocks.CountCellsAsync(ct));
        for (
            var country = await blocks.NextCountryAsync("", ct);
            country is not null;
            country = await blocks.NextCountryAsync(country, ct)
        )
        {
            foreach (var round in Round.Split(country, await blocks.CountCellsAsync(country, ct) <= most))
            {
                var projects = await blocks.ReadAsync(
                    new(country, (byte)round.First, (byte)round.Last),
                    row => new Entry(Known(row)?.WithStatistics(statistics) ?? row.Prepare(statistics), round),
                    ct
                );
                var index = new BlockingKeyIndex(projects.Select(project => project.Hashes));
                for (var from = 0; from < projects.Length; from += AtOnce)
                {
                    var to = Math.Min(from + AtOnce, projects.Length);
                    yield return Compare(projects, index, from, to, ct);
                    done += projects[from..to].Sum(project => project.Cells);
                    progress?.Report(new(OverlapStage.Comparing, done, total));
                }
            }
        }
    }

    private static PairTable Compare(Entry[] projects, BlockingKeyIndex index, int from, int to, CancellationToken ct)
    {
        var found = new List<ScoredRow>[to - from];
        var compared = 0L;
        Parallel.For(
            from,
            to,
            new ParallelOptions { CancellationToken = ct },
            i =>
            {
                var (one, pairs, count) = (projects[i], new List<ScoredRow>(), 0);
                foreach (var j in index.After(i, one.Hashes))
                {
                    if (!one.MeetsFirstHere(projects[j]))
                        continue;

                    count++;
                    if (ScoredRow.Compare(one.Project, projects[j].Project) is { } pair)
                        pairs.Add(pair);
                }

                found[i - from] = pairs;
                Interlocked.Add(ref compared, count);
            }
        );

        var some = projects[from..to];
        return new(
            [.. found.SelectMany(pairs => pairs)],
            [.. some.Select(project => ProjectBlockingKeys.Create(project.Project, project.Hashes))],
            some.Count(project => project.IsFirstRound),
            compared
        );
    }

    /// <summary>
    /// A block of projects to compare: those of a country and a range of pillars, both ends included.
    /// </summary>
    private sealed record Round(string Country, Pillar First, Pillar Last)
    {
        private static readonly Pillar[] Pillars = [.. Enum.GetValues<Pillar>().Order()];

        public static IEnumerable<Round> Split(string country, bool isWhole) =>
            isWhole
                ? [new(country, Pillars[0], Pillars[^1])]
                : Pillars.Select(pillar => new Round(country, pillar, pillar));
    }

    /// <summary>A project in one of its blocks.</summary>
    private sealed class Entry
    {
        private readonly string[] _before;
        private readonly int _pillarsBefore;
        private readonly int _pillars;

        public Entry(PreparedProject project, Round round)
        {
            var pillars = project.Scope.Pillars.Where(pillar => pillar >= round.First && pillar <= round.Last).ToList();
            (Project, Hashes, Cells) = (
                project,
                [.. BlockingKeyHash.Compute(project, [round.Country], pillars)],
                pillars.Count
            );
            _before = [.. project.Scope.Countries.Where(other => string.CompareOrdinal(other, round.Country) < 0)];
            _pillarsBefore = Bits(project.Scope.Pillars.Where(pillar => pillar < round.First));
            _pillars = Bits(pillars);
        }

        public PreparedProject Project { get; }

        /// <summary>The hashes of the project's blocking keys in this block.</summary>
        public long[] Hashes { get; }

        /// <summary>The number of the project's pillars in this block.</summary>
        public int Cells { get; }

        public bool IsFirstRound => _before.Length == 0 && _pillarsBefore == 0;

        /// <summary>Returns true if the two share a pillar and a day, and no earlier block contains both.</summary>
        public bool MeetsFirstHere(Entry other) =>
            (_pillars & other._pillars) != 0
            && (_pillarsBefore & other._pillarsBefore) == 0
            && Project.Scope.Period.Meets(other.Project.Scope.Period)
            && (_before.Length == 0 || other._before.Length == 0 || !_before.Any(other._before.Contains));

        private static int Bits(IEnumerable<Pillar> pillars) =>
            pillars.Aggregate(0, (bits, pillar) => bits | (1 << (int)pillar));
    }
}
