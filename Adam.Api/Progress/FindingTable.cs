using System.Text.Json;
using Adam.Api.Tables;

namespace Adam.Api.Progress;

/// <summary>Findings as a table, one row for each.</summary>
internal static class FindingTable
{
    public static readonly ListTable All = new(
        "findings",
        [
            TableColumn.Value("measure", 14),
            TableColumn.Value("questionnaire", 20),
            TableColumn.Value("question", 20),
            TableColumn.Value("type", 16),
            TableColumn.Date("asOf", "#date"),
            TableColumn.Date("openedOn"),
            TableColumn.Value("asked", 10, type: ColumnType.Whole),
            TableColumn.Value("responses", 10, type: ColumnType.Whole),
            TableColumn.Value("rate", 10, type: ColumnType.Double),
            TableColumn.Value("values", 10, type: ColumnType.Whole),
            TableColumn.Value("unknown", 10, type: ColumnType.Whole),
            TableColumn.Value("notApplicable", 14, type: ColumnType.Whole),
            TableColumn.Value("unanswered", 12, type: ColumnType.Whole),
            TableColumn.List("choices", "choices", 40, Choice),
            TableColumn.Value("least", 12, type: ColumnType.Double),
            TableColumn.Value("median", 12, type: ColumnType.Double),
            TableColumn.Value("most", 12, type: ColumnType.Double),
            TableColumn.Value("text", 60),
            TableColumn.Value("partner", 10, "#org"),
            TableColumn.Value("writtenBy", 20),
            TableColumn.Instant("writtenAt"),
            TableColumn.Value("id", 38),
        ]
    );

    private static TableCell Choice(JsonElement choice) =>
        TableCell.FromText($"{choice.GetProperty("name").GetString()}: {choice.GetProperty("count")}");
}
