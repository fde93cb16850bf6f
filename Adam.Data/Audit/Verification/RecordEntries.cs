using Adam.Data.Audit.Recording;

namespace Adam.Data.Audit.Verification;

/// <summary>The entries of each record that is no project and no item of a layer.</summary>
internal sealed class RecordEntries
{
    private readonly Dictionary<(AuditSubject Subject, string RecordId), EntriesOfRecord> _records = [];

    /// <summary>
    /// True if the chain began later than the register. Then decisions, and records of some kinds, from before have no
    /// entry.
    /// </summary>
    public bool BeganLater { get; private set; }

    /// <summary>Adds an entry of the chain. Entries come in its order.</summary>
    public void Add(AuditRow row)
    {
        var subject = (AuditSubject)row.Subject;
        BeganLater |= subject == AuditSubject.Project && row.Action == (byte)AuditAction.FirstKept;
        // There may be too many items to keep them in memory.
        if (row.RecordId is null || subject == AuditSubject.LayerItem)
            return;

        if (!_records.TryGetValue((subject, row.RecordId), out var entries))
            _records[(subject, row.RecordId)] = entries = new();
        entries.Add(
            row,
            keepsAll: subject is AuditSubject.Overlap or AuditSubject.MeasureLink or AuditSubject.LearnedRules
        );
    }

    /// <summary>Takes the entries of a record out; null if there are none.</summary>
    public EntriesOfRecord? Take(AuditSubject subject, string recordId) =>
        _records.Remove((subject, recordId), out var entries) ? entries : null;

    /// <summary>Takes the entries of all records of a kind out.</summary>
    public IReadOnlyDictionary<string, EntriesOfRecord> TakeAll(AuditSubject subject)
    {
        var ids = _records.Keys.Where(key => key.Subject == subject).Select(key => key.RecordId).ToList();
        return ids.ToDictionary(id => id, id => Take(subject, id)!, StringComparer.Ordinal);
    }

    /// <summary>
    /// Returns the records that nobody has taken out, and that their last entries do not remove. A record that was
    /// withdrawn keeps its row.
    /// </summary>
    public IEnumerable<(AuditSubject Subject, string RecordId)> Left() =>
        _records.Where(one => one.Value.Last.Action != (byte)AuditAction.Removed).Select(one => one.Key);
}

/// <summary>The entries of a record.</summary>
internal sealed class EntriesOfRecord
{
    private readonly List<AuditRow> _all = [];

    public AuditRow Last { get; private set; } = new();

    /// <summary>The content of the last entry that has one; null if none has.</summary>
    public string? Content { get; private set; }

    /// <summary>All entries of a verdict or of learned rules, in their order; none of other records.</summary>
    public IReadOnlyList<AuditRow> All => _all;

    public void Add(AuditRow row, bool keepsAll)
    {
        Last = row;
        Content = row.Content ?? Content;
        if (keepsAll)
            _all.Add(row);
    }
}

/// <summary>The columns of a record beside its content. Null is not compared.</summary>
internal readonly record struct RowOfRecord
{
    public int? Version { get; init; }

    /// <summary>The instant of the last write.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The name of the key that made the last write.</summary>
    public string? By { get; init; }

    /// <summary>The content that a withdrawn record had before.</summary>
    public object? Former { get; init; }

    /// <summary>Returns true if the entries say the same.</summary>
    public bool IsOf(EntriesOfRecord entries) =>
        (Version is null || Version == entries.Last.Version)
        && (At is null || At == entries.Last.At)
        && (By is null || By == entries.Last.KeyName)
        // The content before the withdrawal may be emptied.
        && (Former is null || entries.Content is null || AuditRecorder.ToContent(Former) == entries.Content);
}

/// <summary>A decision about a pair or a link as its row states it.</summary>
/// <param name="Content">The verdict as its entry contains it; null if it withdraws one.</param>
/// <param name="Former">The verdict as entries contained it before evidence was part of them; null if it is the same.
/// </param>
internal sealed record DecisionRow(string RecordId, object? Content, object? Former, DateTimeOffset At)
{
    /// <summary>Returns true if an entry says the same.</summary>
    public bool IsOf(AuditRow entry) =>
        At == entry.At && (Is(Content, entry) || (Former is not null && Is(Former, entry)));

    private static bool Is(object? content, AuditRow entry) =>
        (content is null ? null : AuditRecorder.ToContent(content)) == entry.Content;
}
