using System.Text.Json;
using Adam.Api.Serialization;
using Adam.Api.Tables;

namespace Adam.Api.Questionnaires;

/// <summary>Questionnaires as a table, one row for each questionnaire.</summary>
internal static class QuestionnaireTable
{
    public static readonly ListTable All = new(
        "questionnaires",
        [
            TableColumn.Value("reference", 20),
            new("title", "title", 60, Title),
            TableColumn.List("languages", "title", 14, one => TableCell.FromMember(one, "language")),
            TableColumn.List("pillars", "pillars", 22, TableCell.FromJson, "#sector"),
            TableColumn.List("implements", "implements", 24, TableCell.FromJson),
            TableColumn.Value("continues", 20),
            TableColumn.Value("state", 12),
            TableColumn.Value("openedOn", 12, type: ColumnType.Date),
            TableColumn.Value("dueOn", 12, type: ColumnType.Date),
            new("asked", "asked", 10, Asked),
            TableColumn.Value("version", 8, type: ColumnType.Whole),
            TableColumn.Instant("createdAt"),
            TableColumn.Instant("updatedAt"),
            TableColumn.Value("updatedBy", 20),
        ]
    );

    private static TableCell Title(JsonItem questionnaire) =>
        questionnaire.TryGetProperty("title", out var title) && title.GetArrayLength() > 0
            ? TableCell.FromMember(title[0], "text")
            : default;

    private static TableCell Asked(JsonItem questionnaire) =>
        questionnaire.TryGetProperty("asked", out var asked) && asked.ValueKind == JsonValueKind.Object
            ? TableCell.FromMember(asked, "count")
            : default;
}
