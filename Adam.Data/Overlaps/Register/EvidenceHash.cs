using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Adam.Data.Overlaps.Register;

/// <summary>
/// Evidence as the table holds it: each key in each of the project's cells, since it is rare within countries, and in all of them together there may be many who share it. Two of one hash would only have two
/// projects compared in vain.
/// </summary>
internal static class EvidenceHash
{
    /// <summary>The evidence in all countries.</summary>
    public static IEnumerable<long> Of(PreparedProject project) => project.Activity.Countries.SelectMany(country => Of(project, country)).Distinct();

    /// <summary>The evidence in one country.</summary>
    public static IEnumerable<long> Of(PreparedProject project, string country) =>
        from pillar in project.Activity.Pillars
        from key in project.Weighed.Keys
        select Of(string.Create(CultureInfo.InvariantCulture, $"{country} {(int)pillar} {key}"));

    /// <summary>The first eight bytes of SHA-256: the same in every release and on every machine.</summary>
    public static long Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
