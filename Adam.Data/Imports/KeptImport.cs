namespace Adam.Data.Imports;

/// <summary>The states of an import.</summary>
/// <remarks>The register stores the numbers. Never renumber one.</remarks>
public enum ImportState
{
    /// <summary>The import waits for a server.</summary>
    Queued = 1,

    /// <summary>The file is being read, or its records are being written.</summary>
    Running = 2,

    /// <summary>The file was read to its end, and all valid records were written.</summary>
    Finished = 3,

    /// <summary>The file could not be read, or the import stopped half-way.</summary>
    Failed = 4,

    /// <summary>Somebody has ended the import before its end.</summary>
    Cancelled = 5,
}

/// <summary>The numbers of records of an import.</summary>
/// <param name="Missing">The active projects of the partner's last file that this file does not have.</param>
/// <param name="Withdrawn">The number of missing projects that the import has withdrawn.</param>
public sealed record ImportCounts(
    int Created,
    int Updated,
    int Unchanged,
    int Rejected,
    int Missing = 0,
    int Withdrawn = 0
)
{
    public static readonly ImportCounts None = new(0, 0, 0, 0);
}

/// <summary>The progress of an import.</summary>
/// <param name="TotalBytes">The size of the unpacked file.</param>
public sealed record ImportAdvance(long TotalBytes, long BytesRead, int RecordsRead, int RecordsWritten);

/// <summary>The file of an import, as it was sent.</summary>
/// <param name="Name">The name of the file; null if the sender states none.</param>
/// <param name="Size">The number of bytes.</param>
/// <param name="Sha256">The SHA-256 of the bytes.</param>
public sealed record SentFile(string? Name, long Size, byte[] Sha256);

/// <summary>An import to be kept.</summary>
/// <param name="Partner">The partner of the key; null for the command line.</param>
/// <param name="Owner">The owner of records for which the file names none; null if there is none.</param>
/// <param name="By">The name of the key.</param>
/// <param name="Format">The name of the file's format.</param>
/// <param name="Source">The source that the file belongs to. Files of one owner and source follow each other.</param>
/// <param name="Options">The options, as JSON.</param>
/// <param name="TotalBytes">The size of the unpacked file.</param>
public sealed record NewImport(
    Guid Id,
    string? Partner,
    string? Owner,
    string By,
    bool IsJob,
    bool IsDryRun,
    SentFile File,
    string Format,
    string Source,
    string Options,
    long TotalBytes
);

/// <summary>An import that the register keeps.</summary>
/// <inheritdoc cref="NewImport" path="/param"/>
/// <param name="StateReason">The reason of the state; null if there is none to tell.</param>
/// <param name="StartedAt">The instant at which a process began it; null if none has.</param>
/// <param name="EndedAt">The instant at which it ended; null if it has not.</param>
/// <param name="KeptUntil">
/// The instant until which its report and the former records are kept; null if they are not kept.
/// </param>
/// <param name="UndoneAt">The instant at which it was undone; null if it was not.</param>
public sealed record KeptImport(
    Guid Id,
    string? Partner,
    string? Owner,
    string By,
    ImportState State,
    string? StateReason,
    bool IsJob,
    bool IsDryRun,
    bool IsCancelled,
    SentFile File,
    string Format,
    string Source,
    string Options,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    ImportAdvance Advance,
    ImportCounts Counts,
    DateTimeOffset? KeptUntil,
    DateTimeOffset? UndoneAt,
    string? UndoneBy
)
{
    internal long ImportId { get; init; }

    /// <summary>The number of times that a process has begun it.</summary>
    public int Attempts { get; init; }

    /// <summary>True if it is queued or running.</summary>
    public bool IsOpen => State is ImportState.Queued or ImportState.Running;
}

/// <summary>A filter of imports. Null is no condition.</summary>
/// <param name="Partner">The partner of the key.</param>
/// <param name="Owner">The owner of records for which the file names none.</param>
/// <param name="From">The first instant at which an import can have been sent.</param>
/// <param name="To">The instant before which an import was sent.</param>
public sealed record ImportFilter(
    string? Partner,
    string? Owner = null,
    ImportState? State = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
);

/// <summary>The right of this process to work on an import.</summary>
/// <param name="IsResumed">True if an earlier process may have written records of the import.</param>
public sealed record ImportLease(KeptImport Import, bool IsResumed)
{
    /// <summary>The time for which a process that does not say that it lives is presumed to.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(60);

    /// <summary>The name of this process among those that work on imports.</summary>
    internal static readonly string Holder = Guid.NewGuid().ToString();
}

/// <summary>
/// Another process works on the import, or has ended it, because this one has not said for a minute that it lives.
/// </summary>
public sealed class ImportLeaseLostException() : Exception("Another process has taken over the import.");
