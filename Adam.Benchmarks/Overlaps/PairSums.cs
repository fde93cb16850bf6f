namespace Adam.Benchmarks.Overlaps;

/// <summary>Counts pairs and sums up their shared days.</summary>
internal struct PairCount : IPairs
{
    public long Pairs { get; private set; }

    public long Days { get; private set; }

    public void Add(long earlierId, long laterId, int days)
    {
        Pairs++;
        Days += days;
    }
}

/// <summary>
/// Checksums of a set of pairs, independent of their order. Each pair is mixed into a hash before it is added.
/// </summary>
internal struct PairSums : IPairs
{
    /// <summary>The same checksums in SQL. No intermediate result exceeds 63 bits.</summary>
    public const string Columns =
        $"CAST(SUM(EarlierId) AS BIGINT), CAST(SUM(({Mixed} * {Mixed}) % 1000000007) AS BIGINT)";

    private const string Mixed = "((EarlierId * 1000003 + LaterId * 31 + RankDays) % 2147483629)";

    public long Earlier { get; private set; }

    public long Hash { get; private set; }

    public void Add(long earlierId, long laterId, int days)
    {
        var mixed = ((earlierId * 1_000_003) + (laterId * 31) + days) % 2_147_483_629;
        Earlier += earlierId;
        Hash += mixed * mixed % 1_000_000_007;
    }
}
