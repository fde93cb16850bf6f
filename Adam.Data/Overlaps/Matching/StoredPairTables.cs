using System.Globalization;
using Adam.Data.Databases;
using Adam.Data.Overlaps.Clusters;
using Adam.Data.Overlaps.Sums;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// Compares the stored pair tables with the expected ones. Long contents are kept as hashes. The hashes of the rows of
/// one pair are combined by exclusive or, which does not depend on the order of the rows.
/// </summary>
internal sealed class StoredPairTables
{
    private readonly Dictionary<PairKey, Pair> _pairs = [];
    private readonly Dictionary<long, long> _blockingKeys = [];
    private readonly Dictionary<PairKey, StandingVerdict> _verdicts = [];

    private StoredPairTables() { }

    public static StoredPairTables Read(Session session, CancellationToken ct)
    {
        var register = new StoredPairTables();
        foreach (var pair in session.Read(PairRebuildSql.Pairs, ct))
        {
            register.At(pair.Key).Stored = new(
                pair.Score,
                pair.Kind,
                pair.StartDay,
                pair.EndDay,
                pair.Days,
                pair.Pillars,
                pair.Countries,
                pair.FoundMicros,
                new(pair.Verdict ?? 0, pair.IsStale),
                pair.IsRestricted
            );
        }

        foreach (var pair in session.Read(PairRebuildSql.Reasons, ct))
            register.At(new(pair.FirstId, pair.SecondId)).Reasons ^= BlockingKeyHash.Compute(pair.Reasons);
        foreach (var entry in session.Read(PairRebuildSql.ByProject, ct))
            register.At(PairKey.Of(entry.ProjectId, entry.OtherId)).ByProject ^= HashOfProject([
                entry.ProjectId,
                entry.OtherOwnerId,
                entry.Score,
                entry.OtherId,
            ]);
        foreach (var facet in session.Read(PairRebuildSql.Facets, ct))
            register.At(new(facet.FirstId, facet.SecondId)).Facets ^= HashOfFacet(
                facet.Name,
                facet.Value,
                facet.Score,
                facet.Bits
            );
        foreach (var entry in session.Read(PairRebuildSql.BlockingKeys, ct))
            register._blockingKeys[entry.ProjectId] =
                register._blockingKeys.GetValueOrDefault(entry.ProjectId)
                ^ HashOfBlockingKeys(entry.KeyHash, entry.StartDay, entry.EndDay);
        foreach (var verdict in session.Read(PairRebuildSql.Verdicts, ct))
            register._verdicts.Add(verdict.Key, verdict.Standing);
        return register;
    }

    public void Expect(PairTable part)
    {
        foreach (var row in part.Pairs)
        {
            var pair = At(row.Key);
            pair.Expected = new(
                row.Score.TenThousandths,
                ProvisionalKinds.KindOf(row),
                row.StartDay,
                row.EndDay,
                row.Days,
                row.Pillars,
                row.Countries,
                row.FoundMicros,
                _verdicts.GetValueOrDefault(row.Key),
                row.IsRestricted
            );
            pair.Countries =
            [
                .. row.Facets.Where(facet => facet.Facet == PairFacet.Country).Select(facet => facet.Value),
            ];
            pair.Reasons ^= BlockingKeyHash.Compute(row.Reasons);
            foreach (var entry in row.ByProject)
                pair.ByProject ^= HashOfProject(entry);
            foreach (var (facet, value, bits) in row.Facets)
                pair.Facets ^= HashOfFacet(facet, value, row.Score.TenThousandths, bits);
        }

        foreach (var (projectId, startDay, endDay, hashes) in part.BlockingKeys)
            _blockingKeys[projectId] = hashes.Aggregate(
                _blockingKeys.GetValueOrDefault(projectId),
                (all, hash) => all ^ HashOfBlockingKeys(hash, startDay, endDay)
            );
    }

    public void ExpectKinds(IEnumerable<(PairKey Key, OverlapKind Kind, long Says)> kinds)
    {
        foreach (var (key, kind, _) in kinds)
            _pairs[key].Expected = _pairs[key].Expected! with { Kind = kind };
    }

    /// <summary>Returns the expected pairs that connect their projects to clusters.</summary>
    public IEnumerable<ScoredLink> ExpectedLinks() =>
        from pair in _pairs
        let expected = pair.Value.Expected
        where
            expected is { IsRestricted: false }
            && ConnectingPairs.Connects(expected.Kind, expected.Verdict.Verdict, expected.Verdict.IsStale)
        select new ScoredLink
        {
            FirstId = pair.Key.FirstId,
            SecondId = pair.Key.SecondId,
            Score = expected.Score,
        };

