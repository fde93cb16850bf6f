using Adam.Data.Audit.Recording;
using Adam.Data.Databases;

namespace Adam.Data.Audit;

/// <summary>
/// Empties old entries of the audit chain that nothing is read from any more. The chain stays whole: an emptied entry
/// keeps its number and hash, and a signature of the operator covers which entries are empty.
/// </summary>
public sealed class AuditRetention(Database database, TimeProvider time)
{
    /// <summary>The number of entries of a segment, which one transaction empties.</summary>
    public const int SegmentSize = 5_000;

    /// <summary>
    /// Empties the entries before an instant, segment by segment. Others write in between. A run that was killed has
    /// emptied whole segments, and the next run goes on.
    /// </summary>
    /// <param name="before">The instant before which the entries were written.</param>
    /// <param name="sign">Returns the signature of a cut.</param>
    /// <returns>The number of entries that this run has emptied.</returns>
    public async Task<long> CutAsync(DateTimeOffset before, Func<AuditCut, string> sign, CancellationToken ct)
    {
        // The register stores microseconds, and the signature must be one of what it stores.
        before = before.AddTicks(-(before.Ticks % TimeSpan.TicksPerMicrosecond));
        var last = (await database.QueryOnceAsync(session => AuditRecorder.LastAsync(session, ct), ct)).AuditId;
        var emptied = 0L;
        for (var first = 1L; first <= last; first += SegmentSize)
        {
            var segment = new SegmentOfChain(first, first + SegmentSize - 1);
            emptied += await database.InWriteTransactionAsync(
                session => CutAsync(session, segment, before, sign, ct),
                ct
            );
        }

        return emptied;
    }

    /// <summary>
    /// Returns the instant before which versions may be missing, because entries were emptied; null if none were.
    /// </summary>
    public Task<DateTimeOffset?> CutBeforeAsync(CancellationToken ct) =>
        database.QueryOnceAsync(session => session.FirstAsync(AuditCutSql.LatestBefore, new(1), ct), ct);

    private async Task<int> CutAsync(
        Session session,
        SegmentOfChain segment,
        DateTimeOffset before,
        Func<AuditCut, string> sign,
        CancellationToken ct
    )
    {
        session.DisableCommandTimeout();
        var emptied = await session.ExecuteAsync(AuditCutSql.Empty, new(segment.First, segment.Last, before), ct);
        if (emptied == 0)
            return 0;

        using var digest = new AuditCutDigest();
        foreach (var entry in await session.QueryAsync(AuditCutSql.Emptied, segment, ct))
            digest.Add(entry.AuditId, entry.Hash);
        var entries = digest.Entries;
        var cut = new AuditCut(segment.First, before, time.Instant(), entries, digest.Complete());
        await session.ExecuteAsync(AuditCutSql.Remove, new(segment.First), ct);
        await session.ExecuteAsync(AuditCutSql.Add, AuditCutRow.FromCut(cut, sign(cut)), ct);
        return emptied;
    }
}
