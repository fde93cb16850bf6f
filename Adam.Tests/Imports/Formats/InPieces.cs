namespace Adam.Tests.Imports.Formats;

/// <summary>A stream that returns a file in pieces of a given size.</summary>
internal sealed class InPieces(IEnumerable<byte[]> blocks, int piece, Action? look = null) : Stream
{
    private readonly IEnumerator<byte[]> _blocks = blocks.GetEnumerator();
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        look?.Invoke();
        while (_rest.IsEmpty && _blocks.MoveNext())
            _rest = _blocks.Current;
        var count = Math.Min(Math.Min(piece, buffer.Length), _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return new(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
