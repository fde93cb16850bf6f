using Adam.Data.Audit.Recording;
using Adam.Data.Databases;

namespace Adam.Data.Measures;

internal static class MeasureSql
{
    public static readonly StatementSet Statements = new(nameof(MeasureSql));

    private static readonly SqlText Columns = $"m.MeasureId, m.Version, m.WithdrawnAt, m.Document";

    /// <summary>
    /// Returns the sum of all versions and the last number. One of them grows with every change, because measures are
    /// never removed, so they show if cached measures are current.
    /// </summary>
    public static readonly SqlQuery<NoParameters, MeasureRevision> Revision = new(
        Statements,
        $"SELECT COALESCE(SUM(Version), 0) AS Versions, COALESCE(MAX(MeasureId), 0) AS LastId FROM Measure"
    );

    /// <summary>Returns all measures, withdrawn or not, in the order in which they were recorded.</summary>
    public static readonly SqlQuery<NoParameters, MeasureRow> All = new(
        Statements,
        $"SELECT {Columns} FROM Measure m ORDER BY m.MeasureId"
    );

    /// <summary>Returns the measure with a key, withdrawn or not.</summary>
    public static readonly SqlQuery<MeasureKey, MeasureRow> ByKey = new(
        Statements,
        $"SELECT {Columns} FROM Measure m WHERE m.ReferenceKey = @ReferenceKey"
    );

    public static readonly SqlChange<NewMeasure> Add = new(
        Statements,
        $"""
        INSERT INTO Measure (ReferenceKey, Version, WithdrawnAt, Document)
        VALUES (@ReferenceKey, 1, NULL, @Document)
        """
    );

    /// <summary>Replaces the document of a measure in a version, and makes it active.</summary>
    public static readonly SqlChange<ChangedMeasure> Change = new(
        Statements,
        $"""
        UPDATE Measure
        SET Version = Version + 1, WithdrawnAt = NULL, Document = @Document
        WHERE MeasureId = @MeasureId AND Version = @Version
        """
    );

    public static readonly SqlChange<WithdrawnMeasure> Withdraw = new(
        Statements,
        $"""
        UPDATE Measure
        SET Version = Version + 1, WithdrawnAt = @At
        WHERE MeasureId = @MeasureId AND Version = @Version
        """
    );

    /// <summary>Returns the versions of a measure after one, in ascending order.</summary>
    public static readonly SqlQuery<VersionsOfMeasure, MeasureVersionRow> Versions = new(
        Statements,
        dialect =>
            $"""
                SELECT a.At, a.Action, a.Version, a.KeyId, a.KeyName, a.Partner, a.RequestId, a.Content
                FROM AuditEntry a
                WHERE a.Subject = {SqlText.Literal((int)AuditSubject.Measure)} AND a.RecordId = @RecordId
                  AND a.Version > @After
                ORDER BY a.AuditId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the number of versions of a measure that are kept.</summary>
    public static readonly SqlQuery<MeasureRecord, long> CountVersions = new(
        Statements,
        $"""
        SELECT COUNT(*)
        FROM AuditEntry a
        WHERE a.Subject = {SqlText.Literal((int)AuditSubject.Measure)} AND a.RecordId = @RecordId
        """
    );
}

internal sealed record MeasureKey(string ReferenceKey);

internal sealed record NewMeasure(string ReferenceKey, string Document);

internal sealed record ChangedMeasure(int MeasureId, int Version, string Document);

internal sealed record WithdrawnMeasure(int MeasureId, int Version, DateTimeOffset At);

/// <param name="RecordId">The key of the measure.</param>
internal sealed record MeasureRecord(string RecordId);

/// <param name="RecordId">The key of the measure.</param>
internal sealed record VersionsOfMeasure(string RecordId, int After, int Take);

internal sealed record MeasureRevision
{
    public int Versions { get; init; }
    public int LastId { get; init; }
}

internal sealed record MeasureRow
{
    public int MeasureId { get; init; }
    public int Version { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string Document { get; init; } = "";
}

internal sealed record MeasureVersionRow
{
    public DateTimeOffset At { get; init; }
    public byte Action { get; init; }
    public int Version { get; init; }
    public string? KeyId { get; init; }
    public string? KeyName { get; init; }
    public string? Partner { get; init; }
    public string? RequestId { get; init; }
    public string? Content { get; init; }
}
