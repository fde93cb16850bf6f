using Adam.Domain.Measures;

namespace Adam.Data.Measures;

/// <summary>A measure as the register stores it.</summary>
/// <param name="Version">The version of the row; that of a withdrawn measure is one higher than its document's.</param>
/// <param name="WithdrawnAt">The instant at which the measure was withdrawn; null if it is active.</param>
public sealed record StoredMeasure(int MeasureId, Measure Measure, int Version, DateTimeOffset? WithdrawnAt)
{
    /// <summary>The criterion of the measure, prepared for many projects.</summary>
    public MeasureCriterion Criterion { get; } = new(Measure.Draft);

    /// <summary>True if the measure asks for something: a withdrawn one does not.</summary>
    public bool IsActive => WithdrawnAt is null;

    /// <summary>Returns a measure that is not recorded, to evaluate it.</summary>
    /// <param name="recorded">The recorded measure that it would replace, whose verdicts hold; null for none.</param>
    public static StoredMeasure FromDraft(MeasureDraft draft, StoredMeasure? recorded) =>
        new(recorded?.MeasureId ?? 0, new(draft, 0, default, default, ""), 0, WithdrawnAt: null);

    internal static StoredMeasure FromRow(MeasureRow row) =>
        new(row.MeasureId, MeasureDocument.Parse(row.Document).ToMeasure(), row.Version, row.WithdrawnAt);
}

/// <summary>The outcome of a write of a measure.</summary>
public abstract record MeasureOutcome
{
    private MeasureOutcome() { }

    public sealed record Done(Measure Measure) : MeasureOutcome;

    /// <summary>There is a measure with this reference, withdrawn or not.</summary>
    public sealed record ReferenceTaken(StoredMeasure By) : MeasureOutcome;

    /// <summary>The register has as many measures as it takes.</summary>
    public sealed record TooMany : MeasureOutcome;

    public sealed record NotFound : MeasureOutcome;

    public sealed record Withdrawn(StoredMeasure Stored) : MeasureOutcome;

    /// <summary>The measure was changed after the client had read it.</summary>
    public sealed record Stale : MeasureOutcome;
}
