using System.Globalization;
using Adam.Api.Errors;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// A read-only stream that throws <see cref="UnreadableFileException"/> if more than
/// <see cref="IatiLimits.BytesAtOnce"/> bytes are read without progress of the parser. The parser would buffer an
/// endless tag, comment or CDATA section in memory.
/// </summary>
internal sealed class StallLimitedStream(Stream file) : Stream
{
    private int _sinceProgress;

    /// <summary>Resets the limit. The caller calls it when the parser has reached the next node.</summary>
    public void Progress() => _sinceProgress = 0;

    public override int Read(Span<byte> buffer)
    {
        var count = file.Read(buffer);
        _sinceProgress += count;
        return _sinceProgress <= IatiLimits.BytesAtOnce
            ? count
            : throw new UnreadableFileException(
                ErrorCodes.XmlRefused,
                "A single tag, comment, CDATA section or run of blanks is longer than "
                    + string.Create(CultureInfo.InvariantCulture, $"{IatiLimits.BytesAtOnce:N0} bytes. ")
                    + "No IATI file needs that; look at how the file was made."
            );
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
