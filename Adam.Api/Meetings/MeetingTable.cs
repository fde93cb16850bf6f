using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Records;
using Adam.Api.Serialization;
using Adam.Api.Tables;
using Adam.Domain.CodeLists;

namespace Adam.Api.Meetings;

/// <summary>Meetings as a table, one row for each meeting.</summary>
internal static class MeetingTable
{
    public static readonly ListTable All = new(
        "meetings",
        [
            TableColumn.Value("reference", 20),
            TableColumn.Value("kind", 24),
            TableColumn.Value("title", 50),
            TableColumn.Value("status", 12),
            TableColumn.List("pillars", "pillars", 22, TableCell.FromJson, "#sector"),
            TableColumn.Date("start", "#date+start"),
            TableColumn.Date("end", "#date+end"),
            TableColumn.Value("year", 8, type: ColumnType.Whole),
            Inner("city", "place", 16),
            Inner("country", "place", 10, "#country+code"),
            TableColumn.List("hosts", "hosts", 20, Participant),
            TableColumn.List("participants", "participants", 40, Participant, "#org"),
            Inner("countries", "attendance", 10),
            Inner("organisations", "attendance", 14),
            Inner("basis", "attendance", 10),
            Inner("on", "attendance", 12),
            TableColumn.List("nonPartners", "attendance", 30, NonPartners),
            Inner("made", "recommendations", 8),
            Inner("endorsed", "recommendations", 10),
            TableColumn.List("partnersEndorsed", "partnersEndorsed", 18, TableCell.FromJson),
            TableColumn.List("outcomes", "outcomes", 50, TableCell.FromJson),
            TableColumn.Value("version", 8, type: ColumnType.Whole),
            TableColumn.Instant("createdAt"),
            TableColumn.Instant("updatedAt"),
            TableColumn.Value("updatedBy", 20),
            TableColumn.Value("id", 38),
        ]
    );

    /// <summary>The columns that an import reads. Sessions and stated numbers stand in JSON only.</summary>
    public static readonly IReadOnlyList<RecordColumn> Imported =
    [
        RecordColumn.Text("reference"),
        RecordColumn.Text("kind"),
        RecordColumn.Text("title"),
        RecordColumn.Text("status"),
        RecordColumn.List("pillars"),
        RecordColumn.Date("start"),
        RecordColumn.Date("end"),
        RecordColumn.Number("year"),
        RecordColumn.Text("city", "place.city"),
        RecordColumn.Text("country", "place.country"),
        RecordColumn.List("hosts", toItem: FromCell),
        RecordColumn.List("participants", toItem: FromCell),
        RecordColumn.List("outcomes"),
    ];

    /// <summary>
    /// Returns the participant of a value. A code of a country is a country, which the reader stores as a partner if it
    /// is one; other values are names, of partners, of countries or of others.
    /// </summary>
    private static JsonObject FromCell(string value) =>
        new() { [CodeListCatalog.Countries.Find(value) is null ? "name" : "country"] = value };

    private static TableCell Participant(JsonElement participant) =>
        participant.EnumerateObject().Select(member => TableCell.FromJson(member.Value)).FirstOrDefault();

    private static CellValues? NonPartners(JsonItem meeting) =>
        meeting.TryGetProperty("attendance", out var attendance)
        && attendance.ValueKind == JsonValueKind.Object
        && attendance.TryGetProperty("nonPartners", out var list)
            ? CellValues.From(list, TableCell.FromJson)
            : null;

    /// <summary>A column of a value within a member.</summary>
    private static TableColumn Inner(string name, string member, int width, string? hxl = null) =>
        new(
            name,
            member,
            width,
            meeting => meeting.TryGetProperty(member, out var outer) ? TableCell.FromMember(outer, name) : default
        )
        {
            Hxl = hxl,
        };
}
