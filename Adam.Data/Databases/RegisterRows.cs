using System.Runtime.CompilerServices;

namespace Adam.Data.Databases;

/// <summary>Reads all rows of a table as they arrive.</summary>
internal static class RegisterRows
{
    /// <summary>Returns all rows in the order of the table's key, with values as <see cref="Column.Read"/>.</summary>
    public static async IAsyncEnumerable<object?[]> ReadAsync(
        Session session,
        RegisterTable table,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        // Disposed of synchronously, because DisposeAsync of Dapper's reader does not dispose of its command.
        using var reader = await session.ReaderAsync(RegisterTableSql.Rows(table), ct);
        while (await reader.ReadAsync(ct))
        {
            var row = new object?[table.Columns.Length];
            for (var place = 0; place < row.Length; place++)
                row[place] = table.Columns[place].Read(reader.GetValue(place));
            yield return row;
        }
    }
}
