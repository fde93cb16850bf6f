using Adam.Data.Databases;
using Adam.Data.Records;
using Adam.Domain.Records;

namespace Adam.Data.Progress.Findings;

internal static class ProgressFindingSql
{
    public static readonly StatementSet Statements = new(nameof(ProgressFindingSql));

    private static readonly SqlText Columns = $"f.FindingId, f.Id, f.MeasureId, f.Document";

    public static readonly SqlChange<NewProgressFinding> Add = new(
        Statements,
        $"""
        INSERT INTO ProgressFinding (Id, MeasureId, QuestionnaireId, Question, AsOf, Document, WrittenAt)
        VALUES (@Id, @MeasureId, @QuestionnaireId, @Question, @AsOf, @Document, @WrittenAt)
        """
    );

    public static readonly SqlQuery<FindingsOfMeasure, int> CountOfMeasure = new(
        Statements,
        $"SELECT COUNT(*) FROM ProgressFinding f WHERE f.MeasureId = @MeasureId"
    );

    /// <summary>Returns all findings about a measure, in the order in which they were promoted.</summary>
    public static readonly SqlQuery<FindingsOfMeasure, ProgressFindingRow> OfMeasure = new(
        Statements,
        $"SELECT {Columns} FROM ProgressFinding f WHERE f.MeasureId = @MeasureId ORDER BY f.FindingId"
    );

    /// <summary>
    /// Returns of some measures the last finding of each question that stands as of a day or one before, in the order
    /// in which they were promoted. Of two as of the same day, the one that was promoted later is the last. @Rows:
    /// MeasureId.
    /// </summary>
    public static readonly SqlQuery<FindingsOnDay, ProgressFindingRow> LastOfMeasures = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM {dialect.Rows($"@Rows", ("MeasureId", "int"))} r
                CROSS JOIN ProgressFinding f
                WHERE f.MeasureId = r.MeasureId AND f.AsOf <= @Day
                  AND NOT EXISTS (
                    SELECT 1
                    FROM ProgressFinding later
                    WHERE later.MeasureId = f.MeasureId AND later.QuestionnaireId = f.QuestionnaireId
                      AND later.Question = f.Question AND later.AsOf <= @Day
                      AND (later.AsOf > f.AsOf OR (later.AsOf = f.AsOf AND later.FindingId > f.FindingId)))
                ORDER BY f.FindingId
                """
    );

    /// <summary>Returns all findings, with all that their columns say.</summary>
    public static readonly SqlQuery<NoParameters, ProgressFindingColumnsRow> All = new(
        Statements,
        $"""
        SELECT {Columns}, f.Question, f.AsOf, f.WrittenAt, m.ReferenceKey AS MeasureKey,
            q.ReferenceKey AS QuestionnaireKey
        FROM ProgressFinding f
        INNER JOIN Measure m ON m.MeasureId = f.MeasureId
        INNER JOIN Questionnaire q ON q.QuestionnaireId = f.QuestionnaireId
        ORDER BY f.FindingId
        """
    );
}

internal sealed record NewProgressFinding(
    Guid Id,
    int MeasureId,
    int QuestionnaireId,
    string Question,
    int AsOf,
    string Document,
    DateTimeOffset WrittenAt
);

internal sealed record FindingsOfMeasure(int MeasureId);

internal sealed record FindingsOnDay(string Rows, int Day);

internal record ProgressFindingRow
{
    public long FindingId { get; init; }
    public Guid Id { get; init; }
    public int MeasureId { get; init; }
    public string Document { get; init; } = "";

    public FindingDocument ToFinding() => RecordJson.Read<FindingDocument>(Document);
}

internal sealed record ProgressFindingColumnsRow : ProgressFindingRow
{
    public string Question { get; init; } = "";
    public int AsOf { get; init; }
    public DateTimeOffset WrittenAt { get; init; }
    public string MeasureKey { get; init; } = "";
    public string QuestionnaireKey { get; init; } = "";

    /// <summary>Returns true if the columns state what the finding in the document does.</summary>
    public bool IsOf(FindingDocument finding) =>
        Id == finding.Id
        && Question == finding.Question
        && AsOf == finding.AsOf.DayNumber
        && WrittenAt == finding.WrittenAt
        && MeasureKey == ReferencedDraft.KeyOf(finding.Measure)
        && QuestionnaireKey == ReferencedDraft.KeyOf(finding.Questionnaire);
}
