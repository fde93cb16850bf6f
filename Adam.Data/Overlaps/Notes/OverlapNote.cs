using Adam.Domain.Overlaps;

namespace Adam.Data.Overlaps.Notes;

/// <summary>A note on an overlap. It is never changed.</summary>
public sealed record OverlapNote
{
    public Guid Id { get; init; }

    public string Text { get; init; } = "";

    /// <summary>The verdict that the writer proposes; null for none.</summary>
    public Verdict? Proposed { get; init; }

    /// <summary>The name of the key that wrote it.</summary>
    public string WrittenBy { get; init; } = "";

    /// <summary>The code of the partner that owns this key.</summary>
    public string Partner { get; init; } = "";

    public DateTimeOffset WrittenAt { get; init; }
}
