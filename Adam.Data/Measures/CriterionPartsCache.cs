using Adam.Data.Audit.Recording;
using Adam.Data.Databases;

namespace Adam.Data.Measures;

/// <summary>
/// Keeps the parts of criteria that were read last, for a few readers. Each question reads the end of the audit chain
/// in its own snapshot. If the chain has grown, the projects of its new entries are read again, and nothing else. So an
/// answer never has an earlier state than its snapshot, also if another process wrote.
/// </summary>
public sealed class CriterionPartsCache
{
    /// <summary>The number of readers whose parts are kept: those who asked last.</summary>
    private const int MostReaders = 4;

    /// <summary>The memory above which the parts of a reader are read anew, in bytes.</summary>
    private const long MostBytes = 64 << 20;

    /// <summary>The number of changed projects above which all are read again.</summary>
    private const int MostChanged = 1_000;

    private readonly Lock _lock = new();

    /// <summary>The kept parts, of the reader who asked last first.</summary>
    private readonly List<CriterionParts> _kept = [];

    /// <summary>Returns the parts in the snapshot of a session, as its reader sees them.</summary>
    /// <param name="session">A session of a read transaction.</param>
    internal async Task<CriterionParts> CurrentAsync(Session session, CancellationToken ct)
    {
        // The chain is read whole: a project that the reader no longer sees has changed, too.
        var chain = session.As(reader: null);
        var (head, partner) = (await AuditRecorder.LastAsync(chain, ct), session.Reader?.Partner);
        var kept = Find(partner);
        if (kept?.Head == head)
            return kept;

        var parts =
            kept is not null && await ChangedSinceAsync(chain, kept.Head, head, ct) is { } changed
                ? await kept.LaterAsync(session, head, changed, ct)
                : new(head, partner);
        Keep(parts);
        return parts;
    }

    /// <summary>
    /// Returns the projects that changed since an earlier end of the chain; null if it is not part of the chain, as
    /// after a restored backup, or if they are too many.
    /// </summary>
    private static async Task<IReadOnlyCollection<long>?> ChangedSinceAsync(
        Session chain,
        AuditEnd earlier,
        AuditEnd head,
        CancellationToken ct
    )
    {
        if (
            earlier.AuditId >= head.AuditId
            || await chain.FirstAsync(AuditRecorderSql.HashOf, new(earlier.AuditId), ct) != earlier.Hash
        )
            return null;

        var changed = await chain.QueryAsync(AuditRecorderSql.ProjectsSince, new(earlier.AuditId, MostChanged + 1), ct);
        return changed.Count > MostChanged ? null : changed;
    }

    private CriterionParts? Find(string? partner)
    {
        lock (_lock)
        {
            if (_kept.Find(parts => parts.Partner == partner) is not { } found || found.Size > MostBytes)
                return null;

            _kept.Remove(found);
            _kept.Insert(0, found);
            return found;
        }
    }

    private void Keep(CriterionParts parts)
    {
        lock (_lock)
        {
            // A slow question with an older snapshot does not replace what a later one has read.
            if (_kept.Exists(one => one.Partner == parts.Partner && one.Head.AuditId > parts.Head.AuditId))
                return;

            _kept.RemoveAll(one => one.Partner == parts.Partner);
            _kept.Insert(0, parts);
            if (_kept.Count > MostReaders)
                _kept.RemoveAt(MostReaders);
        }
    }
}
