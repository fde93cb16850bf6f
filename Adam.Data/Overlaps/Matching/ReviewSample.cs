using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// A random sample of the candidate pairs that score below the floor. A pair is in it if the hash of one of its common
/// blocking keys lies in a window of all hashes, so the chance of each pair is known. The edition chooses the window:
/// the sample depends on nothing but the two records and the edition, and stays the same until the next rebuild.
/// </summary>
internal sealed class ReviewSample
{
    /// <summary>
    /// The number of windows. About one candidate in nine is ranked, so a sample of one in 64 of the others is a ninth
    /// of the ranked pairs.
    /// </summary>
    public const int Windows = 64;

    /// <summary>The number of projects for each part of the window, so that a part has some tens of pairs.</summary>
    private const int ProjectsForPart = 64;

    private const int MostParts = 1 << 16;

    private readonly double _chanceOfKey;
    private readonly long _partWidth;

    private ReviewSample(long first, long width, int parts, double chanceOfKey) =>
        (First, End, _partWidth, _chanceOfKey) = (first, first + width, width / parts, chanceOfKey);

    /// <summary>The first hash of the window.</summary>
    public long First { get; }

    /// <summary>The first hash behind the window.</summary>
    public long End { get; }

    /// <summary>Returns the sample of an edition.</summary>
    /// <param name="windows">The number of windows, a power of two.</param>
    public static ReviewSample Create(TermStatistics edition, int windows = Windows)
    {
        var width = (1L << BlockingKeyHash.BitsOfKey) / windows;
        return new(
            (BlockingKeyHash.Compute(edition.Id) & (windows - 1)) * width,
            width,
            Math.Clamp(edition.Projects / ProjectsForPart, 1, MostParts),
            1.0 / windows
        );
    }

    /// <summary>Returns the first hash behind the part of the window that contains a hash.</summary>
    public long EndOfPart(long hash)
    {
        var end = First + (((hash - First) / _partWidth) + 1) * _partWidth;
        // The last part includes the remainder of the division.
        return end > End - _partWidth ? End : end;
    }

    /// <summary>
    /// Returns the place of a candidate pair in the sample; null if the pair is not in it. Ranked pairs are in the
    /// queue anyway, whatever this returns.
    /// </summary>
    public SampledPlace? Find(WeightedProfile one, WeightedProfile other)
    {
        var common = one
            .BlockingKeys.Intersect(other.BlockingKeys, StringComparer.Ordinal)
            .Select(BlockingKeyHash.OfKey)
            .ToList();
        var inWindow = common.Where(hash => hash >= First && hash < End).ToList();
        return inWindow.Count == 0 ? null : new(inWindow.Min(), 1 - Math.Pow(1 - _chanceOfKey, common.Count));
    }

    /// <summary>Returns the cells in some countries and under some pillars; no pillar means each of them.</summary>
    public static IEnumerable<long> Cells(IEnumerable<string> countries, IReadOnlyCollection<Pillar> pillars) =>
        from country in countries
        from pillar in pillars.Count > 0 ? pillars : Enum.GetValues<Pillar>()
        select BlockingKeyHash.OfCell(country, pillar);
}

/// <summary>The place of a pair in a <see cref="ReviewSample"/>.</summary>
/// <param name="Hash">The lowest hash in the window of a common blocking key.</param>
/// <param name="Chance">The chance that a pair with as many common keys is in the sample: above 0, at most 1.</param>
internal readonly record struct SampledPlace(long Hash, double Chance);
