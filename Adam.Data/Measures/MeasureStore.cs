using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Records;
using Adam.Domain.Measures;

namespace Adam.Data.Measures;

/// <summary>A measure as the register stores it.</summary>
public sealed record StoredMeasure(int MeasureId, Measure Measure, int Version, DateTimeOffset? WithdrawnAt)
    : StoredRecord<Measure>(MeasureId, Version, WithdrawnAt)
{
    public override Measure Record => Measure;

    /// <summary>The criterion of the measure, prepared for many projects.</summary>
    public MeasureCriterion Criterion { get; } = new(Measure.Draft);

    /// <summary>Returns a measure that is not recorded, to evaluate it.</summary>
    /// <param name="recorded">The recorded measure that it would replace, whose verdicts hold; null for none.</param>
    public static StoredMeasure FromDraft(MeasureDraft draft, StoredMeasure? recorded) =>
        new(recorded?.MeasureId ?? 0, new(draft, 0, default, default, ""), 0, WithdrawnAt: null);
}

/// <summary>
/// Stores measures. If other projects serve a changed measure, verdicts about its projects become stale.
/// </summary>
public sealed class MeasureStore(Database database, TimeProvider time)
    : RecordStore<StoredMeasure, Measure, MeasureDraft>(database, time, Type, Most)
{
    /// <summary>The maximum number of measures, withdrawn ones included. It bounds the work of gaps.</summary>
    public const int Most = 1_000;

    internal static RecordType<Measure> Type { get; } =
        new(
            AuditSubject.Measure,
            MeasureDocument.FromMeasure,
            json => RecordJson.Read<MeasureDocument>(json).ToMeasure()
        );

    private protected override Measure Create(MeasureDraft draft, DateTimeOffset at, string by) =>
        new(draft, Version: 1, at, at, by);

    private protected override StoredMeasure Store(
        int recordId,
        Measure record,
        int version,
        DateTimeOffset? withdrawnAt
    ) => new(recordId, record, version, withdrawnAt);

    private protected override async Task OnChangedAsync(
        Session session,
        StoredMeasure before,
        Measure record,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        if (!MeasureCriterion.AreEqual(before.Measure.Draft, record.Draft))
            await session.ExecuteAsync(MeasureVerdictSql.MakeStaleOfMeasure, new(before.MeasureId, at), ct);
    }
}
