using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;

namespace Adam.Api.Http;

/// <summary>
/// A response on its way from the register to a client. The writer never waits, because it holds a snapshot of the
/// register: what the client has not taken is kept in memory, and beyond <see cref="MostInMemory"/> bytes in a
/// temporary file. It has one writer and one reader, which may work at the same time.
/// </summary>
internal sealed class ResponseBuffer(ResponseBufferSpace space) : Stream
{
    /// <summary>The bytes that are kept in memory.</summary>
    public const int MostInMemory = 1 << 20;

    private const int ChunkSize = 1 << 16;

    /// <summary>The step by which the space of the file is taken, so that few threads meet there.</summary>
    private const int SpaceStep = 1 << 20;

    private readonly Lock _lock = new();
    private readonly Queue<ArraySegment<byte>> _memory = [];
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private FileStream? _file;
    private long _inMemory;

    /// <summary>
    /// The part of the file that the client has not taken. The writer moves the end, the reader the start.
    /// </summary>
    private long _fileStart;

    private long _fileEnd;
    private long _space;
    private bool _isComplete;
    private ExceptionDispatchInfo? _failure;
    private readonly CancellationTokenSource _failed = new();
    private long _position;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _position;

    /// <summary>The number of bytes that are written.</summary>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Ends the response.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            Signal();
        }
    }

    /// <summary>Ends the response with an error, which the reader gets at once, before the rest.</summary>
    public void Fail(Exception error)
    {
        lock (_lock)
        {
            _failure = ExceptionDispatchInfo.Capture(error);
            Signal();
        }

        // The sender may be waiting for a client that reads nothing.
        _failed.Cancel();
    }

    /// <summary>Sends everything that is written until the response is complete. It waits for the client.</summary>
    public async Task SendAsync(PipeWriter client, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _failed.Token);
        try
        {
            await SendUntilAsync(client, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            _failure?.Throw();
            throw;
        }
    }

    private async Task SendUntilAsync(PipeWriter client, CancellationToken ct)
    {
        var (unsent, buffer) = (0L, Array.Empty<byte>());
        while (true)
        {
            var (chunk, count, isComplete) = Take();
            if (chunk.Array is { } bytes)
            {
                client.Write(chunk.AsSpan());
                ArrayPool<byte>.Shared.Return(bytes);
            }
            else if (count > 0)
            {
                if (buffer.Length == 0)
                    buffer = new byte[ChunkSize];
                count = await RandomAccess.ReadAsync(
                    _file!.SafeFileHandle,
                    buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)),
                    _fileStart,
                    ct
                );
                if (count == 0)
                    throw new EndOfStreamException(
                        "The temporary file of a response is shorter than what was written."
                    );
                client.Write(buffer.AsSpan(0, (int)count));
                lock (_lock)
                    _fileStart += count;
            }
            else
            {
                if (unsent > 0)
                    await client.FlushAsync(ct);
                unsent = 0;
                if (isComplete)
                    return;
                await _arrived.WaitAsync(ct);
                continue;
            }

            unsent += chunk.Count + count;
            if (unsent < ChunkSize)
                continue;
            await client.FlushAsync(ct);
            unsent = 0;
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _position += buffer.Length;
        for (var rest = buffer; rest.Length > 0; )
        {
            var part = rest[..Math.Min(rest.Length, ChunkSize)];
            if (!TryKeepInMemory(part))
                WriteToFile(part);
            rest = rest[part.Length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush() { }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;

        while (_memory.TryDequeue(out var chunk))
            ArrayPool<byte>.Shared.Return(chunk.Array!);
        _file?.Dispose();
        space.Return(Interlocked.Exchange(ref _space, 0));
        _arrived.Dispose();
        _failed.Dispose();
    }

    /// <summary>
    /// Returns the oldest bytes: a chunk of memory, or the number of bytes in the file. Neither, if there are none.
    /// </summary>
    private (ArraySegment<byte> Chunk, long InFile, bool IsComplete) Take()
    {
        lock (_lock)
        {
            _failure?.Throw();
            if (!_memory.TryDequeue(out var chunk))
                return (default, _fileEnd - _fileStart, _isComplete);
            _inMemory -= chunk.Count;
            return (chunk, 0, false);
        }
    }

    /// <summary>Keeps the bytes in memory, unless there are too many or older ones in the file.</summary>
    private bool TryKeepInMemory(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_fileStart != _fileEnd)
                return false;

            // The client has caught up, so the file begins anew.
            (_fileStart, _fileEnd) = (0, 0);
            if (_inMemory + bytes.Length > MostInMemory)
                return false;

            var chunk = ArrayPool<byte>.Shared.Rent(bytes.Length);
            bytes.CopyTo(chunk);
            _memory.Enqueue(new(chunk, 0, bytes.Length));
            _inMemory += bytes.Length;
            Signal();
            return true;
        }
    }

    private void WriteToFile(ReadOnlySpan<byte> bytes)
    {
        _file ??= UnnamedFile.Create();
        var end = _fileEnd + bytes.Length;
        if (end > _space)
        {
            var more = Math.Max(end - _space, SpaceStep);
            space.Take(more);
            _space += more;
        }

        RandomAccess.Write(_file.SafeFileHandle, bytes, _fileEnd);
        lock (_lock)
        {
            _fileEnd = end;
            Signal();
        }
    }

    private void Signal()
    {
        if (_arrived.CurrentCount == 0)
            _arrived.Release();
    }
}
