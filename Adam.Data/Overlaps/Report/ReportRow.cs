using Adam.Data.Overlaps.Verdicts;

namespace Adam.Data.Overlaps.Report;

/// <summary>A stored pair with the verdict that stands.</summary>
internal sealed record ReportRow
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }

    /// <summary>Ten-thousandths.</summary>
    public int Score { get; init; }

    public int Kind { get; init; }

    /// <summary>The number of shared days, as <see cref="Domain.Overlaps.SharedScope.RankDays"/>.</summary>
    public int Days { get; init; }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
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

    /// <summary>Returns where the page after this pair begins.</summary>
    public RankPosition Position(OverlapSort sort) =>
        new(
            sort switch
            {
                OverlapSort.Score => Score,
                OverlapSort.Days => Days,
                _ => UpdatedMicros,
            },
            FirstId,
            SecondId
        );

    /// <summary>Null if nobody has decided, or the last decision was taken back.</summary>
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
