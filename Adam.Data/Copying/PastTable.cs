using System.Text.Json;
using Adam.Data.Audit;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Documents;
using Adam.Data.Layers;
using Adam.Data.Measures;
using Adam.Data.Meetings;
using Adam.Data.Posts;
using Adam.Data.Questionnaires;
using Adam.Data.Recommendations;
using Adam.Data.Records;
using Adam.Data.Reports.Notes;
using Adam.Domain.Questionnaires;
using Adam.Domain.Reports;

namespace Adam.Data.Copying;

/// <summary>A table of few records whose versions the history has.</summary>
/// <param name="IdOf">Returns the id of a row's record in its entries.</param>
/// <param name="Write">Gives a row the values of another version of its record.</param>
internal sealed record PastTable(
    string Name,
    AuditSubject Subject,
    Func<PastRow, string> IdOf,
    Action<PastRow, PastRecordRow> Write
)
{
    /// <summary>All of them, each after the tables that it references.</summary>
    public static readonly IReadOnlyList<PastTable> All =
    [
        OfRecords("Measure", MeasureStore.Type),
        OfRecords("Meeting", MeetingStore.Type),
        OfRecords("Recommendation", RecommendationStore.Type),
        OfRecords("Document", DocumentStore.Type),
        OfRecords("Post", PostStore.Type),
        OfRecords("Questionnaire", QuestionnaireStore.Type),
        new("PartnerResponse", AuditSubject.PartnerResponse, row => ResponseOf(row.Document).Key, WriteResponse),
        new(
            "Layer",
            AuditSubject.Layer,
            row => (string)row["LayerKey"]!,
            (row, then) =>
            {
                row["Version"] = (long)then.Version;
                row["Document"] = LayerContent.Write(LayerContent.Parse(then.Document));
            }
        ),
        new(
            "ReportNote",
            AuditSubject.ReportNote,
            row => ReportNoteContent.IdOf((int)(long)row["Year"]!, (ReportSection)(long)row["Section"]!),
            WriteNote
        ),
    ];

    private static PastTable OfRecords<TRecord>(string name, RecordType<TRecord> type)
        where TRecord : notnull =>
        new(
            name,
            type.Subject,
            row => (string)row["ReferenceKey"]!,
            (row, then) =>
            {
                row["Version"] = (long)then.Version;
                row["WithdrawnAt"] = then.WithdrawnAt?.UtcDateTime;
                // The content of an entry in the form of the column.
                row["Document"] = type.Write(type.Parse(then.Document));
            }
        );

    private static PartnerResponse ResponseOf(string document) => PartnerResponseContent.Parse(document).ToResponse();

    private static void WriteResponse(PastRow row, PastRecordRow then)
    {
        var response = ResponseOf(then.Document);
        row["Version"] = (long)then.Version;
        row["ReceivedDay"] = (long?)response.ReceivedOn?.DayNumber;
        row["Document"] = PartnerResponseContent.Write(response);
    }

    /// <summary>The content of a note is its text; the entry has the rest.</summary>
    private static void WriteNote(PastRow row, PastRecordRow then)
    {
        row["Version"] = (long)then.Version;
        row["Markdown"] = ReportNoteContent.Parse(then.Document).Markdown;
        row["UpdatedAt"] = then.At.UtcDateTime;
        row["UpdatedBy"] = then.By;
    }
}

/// <summary>A row of a table by the names of its columns.</summary>
internal sealed class PastRow(RegisterTable table, object?[] values)
{
    /// <summary>The document of the row's record.</summary>
    public string Document => (string)this["Document"]!;

    public object? this[string column]
    {
        get => values[PlaceOf(column)];
        set => values[PlaceOf(column)] = value;
    }

    /// <summary>Returns true if the record has not changed since an instant.</summary>
    public bool IsOf(DateTimeOffset at) =>
        UpdatedAt <= at
        && (PlaceOf("WithdrawnAt") < 0 || this["WithdrawnAt"] is not DateTime withdrawn || withdrawn <= at.UtcDateTime);

    private DateTimeOffset UpdatedAt
    {
        get
        {
            if (PlaceOf("UpdatedAt") >= 0)
                return new((DateTime)this["UpdatedAt"]!, TimeSpan.Zero);

            using var document = JsonDocument.Parse(Document);
            return document.RootElement.GetProperty("updatedAt").GetDateTimeOffset();
        }
    }

    private int PlaceOf(string column) => Array.FindIndex(table.Columns, one => one.Name == column);
}
