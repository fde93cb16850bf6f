using Adam.Data.Engines;

namespace Adam.Data.Overlaps;

/// <summary>A pair as the overlap query answers it.</summary>
internal sealed record OverlapPair
{
    public long EarlierId { get; init; }
    public int EarlierStart { get; init; }
    public long LaterId { get; init; }
    public int LaterStart { get; init; }

    public OverlapPosition Position => new(EarlierStart, EarlierId, LaterStart, LaterId);

    public static Task<IReadOnlyList<OverlapPair>> QueryAsync(Session session, Statement statement, CancellationToken ct) =>
        session.QueryAsync<OverlapPair>(statement, ct);
}

/// <summary>From which numbers on the report is sought in another way. They change how fast an answer comes, never what it is.</summary>
internal sealed record SearchSizes
{
    /// <summary>Up to so many projects that pass a filter are named to the query; beyond, each pair is asked whether one of its projects passes.</summary>
    public int Few { get; init; } = 1_000;

    /// <summary>Up to so many, all their pairs are found and sorted for a page. Of more, the pairs of all projects are walked in their order and asked whether one of these is in them.</summary>
    public int VeryFew { get; init; } = 50;

    /// <summary>Up to so many ranked pairs that pass one condition, all are looked at and sorted for a page.</summary>
    public int FewPairs { get; init; } = 5_000;
}

/// <summary>A pair at or above the floor as the register holds it.</summary>
internal sealed record ReportRow
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }

    /// <summary>Ten-thousandths.</summary>
    public int Score { get; init; }
    public int Kind { get; init; }

    /// <summary>The number of shared days, as <see cref="Domain.Overlaps.Sharing.RankDays"/>.</summary>
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

    public RankPosition Position(OverlapSort sort) => new(sort switch { OverlapSort.Score => Score, OverlapSort.Days => Days, _ => UpdatedMicros }, FirstId, SecondId);

    public Decision? Decision => Verdict is null ? null : new()
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
