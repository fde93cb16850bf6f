using System.Text.Json;
using Adam.Api.Tables;

namespace Adam.Api.Overlaps;

/// <summary>Overlaps as a table: one row for each pair, with the two projects beside each other.</summary>
internal static class OverlapTable
{
    public static readonly ListTable All = new(
        "overlaps",
        [
            TableColumn.Value("kind", 16),
            TableColumn.Value("score", 8),
            .. Project(0, "first"),
            .. Project(1, "second"),
            new("sharedCountries", "shared", 14, item => List(Shared(item), "countries")),
            new("sharedPillars", "shared", 22, item => List(Shared(item), "pillars")),
            new("sharedFrom", "shared", 12, item => TableColumn.DateOf(TableCell.FromMember(Shared(item), "from"))),
            new("sharedTo", "shared", 12, item => TableColumn.DateOf(TableCell.FromMember(Shared(item), "to"))),
            new("sharedDays", "shared", 12, item => TableCell.FromMember(Shared(item), "days")),
            new("reasons", "reasons", 80, Reasons),
            new("verdict", "verdict", 14, item => TableCell.FromMember(Verdict(item), "verdict")),
            new("verdictNote", "verdict", 40, item => TableCell.FromMember(Verdict(item), "note")),
            new("verdictStale", "verdict", 12, item => TableCell.FromMember(Verdict(item), "stale")),
            TableColumn.Instant("foundAt"),
            TableColumn.Value("rules", 12),
            TableColumn.Value("edition", 20),
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
            Column("Donors", 20, project => List(project, "donors")),
            Column("Start", 12, project => TableColumn.DateOf(TableCell.FromMember(Period(project), "start"))),
            Column("End", 12, project => TableColumn.DateOf(TableCell.FromMember(Period(project), "end"))),
            Column("Id", 38, project => TableCell.FromMember(project, "id")),
        ];

        TableColumn Column(string name, int width, Func<JsonElement, TableCell> read) =>
            new(
                prefix + name,
                "projects",
                width,
                overlap =>
                    Member(overlap, "projects") is { ValueKind: JsonValueKind.Array } projects
                        ? read(projects[index])
                        : default
            );
    }

    private static JsonElement Shared(JsonElement overlap) => Member(overlap, "shared");

    private static JsonElement Verdict(JsonElement overlap) => Member(overlap, "verdict");

    private static JsonElement Period(JsonElement project) => Member(project, "period");

    private static JsonElement Member(JsonElement record, string name) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var member) ? member : default;

    private static TableCell List(JsonElement record, string name) =>
        Member(record, name) is { ValueKind: JsonValueKind.Array } list
            ? CellList.Join([.. list.EnumerateArray().Select(TableCell.FromJson)])
            : default;

    private static TableCell Reasons(JsonElement overlap) =>
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
