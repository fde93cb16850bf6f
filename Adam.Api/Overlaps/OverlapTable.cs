using System.Text.Json;
using Adam.Api.Serialization;
using Adam.Api.Tables;

namespace Adam.Api.Overlaps;

/// <summary>Overlaps as a table: one row for each pair, with the two projects beside each other.</summary>
internal static class OverlapTable
{
    public static readonly ListTable All = new(
        "overlaps",
        [
            TableColumn.Value("kind", 16),
            TableColumn.Value("score", 8, type: ColumnType.Double),
            .. Project(0, "first"),
            .. Project(1, "second"),
            TableColumn.List("sharedCountries", "shared", 14, item => List(Shared(item), "countries")),
            TableColumn.List("sharedPillars", "shared", 22, item => List(Shared(item), "pillars")),
            SharedDay("sharedFrom", "from"),
            SharedDay("sharedTo", "to"),
            new("sharedDays", "shared", 12, item => TableCell.FromMember(Shared(item), "days"))
            {
                Type = ColumnType.Whole,
            },
            new("reasons", "reasons", 80, Reasons),
            new("verdict", "verdict", 14, item => TableCell.FromMember(Verdict(item), "verdict")),
            new("verdictNote", "verdict", 40, item => TableCell.FromMember(Verdict(item), "note")),
            new("verdictStale", "verdict", 12, item => TableCell.FromMember(Verdict(item), "stale"))
            {
                Type = ColumnType.Boolean,
            },
            new("notes", "notes", 8, item => TableCell.FromMember(item, "notes")) { Type = ColumnType.Whole },
            TableColumn.Instant("foundAt"),
            TableColumn.Value("rules", 12),
            TableColumn.Value("edition", 20),
            TableColumn.Value("sampleChance", 12, type: ColumnType.Double),
            TableColumn.Value("id", 76),
        ]
    );

    /// <param name="prefix">The beginning of the headings: <c>first</c>.</param>
    private static IEnumerable<TableColumn> Project(int index, string prefix)
    {
        return
        [
            Column("Owner", 10, project => TableCell.FromMember(project, "owner")),
            Column("Reference", 18, project => TableCell.FromMember(project, "reference")),
            Column("Title", 50, project => TableCell.FromMember(project, "title")),
            TableColumn.List(
                $"{prefix}Donors",
                "projects",
                20,
                overlap => Find(overlap) is { } project ? List(project, "donors") : null
            ),
            Day("Start", "start"),
            Day("End", "end"),
            Column("Id", 38, project => TableCell.FromMember(project, "id")),
        ];

        TableColumn Column(string name, int width, Func<JsonElement, TableCell> read) =>
            new(prefix + name, "projects", width, overlap => Find(overlap) is { } project ? read(project) : default);

        TableColumn Day(string name, string member) =>
            Column(name, 12, project => TableCell.ToDate(TableCell.FromMember(Period(project), member))) with
            {
                Type = ColumnType.Date,
            };

        JsonElement? Find(JsonItem overlap) =>
            Member(overlap, "projects") is { ValueKind: JsonValueKind.Array } projects ? projects[index] : null;
    }

    private static TableColumn SharedDay(string name, string member) =>
        new(name, "shared", 12, item => TableCell.ToDate(TableCell.FromMember(Shared(item), member)))
        {
            Type = ColumnType.Date,
        };

    private static JsonElement Shared(JsonItem overlap) => Member(overlap, "shared");

    private static JsonElement Verdict(JsonItem overlap) => Member(overlap, "verdict");

    private static JsonElement Period(JsonElement project) => Member(project, "period");

    private static JsonElement Member(JsonElement record, string name) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var member) ? member : default;

    private static JsonElement Member(JsonItem record, string name) =>
        record.TryGetProperty(name, out var member) ? member : default;

    private static CellValues? List(JsonElement record, string name) =>
        CellValues.From(Member(record, name), TableCell.FromJson);

    private static TableCell Reasons(JsonItem overlap) =>
        Member(overlap, "reasons") is { ValueKind: JsonValueKind.Array } reasons
            ? TableCell.FromText(
                string.Join(
                    '\n',
                    reasons
                        .EnumerateArray()
                        .Select(reason =>
                            $"{reason.GetProperty("component").GetString()} "
                            + $"{reason.GetProperty("contribution").GetRawText()}: "
                            + reason.GetProperty("detail").GetString()
                        )
                )
            )
            : default;
}
