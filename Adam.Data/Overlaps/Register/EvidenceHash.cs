using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Register;

/// <summary>
/// Evidence as the table holds it: each key in each of the project's cells, since it is rare within countries, and in all of them together there may be many who share it. The cell comes first, so that a
/// rebuild, which goes country by country, writes neighbours. Two keys of one hash would only have two projects compared in vain.
/// </summary>
internal static class EvidenceHash
{
    private const int BitsOfKey = 48;

    /// <summary>The evidence in all countries.</summary>
    public static IEnumerable<long> Of(PreparedProject project) => project.Activity.Countries.SelectMany(country => Of(project, country, project.Activity.Pillars));

    /// <summary>The evidence in one country under some of the pillars.</summary>
    public static IEnumerable<long> Of(PreparedProject project, string country, IEnumerable<Pillar> pillars) =>
        (from pillar in pillars
         let cell = ((((country[0] - 'A') * 26) + country[1] - 'A') << 3) | (int)pillar
         from key in project.Weighed.Keys
         select ((long)cell << BitsOfKey) | (Of(key) & ((1L << BitsOfKey) - 1))).Distinct();

    /// <summary>The first eight bytes of SHA-256: the same in every release and on every machine.</summary>
    public static long Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
