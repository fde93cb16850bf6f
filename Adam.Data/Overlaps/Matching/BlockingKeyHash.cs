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
    private const int BitsOfKey = 48;

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
        var keys = project.Profile.BlockingKeys.Select(key => Compute(key) & ((1L << BitsOfKey) - 1)).ToList();
        return (
            from country in countries
            from pillar in pillars
            let cell = ((((country[0] - 'A') * 26) + country[1] - 'A') << 3) | (int)pillar
            from key in keys
            select ((long)cell << BitsOfKey) | key
        ).Distinct();
    }

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