    /// <summary>Returns the expected pairs as the sums contain them, with their shared countries.</summary>
    public IEnumerable<(SummedPairRow Row, IReadOnlyList<string> Countries)> ExpectedSummedPairs() =>
        from pair in _pairs
        let expected = pair.Value.Expected
        where expected is { IsRestricted: false }
        select (
            new SummedPairRow
            {
                FirstId = pair.Key.FirstId,
                SecondId = pair.Key.SecondId,
                Kind = (int)expected.Kind,
                Verdict = expected.Verdict.IsStale ? SummedPairRow.Stale : expected.Verdict.Verdict,
                StartDay = expected.StartDay,
                Days = expected.Days,
                Pillars = expected.Pillars,
                FoundMicros = expected.FoundMicros,
            },
            pair.Value.Countries
        );

    /// <summary>
    /// Returns the differences in the order of keys. A difference of one project has a key with that project twice.
    /// </summary>
    public IEnumerable<(PairKey Pair, string What)> Differences() =>
        _blockingKeys
            .Where(entry => entry.Value != 0)
            .Select(entry => (new PairKey(entry.Key, entry.Key), "other blocking keys"))
            .Concat(_pairs.SelectMany(pair => pair.Value.Differences().Select(what => (pair.Key, what))))
            .OrderBy(difference => difference.Item1)
            .ThenBy(difference => difference.Item2, StringComparer.Ordinal);

    private Pair At(PairKey key)
    {
        if (!_pairs.TryGetValue(key, out var pair))
            _pairs.Add(key, pair = new());
        return pair;
    }

    // Each hash includes the days. An exclusive or of the same days over an even number of keys would be 0.
    private static long HashOfBlockingKeys(long hash, int startDay, int endDay) =>
        unchecked((((hash * 31) + startDay) * 31) + endDay);

    private static long HashOfProject(object[] entry) =>
        BlockingKeyHash.Compute(
            string.Join(' ', entry.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))
        );

    private static long HashOfFacet(string facet, string value, int score, long bits) =>
        BlockingKeyHash.Compute(string.Create(CultureInfo.InvariantCulture, $"{facet} {score} {bits} {value}"));

    private sealed class Pair
    {
        public Contents? Stored { get; set; }

        public Contents? Expected { get; set; }

        /// <summary>The countries that the two share, if the pair is expected.</summary>
        public IReadOnlyList<string> Countries { get; set; } = [];

        /// <summary>0 if the stored and the expected rows are equal.</summary>
        public long Reasons { get; set; }

        /// <inheritdoc cref="Reasons"/>
        public long ByProject { get; set; }

        /// <inheritdoc cref="Reasons"/>
        public long Facets { get; set; }

        public IEnumerable<string> Differences()
        {
            if (Stored is null && Expected is not null)
                yield return $"missing, with a score of {Shown(Expected.Score)}";
            else if (Stored is not null && Expected is null)
                yield return $"superfluous, with a score of {Shown(Stored.Score)}";
            else if (Stored is not null && Expected is not null)
            {
                if (Stored.Score != Expected.Score)
                    yield return $"score {Shown(Stored.Score)} instead of {Shown(Expected.Score)}";
                if (Stored.Kind != Expected.Kind)
                    yield return $"kind {(int)Stored.Kind} instead of {(int)Expected.Kind}";
                if (
                    (Stored.StartDay, Stored.EndDay, Stored.Days) != (Expected.StartDay, Expected.EndDay, Expected.Days)
                )
                    yield return "other days";
                if (Stored.Pillars != Expected.Pillars)
                    yield return "other pillars";
                if (Stored.Countries != Expected.Countries)
                    yield return "other countries";
                if (Stored.FoundMicros != Expected.FoundMicros)
                    yield return "found at another instant";
                if (Stored.Verdict != Expected.Verdict)
                    yield return "another verdict than the one that stands";
                if (Stored.IsRestricted != Expected.IsRestricted)
                    yield return Stored.IsRestricted ? "restricted, and should not be" : "not restricted";
            }

            if (Reasons != 0)
                yield return "other reasons";
            if (ByProject != 0)
                yield return "other rows by project";
            if (Facets != 0)
                yield return "other rows by filter";
        }

        private static string Shown(int tenThousandths) =>
            Score.ToDecimal(tenThousandths).ToString("0.0000", CultureInfo.InvariantCulture);
    }

    /// <param name="Score">The score in ten-thousandths.</param>
    private sealed record Contents(
        int Score,
        OverlapKind Kind,
        int StartDay,
        int EndDay,
        int Days,
        int Pillars,
        long Countries,
        long FoundMicros,
        StandingVerdict Verdict,
        bool IsRestricted
    );
}
