namespace Adam.Data.Audit;

/// <summary>Compares the emptied entries of the chain with its cuts, segment by segment.</summary>
/// <param name="cuts">The cuts of the register.</param>
/// <param name="report">Receives a sentence for each fault.</param>
internal sealed class EmptiedEntries(IReadOnlyList<SignedAuditCut> cuts, Action<string> report) : IDisposable
{
    private readonly AuditCutDigest _digest = new();
    private readonly Dictionary<long, AuditCut> _cuts = cuts.ToDictionary(
        signed => signed.Cut.FirstEntry,
        signed => signed.Cut
    );
    private long _segment;

    /// <summary>Adds an emptied entry. Its number is greater than that of the one before.</summary>
    public void Add(long number, string hash)
    {
        var segment = number - ((number - 1) % AuditRetention.SegmentSize);
        if (segment != _segment)
            CompleteSegment();
        _segment = segment;
        _digest.Add(number, hash);
    }

    /// <summary>Completes the last segment, and reports cuts whose entries are not empty.</summary>
    public void Complete()
    {
        CompleteSegment();
        foreach (var cut in _cuts.Values)
            report($"A cut names {cut.Entries} emptied entries from entry {cut.FirstEntry} on, and none is empty.");
    }

    private void CompleteSegment()
    {
        if (_digest.Entries == 0)
            return;

        var (entries, digest) = (_digest.Entries, _digest.Complete());
        var place = $"from entry {_segment} to {_segment + AuditRetention.SegmentSize - 1}";
        if (!_cuts.Remove(_segment, out var cut))
            report($"{entries} entries {place} were emptied, and no cut names them.");
        else if (cut.Entries != entries || cut.Digest != digest)
            report($"{entries} entries {place} are empty, which are not the {cut.Entries} that the cut names.");
    }

    public void Dispose() => _digest.Dispose();
}
