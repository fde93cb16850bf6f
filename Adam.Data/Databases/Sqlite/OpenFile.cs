using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Adam.Data.Databases.Sqlite;

/// <summary>Compares the file that a connection has open with the file at its path.</summary>
internal static partial class OpenFile
{
    /// <summary>SQLITE_FCNTL_HAS_MOVED (https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html).</summary>
    private const int HasMovedOperation = 20;

    /// <summary>
    /// Returns true if the file was moved, replaced or deleted since the connection has opened it. On Windows, where an
    /// open database cannot be moved, the result is false.
    /// </summary>
    public static bool HasMoved(SqliteConnection connection)
    {
        var moved = 0;
        // Other results than 0 mean that the operating system has no such state.
        return FileControl(connection.Handle!.DangerousGetHandle(), "main", HasMovedOperation, ref moved) == 0
            && moved != 0;
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileControl(IntPtr database, string name, int operation, ref int value);
}
