namespace Adam.Data.Overlaps.Report;

/// <summary>A pair of the definition as the database returns it.</summary>
internal sealed record OverlapPair
{
    public long EarlierId { get; init; }
    public int EarlierStart { get; init; }
    public long LaterId { get; init; }
    public int LaterStart { get; init; }

    public OverlapPosition Position => new(EarlierStart, EarlierId, LaterStart, LaterId);
}
