using System.Globalization;
using Adam.Data.Engines;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps.Register;

/// <summary>The two projects of a pair, the lower ProjectId first.</summary>
internal readonly record struct PairKey(long FirstId, long SecondId) : IComparable<PairKey>
{
    public static PairKey Of(long one, long other) => one < other ? new(one, other) : new(other, one);

    public int CompareTo(PairKey other) => FirstId != other.FirstId ? FirstId.CompareTo(other.FirstId) : SecondId.CompareTo(other.SecondId);
}

/// <summary>A pair at or above the floor, as the tables hold it.</summary>
internal sealed class ScoredRow
{
    private readonly PreparedProject _first;
    private readonly PreparedProject _second;
    private readonly Sharing _shared;

    private ScoredRow(PreparedProject first, PreparedProject second, Sharing shared, Score score)
    {
        (_first, _second, _shared, Score) = (first, second, shared, score);
        Key = new(first.ProjectId, second.ProjectId);
        Reasons = StoredReasons.Write(Scorer.Explain(first.Weighed, second.Weighed, shared).Reasons);
        IsDeclared = DeclaredLinks.AreMutual(first.Links, second.Links);
    }

    public PairKey Key { get; }

    public Score Score { get; }

    public bool IsDeclared { get; }

    public ScoredPair<long, int> Pair => new(Key.FirstId, _first.OwnerId, Key.SecondId, _second.OwnerId, Score);

    /// <summary>The first shared day, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int StartDay => _shared.From.DayNumber;

    /// <summary>
    /// The last shared day, as <see cref="DateOnly.DayNumber"/>; <see cref="Engine.OpenDay"/> if both ends are open.
    /// </summary>
    public int EndDay => _shared.To?.DayNumber ?? Engine.OpenDay;

    /// <summary>The number of shared days, as <see cref="Sharing.RankDays"/>.</summary>
    public int Days => _shared.RankDays;

    /// <summary>The pillars that the two share, as <see cref="CellBits"/>.</summary>
    public int Pillars => (int)CellBits.Of(_shared.Pillars);

    public long FoundMicros => Math.Max(_first.ScopeChangedMicros, _second.ScopeChangedMicros);

    /// <summary>As <see cref="StoredReasons"/> has them.</summary>
    public string Reasons { get; }

    /// <summary>Score, days, pillars and reasons in one number.</summary>
    public long Says => SaysOf(Score.TenThousandths, StartDay, EndDay, Days, Pillars, Reasons);

    public static long SaysOf(int score, int startDay, int endDay, int days, int pillars, string reasons) =>
        EvidenceHash.Of(string.Create(CultureInfo.InvariantCulture, $"{score} {startDay} {endDay} {days} {pillars} {reasons}"));

    /// <summary>The pair, or null when the two do not overlap or score below the floor.</summary>
    public static ScoredRow? Of(PreparedProject one, PreparedProject other)
    {
        if (Sharing.Between(one.Activity, other.Activity) is not { } shared)
            return null;

        var score = Scorer.Compute(one.Weighed, other.Weighed);
        if (score < Rules.Floor)
            return null;
        return one.ProjectId < other.ProjectId ? new(one, other, shared, score) : new(other, one, shared, score);
    }

    /// <summary>The pair from each of its sides: ProjectId, OtherOwnerId, Score in ten-thousandths, OtherId.</summary>
    public IEnumerable<object[]> Sides =>
    [
        [Key.FirstId, _second.OwnerId, Score.TenThousandths, Key.SecondId],
        [Key.SecondId, _first.OwnerId, Score.TenThousandths, Key.FirstId],
    ];

    /// <inheritdoc cref="PairFacet.Of"/>
    public IEnumerable<(string Facet, string Value, long Bits)> Facets => PairFacet.Of(_first.Activity, _second.Activity, _shared);
}
