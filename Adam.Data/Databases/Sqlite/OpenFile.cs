using System.Runtime.InteropServices;
using SQLitePCL;

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
    /// <param name="handle">The handle of the connection. If it is closed, the result is false.</param>
    public static bool HasMoved(sqlite3 handle)
    {
        var moved = 0;
        try
        {
            // Other results than 0 mean that the operating system has no such state.
            return FileControl(handle, "main", HasMovedOperation, ref moved) == 0 && moved != 0;
        }
        catch (ObjectDisposedException)
        {
            // The program stops, and closes the register while others still read.
            return false;
        }
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileControl(sqlite3 database, string name, int operation, ref int value);
}
