using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// Looks for commits of all processes in the header of the index of the write-ahead log, which SQLite maps into memory.
/// Each commit changes it before it returns. A query would lock the file and release it.
/// </summary>
/// <remarks>
/// The layout is that of "WAL-mode File Format" (https://www.sqlite.org/walformat.html#the_wal_index_header): two
/// copies of 48 bytes. A writer writes the second copy first, so both are equal if they were read whole.
/// </remarks>
internal sealed unsafe partial class CommitLook : IDisposable
{
    /// <summary>SQLITE_FCNTL_FILE_POINTER: the file that the connection has open.</summary>
    private const int FilePointer = 7;

    /// <summary>
    /// The version of sqlite3_io_methods (https://www.sqlite.org/c3ref/io_methods.html) that has xShmMap, and the place
    /// of this function after the version.
    /// </summary>
    private const int VersionWithIndex = 2;

    private const int ShmMap = 13;

    /// <summary>The version of the layout, in the first four bytes.</summary>
    private const uint Layout = 3007000;

    /// <summary>The number of bytes of the index that SQLite maps at once.</summary>
    private const int MappedAtOnce = 32_768;

    private readonly SqliteConnection _connection;
    private readonly ulong* _header;

    private volatile Seen _seen = new(default, Number: 0);
    private long _number;
    private int _looking;
    private volatile bool _isClosed;

    private CommitLook(SqliteConnection connection, ulong* header)
    {
        _connection = connection;
        _header = header;
    }

    /// <summary>
    /// Opens the index of a register. Returns null if it has no write-ahead log in use, or an index in another layout;
    /// the connection is then closed.
    /// </summary>
    /// <param name="connection">An open connection that nothing else uses.</param>
    public static CommitLook? Open(SqliteConnection connection)
    {
        try
        {
            var index = IndexOf(connection);
            if (index is not null)
                return new(connection, index);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        return null;
    }

    /// <summary>
    /// Returns a number that differs after each commit; null if a commit is being made at this moment, or the register
    /// is closed.
    /// </summary>
    public long? Read()
    {
        // Dispose waits until nobody reads the memory.
        Interlocked.Increment(ref _looking);
        try
        {
            return !_isClosed && TryRead(out var header) ? NumberOf(header) : null;
        }
        finally
        {
            Interlocked.Decrement(ref _looking);
        }
    }

    /// <summary>Closes the connection, and with it the memory.</summary>
    public void Dispose()
    {
        _isClosed = true;
        Interlocked.MemoryBarrier();
        SpinWait.SpinUntil(() => Volatile.Read(ref _looking) == 0);
        _connection.Dispose();
    }

    private static delegate* unmanaged[Cdecl]<nint, int, int, int, void**, int> MapOf(nint* methods) =>
        (delegate* unmanaged[Cdecl]<nint, int, int, int, void**, int>)methods[ShmMap];

    /// <summary>Returns the start of the index that SQLite has mapped for a connection; null for none.</summary>
    private static ulong* IndexOf(SqliteConnection connection)
    {
        // Without a log in use, the map would create a file for its index.
        if (Scalar(connection, "PRAGMA journal_mode") is not "wal")
            return null;

        // With its first read, a connection maps the index.
        Scalar(connection, "SELECT COUNT(*) FROM sqlite_schema");
        nint file = 0;
        if (FileControl(connection.Handle!, "main", FilePointer, ref file) != raw.SQLITE_OK || file == 0)
            return null;

        void* index = null;
        var methods = *(nint**)file; // its first member
        return
            *(int*)methods >= VersionWithIndex
            && MapOf(methods)(file, 0, MappedAtOnce, 0, &index) == raw.SQLITE_OK
            && index is not null
            && *(uint*)index == Layout
            ? (ulong*)index
            : null;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private bool TryRead(out Header header)
    {
        Interlocked.MemoryBarrier();
        header = Copy(_header);
        Interlocked.MemoryBarrier();
        return header == Copy(_header + Header.Words);
    }

    private long NumberOf(Header header)
    {
        var seen = _seen;
        if (seen.Header == header)
            return seen.Number;

        // Two that look at the same time may give one header two numbers, but a number has one header.
        _seen = seen = new(header, Interlocked.Increment(ref _number));
        return seen.Number;
    }

    private static Header Copy(ulong* words) =>
        new(
            Volatile.Read(ref words[0]),
            Volatile.Read(ref words[1]),
            Volatile.Read(ref words[2]),
            Volatile.Read(ref words[3]),
            Volatile.Read(ref words[4]),
            Volatile.Read(ref words[5])
        );

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileControl(sqlite3 database, string name, int operation, ref nint value);

    private sealed record Seen(Header Header, long Number);

    /// <summary>
    /// One copy of the header: layout, a counter of commits, sizes, the last frame, and checksums with the salts of the
    /// log, which differ after each restart of the log.
    /// </summary>
    private readonly record struct Header(ulong A, ulong B, ulong C, ulong D, ulong E, ulong F)
    {
        public const int Words = 6;
    }
}
