using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Adam.Data.Overlaps.Register;

/// <summary>Evidence as the table holds it. Two keys of one hash would only have two projects compared in vain.</summary>
internal static class EvidenceHash
{
    public static IEnumerable<long> Of(PreparedProject project) => project.Weighed.Keys.Select(Of).Distinct();

    /// <summary>The first eight bytes of SHA-256: the same in every release and on every machine.</summary>
    public static long Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
