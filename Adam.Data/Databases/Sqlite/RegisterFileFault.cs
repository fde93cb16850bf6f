using Microsoft.Data.Sqlite;

namespace Adam.Data.Databases.Sqlite;

/// <summary>The reasons for which a SQLite file cannot serve, until somebody mends it.</summary>
public enum RegisterFileFault
{
    /// <summary>The file, or its write-ahead log, was moved, replaced or deleted while it is open.</summary>
    Moved = 1,

    /// <summary>The disk has no room.</summary>
    Full = 2,

    /// <summary>The file is damaged.</summary>
    Damaged = 3,

    /// <summary>The disk fails, or the user of the process lacks permissions.</summary>
    Unusable = 4,
}

/// <summary>Recognises faults of the file in exceptions.</summary>
public static class RegisterFileFaults
{
    /// <summary>Returns the fault of the file that an exception states; null if it states none.</summary>
    /// <remarks>The numbers are SQLite's result codes (https://www.sqlite.org/rescode.html).</remarks>
    public static RegisterFileFault? FromException(Exception error) =>
        error switch
        {
            RegisterMovedException => RegisterFileFault.Moved,
            // FULL.
            SqliteException { SqliteErrorCode: 13 } => RegisterFileFault.Full,
            // CORRUPT and NOTADB.
            SqliteException { SqliteErrorCode: 11 or 26 } => RegisterFileFault.Damaged,
            // PERM, READONLY, IOERR and CANTOPEN.
            SqliteException { SqliteErrorCode: 3 or 8 or 10 or 14 } => RegisterFileFault.Unusable,
            _ => null,
        };
}

/// <summary>
/// The file of the register is no longer the one that was opened. A write to it would be lost, and a read would be of
/// another register.
/// </summary>
public sealed class RegisterMovedException(string message) : Exception(message);
