using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>A row of the table Overlap, with the reasons. The units are those of <see cref="ScoredRow"/>.</summary>
internal sealed record StoredPair
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }

    /// <summary>The score in ten-thousandths.</summary>
    public int Score { get; init; }
    public OverlapKind Kind { get; init; }
    public int StartDay { get; init; }
    public int EndDay { get; init; }
    public int Days { get; init; }
    public int Pillars { get; init; }
    public long Countries { get; init; }
    public long FoundMicros { get; init; }

    /// <summary>
    /// The instant of the last change of score, reasons, kind, verdict, shared days or shared pillars, in microseconds
    /// since 1970-01-01T00:00:00Z.
    /// </summary>
    public long UpdatedMicros { get; init; }
    public int? Verdict { get; init; }
    public bool IsStale { get; init; }
    public bool IsRestricted { get; init; }
    public string Reasons { get; init; } = "";

    public PairKey Key => new(FirstId, SecondId);

    /// <summary>As <see cref="ScoredRow.ContentHash"/>.</summary>
    public long ContentHash => ScoredRow.ContentHashOf(Score, StartDay, EndDay, Days, Pillars, Reasons);

    /// <summary>Returns true if the score, reasons, days and pillars equal those of <paramref name="row"/>.</summary>
    public bool HasContentOf(ScoredRow row) =>
        (Score, StartDay, EndDay, Days, Pillars)
            == (row.Score.TenThousandths, row.StartDay, row.EndDay, row.Days, row.Pillars)
        && Reasons == row.Reasons;

    /// <summary>
    /// Returns true if the table already contains <paramref name="row"/>, so that nothing must be written.
    /// </summary>
    public bool IsUnchangedBy(PlacedRow row) =>
        HasContentOf(row.Scored)
        && (Kind, Countries, FoundMicros, UpdatedMicros, IsRestricted)
            == (row.Kind, row.Scored.Countries, row.Scored.FoundMicros, row.UpdatedMicros, row.Scored.IsRestricted)
        && new StandingVerdict(Verdict ?? 0, IsStale) == row.Verdict;
}

/// <summary>The current verdict about a pair.</summary>
internal sealed record VerdictRow
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }
    public int Verdict { get; init; }
    public bool IsStale { get; init; }

    public PairKey Key => new(FirstId, SecondId);

    public StandingVerdict Standing => new(Verdict, IsStale);
}
