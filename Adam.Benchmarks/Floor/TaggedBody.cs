using System.Buffers;
using System.Security.Cryptography;

namespace Adam.Benchmarks.Floor;

/// <summary>Writes a response and gives it an entity tag, a hash of its content, before it is sent.</summary>
internal sealed class TaggedBody(HttpContext http) : IBufferWriter<byte>, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Memory<byte> _memory;

    public Memory<byte> GetMemory(int sizeHint = 0) => _memory = http.Response.BodyWriter.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Advance(int count)
    {
        _hash.AppendData(_memory.Span[..count]);
        http.Response.BodyWriter.Advance(count);
    }

    public void Dispose()
    {
        http.Response.Headers.ETag = $"\"{Convert.ToHexStringLower(_hash.GetHashAndReset().AsSpan(0, 8))}\"";
        _hash.Dispose();
    }
}
