using System.Buffers;
using System.Text;
using System.Text.Json;
using Adam.Api.Http;
using Adam.Api.Serialization;
using Adam.Api.Tables;

namespace Adam.Api.Exports.Csv;

/// <summary>Writes items as the rows of a table in CSV.</summary>
internal sealed class CsvRowWriter(ListTable table) : IItemWriter
{
    private const int UsualSize = 1 << 17;

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    /// <summary>The bytes with which a value is quoted in the file or escaped in its cell.</summary>
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("\",\r\n;\\"u8);

    private readonly ArrayBufferWriter<byte> _text = new(UsualSize);
    private readonly ArrayBufferWriter<byte> _list = new();
    private readonly JsonItem _row = new();

    public ReadOnlyMemory<byte> Take()
    {
        var written = _text.WrittenMemory;
        _text.ResetWrittenCount();
        return written;
    }

    public void WritePreamble() => _text.Write(Encoding.UTF8.Preamble);

    public void WriteHeading(IEnumerable<string> cells)
    {
        foreach (var (i, cell) in cells.Index())
        {
            if (i > 0)
                _text.Write(","u8);
            Write(cell);
        }

        _text.Write("\r\n"u8);
    }

    public void Write(JsonElement item)
    {
        foreach (var row in table.RowsOf(item))
        {
            _row.Read(row);
            WriteRow();
        }
    }

    private void WriteRow()
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (i > 0)
                _text.Write(","u8);
            var column = table.Columns[i];
            if (column.Values is not { } values)
                Write(column.Read(_row));
            else if (values(_row) is { Count: > 0 } list && (list.Count == 1 || !TryWrite(list)))
                Write(CellList.Join(list));
        }

        _text.Write("\r\n"u8);
    }

    private void Write(TableCell cell)
    {
        if (cell.Type == CellType.Empty)
            return;
        if (cell.TryGetUtf8(out var utf8) && IsPlain(cell.Type, utf8))
            _text.Write(utf8);
        else
            Write(Text(cell));
    }

    /// <summary>Writes several values as <see cref="CellList"/> joins them, without a text of them.</summary>
    /// <returns>False if nothing is written, because a value is quoted, escaped or defused.</returns>
    private bool TryWrite(CellValues values)
    {
        _list.ResetWrittenCount();
        var (isFirst, isEmpty) = (true, true);
        foreach (var value in values.List.EnumerateArray())
        {
            if (!isFirst)
                _list.Write("; "u8);
            isFirst = false;
            var start = _list.WrittenCount;
            var cell = values.Read(value);
            if (cell.TryGetUtf8(out var utf8))
                _list.Write(utf8);
            else
                Encoding.UTF8.GetBytes(cell.Text, _list);
            if (_list.WrittenSpan[start..].ContainsAny(Escaped))
                return false;
            isEmpty &= cell.Type == CellType.Empty;
        }

        if (isEmpty)
            return true;
        if (!FormulaText.IsPlain(_list.WrittenSpan))
            return false;
        _text.Write(_list.WrittenSpan);
        return true;
    }

    private void Write(string cell)
    {
        var isQuoted = cell.AsSpan().ContainsAny(Quoted);
        if (isQuoted)
            _text.Write("\""u8);
        Encoding.UTF8.GetBytes(isQuoted ? cell.Replace("\"", "\"\"", StringComparison.Ordinal) : cell, _text);
        if (isQuoted)
            _text.Write("\""u8);
    }

    /// <summary>Returns true if a cell stands in the file as it stands in the record.</summary>
    private static bool IsPlain(CellType type, ReadOnlySpan<byte> utf8) =>
        type switch
        {
            // The value has none of the other characters that are quoted.
            CellType.Text => FormulaText.IsPlain(utf8) && !utf8.Contains((byte)','),
            CellType.Number => utf8 is not [.., (byte)'.', _, _, _],
            _ => true,
        };

    // A number with three decimals could be read as thousands, as in 1.234, so it gets another zero.
    private static string Text(TableCell cell) =>
        cell.Type switch
        {
            CellType.Text => FormulaText.Defuse(cell.Text),
            CellType.Number when cell.Text is [.., '.', _, _, _] => cell.Text + "0",
            _ => cell.Text,
        };
}
