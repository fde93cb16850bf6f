using System.Text;

namespace Adam.Api.Tables;

/// <summary>
/// Writes rows of texts as CSV (RFC 4180) in UTF-8 with a byte order mark. A text that a spreadsheet could run as a
/// formula is defused.
/// </summary>
/// <param name="stream">It stays open.</param>
internal sealed class CsvTextWriter(Stream stream) : IAsyncDisposable
{
    private readonly StreamWriter _text = new(
        stream,
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        1 << 16,
        leaveOpen: true
    );

    public async Task WriteAsync(IReadOnlyList<string> cells, CancellationToken ct)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
                await _text.WriteAsync(',');
            await _text.WriteAsync(Quoted(FormulaText.Defuse(cells[i])).AsMemory(), ct);
        }

        await _text.WriteAsync("\r\n".AsMemory(), ct);
    }

    public ValueTask DisposeAsync() => _text.DisposeAsync();

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
