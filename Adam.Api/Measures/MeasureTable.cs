using System.Text.Json.Nodes;
using Adam.Api.Records;
using Adam.Api.Tables;

namespace Adam.Api.Measures;

/// <summary>Measures as a table, one row for each measure.</summary>
internal static class MeasureTable
{
    public static readonly ListTable All = new(
        "measures",
        [
            TableColumn.Value("reference", 14),
            TableColumn.Value("title", 50),
            TableColumn.Value("description", 50),
            TableColumn.List("recommendations", "recommendations", 24, TableCell.FromJson),
            TableColumn.Value("decidedAt", 14),
            TableColumn.Value("priority", 8, type: ColumnType.Whole),
            TableColumn.List("pillars", "pillars", 22, TableCell.FromJson, "#sector"),
            Inner("countries", "where", 20, "#country+code"),
            Inner("routes", "where", 14),
            TableColumn.Value("scope", 14),
            Inner("activityTypes", "criterion", 24, "#activity+type"),
            Inner("words", "criterion", 40),
            TableColumn.Date("from", "#date+start"),
            TableColumn.Date("until", "#date+end"),
            TableColumn.List("leads", "leads", 14, lead => TableCell.FromMember(lead, "partner"), "#org"),
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
        RecordColumn.Text("title"),
        RecordColumn.Text("description"),
        RecordColumn.List("recommendations"),
        RecordColumn.Text("decidedAt"),
        RecordColumn.Number("priority"),
        RecordColumn.List("pillars"),
        RecordColumn.List("countries", "where.countries"),
        RecordColumn.List("routes", "where.routes"),
        RecordColumn.Text("scope"),
        RecordColumn.List("activityTypes", "criterion.activityTypes"),
        RecordColumn.List("words", "criterion.words"),
        RecordColumn.Date("from"),
        RecordColumn.Date("until"),
        RecordColumn.List("leads", toItem: partner => new JsonObject { ["partner"] = partner }),
    ];

    /// <summary>A column of a list within a member.</summary>
    private static TableColumn Inner(string name, string member, int width, string? hxl = null) =>
        TableColumn.List(
            name,
            member,
            width,
            measure =>
                measure.TryGetProperty(member, out var outer) && outer.TryGetProperty(name, out var list)
                    ? new CellValues(list, TableCell.FromJson)
                    : null
        ) with
        {
            Hxl = hxl,
        };
}
