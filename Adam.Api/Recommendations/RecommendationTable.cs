using Adam.Api.Records;
using Adam.Api.Serialization;
using Adam.Api.Tables;

namespace Adam.Api.Recommendations;

/// <summary>Recommendations as a table, one row for each recommendation.</summary>
internal static class RecommendationTable
{
    public static readonly ListTable All = new(
        "recommendations",
        [
            TableColumn.Value("reference", 20),
            TableColumn.Value("text", 60),
            TableColumn.Value("language", 10),
            TableColumn.List("pillars", "pillars", 22, TableCell.FromJson, "#sector"),
            TableColumn.List("crossCutting", "crossCutting", 24, TableCell.FromJson),
            TableColumn.List("areas", "areas", 14, TableCell.FromJson),
            TableColumn.Value("state", 14),
            TableColumn.Value("madeAt", 20),
            TableColumn.Value("endorsedAt", 20),
            TableColumn.Value("notEndorsedAt", 20),
            TableColumn.Value("reason", 40),
            new("toAll", "addressees", 10, ToAll),
            Addressees("toPartners", "partners"),
            Addressees("toOthers", "others"),
            TableColumn.List("continues", "continues", 24, TableCell.FromJson),
            TableColumn.List("continuedBy", "continuedBy", 24, TableCell.FromJson),
            TableColumn.List("measures", "measures", 24, one => TableCell.FromMember(one, "reference")),
            TableColumn.List("languages", "translations", 14, one => TableCell.FromMember(one, "language")),
            TableColumn.Value("version", 8, type: ColumnType.Whole),
            TableColumn.Instant("createdAt"),
            TableColumn.Instant("updatedAt"),
            TableColumn.Value("updatedBy", 20),
        ]
    );

    /// <summary>The columns that an import reads. Translations stand in JSON only.</summary>
    public static readonly IReadOnlyList<RecordColumn> Imported =
    [
        RecordColumn.Text("reference"),
        RecordColumn.Text("text"),
        RecordColumn.Text("language"),
        RecordColumn.List("pillars"),
        RecordColumn.List("crossCutting"),
        RecordColumn.List("areas"),
        RecordColumn.Text("madeAt"),
        RecordColumn.Text("endorsedAt"),
        RecordColumn.Text("notEndorsedAt"),
        RecordColumn.Text("reason"),
        RecordColumn.Flag("toAll", "addressees.all"),
        RecordColumn.List("toPartners", "addressees.partners"),
        RecordColumn.List("toOthers", "addressees.others"),
        RecordColumn.List("continues"),
    ];

    private static TableCell ToAll(JsonItem recommendation) =>
        recommendation.TryGetProperty("addressees", out var addressees)
            ? TableCell.FromMember(addressees, "all")
            : default;

    private static TableColumn Addressees(string name, string member) =>
        TableColumn.List(
            name,
            "addressees",
            30,
            recommendation =>
                recommendation.TryGetProperty("addressees", out var addressees)
                && addressees.TryGetProperty(member, out var list)
                    ? new CellValues(list, TableCell.FromJson)
                    : null
        );
}
