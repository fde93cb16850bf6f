using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// The blocking keys as the table stores them: a hash of each key in each cell (country and pillar) of the project.
/// Keys are rare within countries, while many projects of all countries together may share one. The hash begins with
/// the cell, so that a rebuild, which works country by country, writes adjacent rows. A hash collision only costs a
/// needless comparison.
/// </summary>
internal static class BlockingKeyHash
{
    private const int BitsOfKey = 48;

    /// <summary>Returns the hashes in all countries.</summary>
    public static IEnumerable<long> Compute(PreparedProject project) =>
        project.Scope.Countries.SelectMany(country => Compute(project, country, project.Scope.Pillars));

    /// <summary>Returns the hashes in one country under some of the pillars.</summary>
    public static IEnumerable<long> Compute(PreparedProject project, string country, IEnumerable<Pillar> pillars) =>
        (
            from pillar in pillars
            let cell = ((((country[0] - 'A') * 26) + country[1] - 'A') << 3) | (int)pillar
            from key in project.Profile.BlockingKeys
            select ((long)cell << BitsOfKey) | (Compute(key) & ((1L << BitsOfKey) - 1))
        ).Distinct();

    /// <summary>Returns the first eight bytes of SHA-256: the same in every release and on every machine.</summary>
    public static long Compute(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
