using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// Rows of integers and texts that one connection reads and another one adds to a table, without objects between: an
/// index has millions.
/// </summary>
internal sealed class SortedRows : IDisposable
{
    /// <summary>The number of rows between two looks at the clock.</summary>
    private const int RowsOfLook = 64;

    private readonly sqlite3 _reader;
    private readonly sqlite3_stmt _rows;
    private readonly int _columns;

    /// <param name="reader">A connection with an open transaction.</param>
    public SortedRows(sqlite3 reader, string sql)
    {
        _reader = reader;
        Check(raw.sqlite3_prepare_v2(reader, sql, out _rows), reader);
        _columns = raw.sqlite3_column_count(_rows);
    }

    /// <summary>True if all rows were added.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Reads the first row, for which SQLite sorts all of them.</summary>
    public void Begin() => Next();

    /// <summary>Adds the next rows.</summary>
    /// <param name="most">The maximum number of rows.</param>
    /// <param name="longest">The time after which no more are added.</param>
    public void AddTo(sqlite3 writer, string insert, int most, TimeSpan longest)
    {
        var began = Stopwatch.GetTimestamp();
        Check(raw.sqlite3_prepare_v2(writer, insert, out var statement), writer);
        using (statement)
        {
            for (var added = 0; !IsAtEnd && added < most; added++)
            {
                if (added % RowsOfLook == RowsOfLook - 1 && Stopwatch.GetElapsedTime(began) >= longest)
                    return;

                for (var column = 0; column < _columns; column++)
                    Check(Bind(statement, column), writer);
                Check(raw.sqlite3_step(statement), writer);
                raw.sqlite3_reset(statement);
                Next();
            }
        }
    }

    public void Dispose() => _rows.Dispose();

    private void Next()
    {
        var result = raw.sqlite3_step(_rows);
        IsAtEnd = result == raw.SQLITE_DONE;
        Check(result, _reader);
    }

    private int Bind(sqlite3_stmt statement, int column) =>
        raw.sqlite3_column_type(_rows, column) switch
        {
            raw.SQLITE_NULL => raw.sqlite3_bind_null(statement, column + 1),
            raw.SQLITE_TEXT => raw.sqlite3_bind_text(statement, column + 1, raw.sqlite3_column_text(_rows, column)),
            _ => raw.sqlite3_bind_int64(statement, column + 1, raw.sqlite3_column_int64(_rows, column)),
        };

    private static void Check(int result, sqlite3 connection)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            SqliteException.ThrowExceptionForRC(result, connection);
    }
}
