using System.Globalization;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>The key of a pair: its two projects, the lower ProjectId first.</summary>
internal readonly record struct PairKey(long FirstId, long SecondId) : IComparable<PairKey>
{
    public static PairKey Of(long one, long other) => one < other ? new(one, other) : new(other, one);

    public int CompareTo(PairKey other) =>
        FirstId != other.FirstId ? FirstId.CompareTo(other.FirstId) : SecondId.CompareTo(other.SecondId);
}

/// <summary>A pair at or above the floor, in the form of the pair tables.</summary>
internal sealed class ScoredRow
{
    private readonly PreparedProject _first;
    private readonly PreparedProject _second;
    private readonly SharedScope _shared;

    private ScoredRow(PreparedProject first, PreparedProject second, SharedScope shared, Assessment assessment)
    {
        (_first, _second, _shared, Assessment) = (first, second, shared, assessment);
        Key = new(first.ProjectId, second.ProjectId);
        Reasons = StoredReasons.Write(Scorer.Explain(first.Profile, second.Profile, shared).Reasons);
        IsDeclared = DeclaredLinks.AreMutual(first.Links, second.Links);
    }

    private ScoredRow(ScoredRow scored, PreparedProject first, PreparedProject second)
    {
        (_first, _second, _shared, Assessment) = (first, second, scored._shared, scored.Assessment);
        Key = new(first.ProjectId, second.ProjectId);
        (Reasons, IsDeclared) = (scored.Reasons, scored.IsDeclared);
    }

    public PairKey Key { get; }

    public Assessment Assessment { get; }

    public Score Score => Assessment.Score;

    public bool IsDeclared { get; }

    /// <summary>True if one of the two projects is restricted.</summary>
    public bool IsRestricted => _first.IsRestricted || _second.IsRestricted;

    public ScoredPair<long, int> Pair =>
        new(Key.FirstId, _first.CompetitorId, Key.SecondId, _second.CompetitorId, Score);

    /// <summary>
    /// <see cref="SharedScope.From"/>, as <see cref="DateOnly.DayNumber"/>; <see cref="Database.UnknownStartDay"/> if
    /// it is null.
    /// </summary>
    public int StartDay => _shared.From?.DayNumber ?? Database.UnknownStartDay;

    /// <summary>
    /// The last shared day, as <see cref="DateOnly.DayNumber"/>; <see cref="Database.OpenDay"/> if both ends are open.
    /// </summary>
    public int EndDay => _shared.To?.DayNumber ?? Database.OpenDay;

    /// <summary>The number of shared days, as <see cref="SharedScope.RankDays"/>.</summary>
    public int Days => _shared.RankDays;

    /// <summary>The pillars that the two share, as <see cref="SharedCellMask"/>.</summary>
    public int Pillars => (int)SharedCellMask.For(_shared.Pillars);

    /// <summary>The recipient countries that the two share, as <see cref="SharedCellMask"/>.</summary>
    public long Countries => SharedCellMask.For(_shared.Countries);

    public long FoundMicros => Math.Max(_first.ScopeChangedMicros, _second.ScopeChangedMicros);

    /// <summary>The reasons in the form of <see cref="StoredReasons"/>.</summary>
    public string Reasons { get; }

    /// <summary>
    /// A hash of score, days, pillars and reasons. Equal hashes mean that these columns are unchanged.
    /// </summary>
    public long ContentHash => ContentHashOf(Score.TenThousandths, StartDay, EndDay, Days, Pillars, Reasons);

    public static long ContentHashOf(int score, int startDay, int endDay, int days, int pillars, string reasons) =>
        BlockingKeyHash.Compute(
            string.Create(CultureInfo.InvariantCulture, $"{score} {startDay} {endDay} {days} {pillars} {reasons}")
        );

    /// <summary>Returns the scored pair; null if the two do not overlap or are not ranked.</summary>
    public static ScoredRow? Compare(PreparedProject one, PreparedProject other)
    {
        if (OverlapDefinition.Evaluate(one.Scope, other.Scope) is not { } shared)
            return null;

        var assessment = Scorer.Assess(one.Profile, other.Profile);
        if (!assessment.IsRanked)
            return null;
        return one.ProjectId < other.ProjectId
            ? new(one, other, shared, assessment)
            : new(other, one, shared, assessment);
    }

    /// <summary>
    /// Returns the same pair with other numbers of a project: its ids, its version, and the instant of its scope. The
    /// order of the two projects must be the same.
    /// </summary>
    public ScoredRow With(PreparedProject former, PreparedProject project) =>
        _first.ProjectId == former.ProjectId ? new(this, project, _second) : new(this, _first, project);

    /// <summary>
    /// The rows of OverlapByProject, one for each project: ProjectId, OtherOwnerId, Score in ten-thousandths, OtherId.
    /// </summary>
    public IEnumerable<object[]> ByProject =>
        [
            [Key.FirstId, _second.CompetitorId, Score.TenThousandths, Key.SecondId],
            [Key.SecondId, _first.CompetitorId, Score.TenThousandths, Key.FirstId],
        ];

    /// <inheritdoc cref="PairFacet.ForPair"/>
    public IEnumerable<(string Facet, string Value, long Bits)> Facets =>
        PairFacet.ForPair(_first.Scope, _second.Scope, _shared);
}
