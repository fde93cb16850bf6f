using System.Text.Json;
using Adam.Api.Records;
using Adam.Api.Serialization;
using Adam.Api.Tables;

namespace Adam.Api.Documents;

/// <summary>Documents as a table, one row for each document.</summary>
internal static class DocumentTable
{
    public static readonly ListTable All = new(
        "documents",
        [
            TableColumn.Value("reference", 20),
            TableColumn.Value("type", 16),
            TableColumn.Value("title", 50),
            Inner("partner", "creator", 12, "#org"),
            Inner("name", "creator", 30),
            TableColumn.Date("date"),
            TableColumn.Value("language", 10),
            TableColumn.Value("identifier", 20),
            TableColumn.List("pillars", "subject", 22, document => Codes(document, "pillars")),
            TableColumn.List("countries", "subject", 24, document => Codes(document, "countries")),
            TableColumn.Value("isPartOf", 20),
            TableColumn.Value("url", 50),
            TableColumn.Value("sha256", 66),
            TableColumn.Value("version", 8, type: ColumnType.Whole),
            TableColumn.Instant("createdAt"),
            TableColumn.Instant("updatedAt"),
            TableColumn.Value("updatedBy", 20),
        ]
    );

    /// <summary>The columns that an import reads.</summary>
    public static readonly IReadOnlyList<RecordColumn> Imported =
    [
        RecordColumn.Text("reference"),
        RecordColumn.Text("type"),
        RecordColumn.Text("title"),
        RecordColumn.Text("partner", "creator.partner"),
        RecordColumn.Text("name", "creator.name"),
        RecordColumn.Date("date"),
        RecordColumn.Text("language"),
        RecordColumn.Text("identifier"),
        RecordColumn.List("pillars", "subject.pillars"),
        RecordColumn.List("countries", "subject.countries"),
        RecordColumn.Text("isPartOf"),
        RecordColumn.Text("url"),
        RecordColumn.Text("sha256"),
    ];

    /// <summary>A column of a value within a member.</summary>
    private static TableColumn Inner(string name, string member, int width, string? hxl = null) =>
        new(
            name,
            member,
            width,
            document =>
                document.TryGetProperty(member, out var outer) && outer.ValueKind == JsonValueKind.Object
                    ? TableCell.FromMember(outer, name)
                    : default
        )
        {
            Hxl = hxl,
        };

    private static CellValues? Codes(JsonItem document, string name) =>
        document.TryGetProperty("subject", out var subject) ? new(subject.GetProperty(name), TableCell.FromJson) : null;
}
