using Adam.Api.Serialization;
using Adam.Api.Tables;
using Adam.Domain.CodeLists;

namespace Adam.Api.Gaps;

/// <summary>Cells and summaries of gaps as tables.</summary>
internal static class GapTable
{
    public static readonly ListTable All = new(
        "gaps",
        [
            TableColumn.Value("measure", 14),
            TableColumn.Value("country", 10, "#country+code"),
            new("countryName", "country", 24, CountryName) { Hxl = "#country+name" },
            TableColumn.Value("pillar", 22, "#sector"),
            TableColumn.Value("state", 12, "#status"),
            TableColumn.Date("asOf", "#date"),
            TableColumn.Date("from", "#date+start"),
            TableColumn.Date("until", "#date+end"),
            TableColumn.Value("projects", 10, type: ColumnType.Whole),
            TableColumn.Value("partners", 10, type: ColumnType.Whole),
            TableColumn.Value("active", 10, type: ColumnType.Whole),
            TableColumn.Value("suspended", 10, type: ColumnType.Whole),
            TableColumn.Value("uncoveredDays", 14, type: ColumnType.Whole),
            TableColumn.Date("endsNext"),
            TableColumn.Value("crowded", 10),
            TableColumn.List("restricted", "restricted", 24, cell => TableCell.FromMember(cell, "ask")),
        ]
    );

    public static readonly ListTable Summary = new(
        "gaps-summary",
        [
            TableColumn.Value("value", 16),
            TableColumn.Value("cells", 10, type: ColumnType.Whole),
            TableColumn.Value("covered", 10, type: ColumnType.Whole),
            TableColumn.Value("planned", 10, type: ColumnType.Whole),
            TableColumn.Value("ended", 10, type: ColumnType.Whole),
            TableColumn.Value("gap", 10, type: ColumnType.Whole),
        ]
    );

    private static TableCell CountryName(JsonItem row) =>
        row.TryGetProperty("country", out var country) && country.GetString() is { } code
            ? TableCell.FromText(CodeListCatalog.Countries.Find(code)?.Name)
            : default;
}
