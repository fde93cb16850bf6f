using Adam.Api.Imports.Formats.Json;

namespace Adam.Api.Imports.Formats.Ndjson;

/// <summary>One line of a file.</summary>
/// <param name="Number">The line number, counted from 1.</param>
/// <param name="Utf8">The bytes without the line end, valid until the next line is read; empty if too long.</param>
/// <param name="IsTooLong">True if it has more than <see cref="JsonProjectText.Longest"/> bytes.</param>
/// <param name="IsLast">True if the file ends in this line, without a line end.</param>
internal readonly record struct NdjsonLine(int Number, ReadOnlyMemory<byte> Utf8, bool IsTooLong, bool IsLast);

/// <summary>
/// Reads a file line by line. Only one line is in memory. A line that is too long is skipped while it is read.
/// </summary>
/// <param name="longest">The longest line that is returned, in bytes.</param>
internal sealed class NdjsonLineReader(Stream file, int longest = JsonProjectText.Longest)
{
    private const int ReadSize = 1 << 16;

    // The bytes from _start to _end were read from the file and not yet returned.
    private byte[] _buffer = new byte[ReadSize];
    private int _start;
    private int _end;
    private int _line;

    /// <summary>Returns the next line; null at the end of the file.</summary>
    public async ValueTask<NdjsonLine?> ReadAsync(CancellationToken ct)
    {
        var (scanned, isTooLong) = (0, false);
        while (true)
        {
            var length = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (length >= 0)
                return Take(scanned + length, isTooLong, isLast: false);

            scanned = _end - _start;
            if (scanned > longest)
                (isTooLong, scanned, _start, _end) = (true, 0, 0, 0);
            MakeRoom();
            var count = await file.ReadAsync(_buffer.AsMemory(_end), ct);
            _end += count;
            if (count == 0)
                return scanned == 0 && !isTooLong ? null : Take(scanned, isTooLong, isLast: true);
        }
    }

    private NdjsonLine Take(int length, bool isTooLong, bool isLast)
    {
        isTooLong |= length > longest;
        var bytes = isTooLong ? default : _buffer.AsMemory(_start, length);
        _start = Math.Min(_start + length + 1, _end);
        return new(++_line, bytes, isTooLong, isLast);
    }

    /// <summary>Makes room in the buffer for more bytes of the current line, after those that were read.</summary>
    private void MakeRoom()
    {
        if (_buffer.Length - _end >= ReadSize / 2)
            return;

        var unread = _buffer.AsSpan(_start, _end - _start);
        // The buffer doubles up to the longest line plus two reads. A longer line is skipped.
        var target =
            unread.Length > _buffer.Length / 2
                ? new byte[Math.Min(_buffer.Length * 2, longest + 2 * ReadSize)]
                : _buffer;
        unread.CopyTo(target);
        (_end, _start, _buffer) = (unread.Length, 0, target);
    }
}
