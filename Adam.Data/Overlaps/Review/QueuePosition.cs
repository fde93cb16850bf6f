using Adam.Data.Overlaps.Report;

namespace Adam.Data.Overlaps.Review;

/// <summary>The position after which the next page of the review queue begins.</summary>
/// <param name="Ranked">The last ranked pair.</param>
/// <param name="Sample">The last pair of the sample.</param>
/// <param name="Since">The number of ranked pairs since the last pair of the sample.</param>
public sealed record QueuePosition(RankPosition Ranked, SamplePosition Sample, int Since);

/// <summary>The position in the sample after which the next part begins: its last pair.</summary>
/// <param name="Hash">The hash of a blocking key, without its cell.</param>
public sealed record SamplePosition(long Hash, long FirstId, long SecondId);

/// <summary>A page of the review queue.</summary>
/// <param name="Next">The position after which the next page begins; null on the last page.</param>
public sealed record QueuePage(IReadOnlyList<RankedOverlap> Items, QueuePosition? Next);
