using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// Computes the stored form of blocking keys: a hash of each key in each cell (country and pillar) of the project. The
/// hash begins with the cell, because keys are rare within a country but not among all countries. A rebuild works
/// country by country and therefore writes adjacent rows. A hash collision costs one needless comparison.
/// </summary>
internal static class BlockingKeyHash
{
    /// <summary>The number of bits of the hash of a key. The bits above are the cell.</summary>
    public const int BitsOfKey = 48;

    /// <summary>Returns the hashes in all countries of the project.</summary>
    public static IEnumerable<long> Compute(PreparedProject project) =>
        Compute(project, project.Scope.Countries, project.Scope.Pillars);

    /// <summary>Returns the hashes in some of the countries and under some of the pillars of the project.</summary>
    public static IEnumerable<long> Compute(
        PreparedProject project,
        IEnumerable<string> countries,
        IEnumerable<Pillar> pillars
    )
    {
        // A key is hashed once for all cells: the hash takes longer than all else here.
        var keys = project.Profile.BlockingKeys.Select(OfKey).ToList();
        return (
            from country in countries
            from pillar in pillars
            let cell = OfCell(country, pillar)
            from key in keys
            select cell | key
        ).Distinct();
    }

    /// <summary>Returns the hash of a key without a cell: the lower <see cref="BitsOfKey"/> bits.</summary>
    public static long OfKey(string key) => Compute(key) & ((1L << BitsOfKey) - 1);

    /// <summary>Returns the bits of a cell, above those of the key.</summary>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    public static long OfCell(string country, Pillar pillar) =>
        (long)(((((country[0] - 'A') * 26) + country[1] - 'A') << 3) | (int)pillar) << BitsOfKey;

    /// <summary>
    /// Returns the first eight bytes of SHA-256, which are equal in every release and on every machine.
    /// </summary>
    public static long Compute(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
