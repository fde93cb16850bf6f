using Adam.Data.Overlaps.Verdicts;

namespace Adam.Data.Overlaps.Report;

/// <summary>A stored pair with its current verdict.</summary>
internal sealed record ReportRow
{
    private const int HalfOfScores = 5_000;

    public long FirstId { get; init; }
    public long SecondId { get; init; }

    /// <summary>The score in ten-thousandths.</summary>
    public int Score { get; init; }

    public int Kind { get; init; }

    /// <summary>The number of shared days, as <see cref="Domain.Overlaps.SharedScope.RankDays"/>.</summary>
    public int Days { get; init; }

    /// <summary>The instant of the last change, in microseconds since 1970-01-01T00:00:00Z.</summary>
    public long UpdatedMicros { get; init; }

    public string Reasons { get; init; } = "";
    public bool IsStale { get; init; }
    public long? VerdictId { get; init; }
    public int? Verdict { get; init; }
    public string? Note { get; init; }
    public string? DecidedBy { get; init; }
    public string? Partner { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public DateTimeOffset? StaleAt { get; init; }

    /// <summary>The number of notes on the pair.</summary>
    public int Notes { get; init; }

    /// <summary>Returns how undecided a score is, as the column Doubt of a pair without a valid verdict.</summary>
    public static int DoubtOf(Domain.Overlaps.Matching.Score score) =>
        HalfOfScores - Math.Abs(score.TenThousandths - HalfOfScores);

    /// <summary>Returns the position of this pair, after which the next page begins.</summary>
    public RankPosition Position(OverlapSort sort) =>
        new(
            sort switch
            {
                OverlapSort.Score => Score,
                OverlapSort.Days => Days,
                OverlapSort.Uncertain => DoubtOf(new(Score)),
                _ => UpdatedMicros,
            },
            FirstId,
            SecondId
        );

    /// <summary>The current verdict; null if nobody has decided or the last verdict was withdrawn.</summary>
    public Decision? Decision =>
        Verdict is null
            ? null
            : new()
            {
                VerdictId = VerdictId!.Value,
                Verdict = (Domain.Overlaps.Verdict)Verdict,
                Note = Note,
                DecidedBy = DecidedBy!,
                Partner = Partner!,
                DecidedAt = DecidedAt!.Value,
                StaleAt = StaleAt,
            };
}
