using System.Globalization;
using Adam.Api.Errors;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// The bytes of a file, as long as the parser makes something of them: a tag, comment or CDATA section that does not end would be collected in memory whole, however long it is, and is refused instead.
/// </summary>
internal sealed class StallLimitedStream(Stream file) : Stream
{
    private int _sinceProgress;

    /// <summary>Called when the parser has come to the next part.</summary>
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
