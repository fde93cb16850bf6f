using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Adam.Data.Audit;

/// <summary>
/// The digest of the emptied entries of a segment: SHA-256 over the number (8 bytes, little-endian) and the hash (32
/// bytes) of each, in the order of the chain.
/// </summary>
internal sealed class AuditCutDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public int Entries { get; private set; }

    public void Add(long number, string hash)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long) + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Convert.FromHexString(hash, bytes[sizeof(long)..], out _, out _);
        _hash.AppendData(bytes);
        Entries++;
    }

    /// <summary>Returns the digest as 64 hexadecimal digits, and begins the next one.</summary>
    public string Complete()
    {
        Entries = 0;
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();
}
