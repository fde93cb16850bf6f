namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// Remembers the faults of a SQLite file, so that the readiness of the program states them: damage until the program
/// starts again, a failed write until a write succeeds.
/// </summary>
public sealed class RegisterFileHealth
{
    private volatile bool _isDamaged;
    private volatile object? _failedWrite;

    /// <summary>True if a query or a check has found damage.</summary>
    public bool IsDamaged => _isDamaged;

    /// <summary>The fault of the last write; null if it succeeded or failed for another reason.</summary>
    public RegisterFileFault? FailedWrite => (RegisterFileFault?)_failedWrite;

    public void ReportDamage() => _isDamaged = true;

    /// <summary>Remembers the fault that an exception states, if any. Returns false, for exception filters.</summary>
    internal bool NoticeRead(Exception error)
    {
        if (RegisterFileFaults.FromException(error) is RegisterFileFault.Damaged)
            _isDamaged = true;
        return false;
    }

    /// <inheritdoc cref="NoticeRead"/>
    internal bool NoticeWrite(Exception error)
    {
        NoticeRead(error);
        if (RegisterFileFaults.FromException(error) is { } fault)
            _failedWrite = fault;
        return false;
    }

    internal void WriteSucceeded()
    {
        if (_failedWrite is not null)
            _failedWrite = null;
    }
}
