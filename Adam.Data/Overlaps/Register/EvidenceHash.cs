using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Adam.Data.Overlaps.Register;

/// <summary>
/// Evidence as the table holds it: each key in each of the project's countries, since it is rare within countries, and in all of them together there may be many who share it. Two of one hash would only have
/// two projects compared in vain.
/// </summary>
internal static class EvidenceHash
{
    public static IEnumerable<long> Of(PreparedProject project) => project.Activity.Countries.SelectMany(country => Of(project, country)).Distinct();

    public static IEnumerable<long> Of(PreparedProject project, string country) => project.Weighed.Keys.Select(key => Of($"{country} {key}"));

    /// <summary>The first eight bytes of SHA-256: the same in every release and on every machine.</summary>
    public static long Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
