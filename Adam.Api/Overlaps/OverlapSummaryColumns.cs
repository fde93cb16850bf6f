using System.Text.Json;
using Adam.Api.Tables;
using Adam.Data.Overlaps;

namespace Adam.Api.Overlaps;

/// <summary>The summary of overlaps as a table: one row for each row of the response.</summary>
internal static class OverlapSummaryColumns
{
    public static ListTable For(IReadOnlyList<OverlapDimension> by) =>
        new(
            "overlap-summary",
            [
                .. by.SelectMany(Dimension),
                TableColumn.Value("overlaps", 10),
                TableColumn.Value("undecided", 10),
                TableColumn.Value("days", 10),
                .. TableColumn.Amounts(
                    "amounts",
                    "currencies",
                    item => item.TryGetProperty("amounts", out var amounts) ? amounts : default
                ),
            ]
        );

    private static IEnumerable<TableColumn> Dimension(OverlapDimension dimension) =>
        dimension switch
        {
            OverlapDimension.Country => [TableColumn.Value("country", 10, "#country+code")],
            OverlapDimension.Pillar => [TableColumn.Value("pillar", 22, "#sector")],
            OverlapDimension.Year => [TableColumn.Value("year", 8, "#date+year")],
            OverlapDimension.Donors =>
            [
                Organisation("firstDonor", "donors", 0, "#org+funder"),
                Organisation("secondDonor", "donors", 1, "#org+funder"),
            ],
            OverlapDimension.Partners =>
            [
                Organisation("firstPartner", "partners", 0, "#org"),
                Organisation("secondPartner", "partners", 1, "#org"),
            ],
            OverlapDimension.FoundMonth => [TableColumn.Value("foundMonth", 12)],
            _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
        };

    private static TableColumn Organisation(string name, string member, int index, string hxl) =>
        new(
            name,
            member,
            24,
            item =>
                item.TryGetProperty(member, out var both) && both.ValueKind == JsonValueKind.Array
                    ? TableCell.FromJson(both[index])
                    : default
        )
        {
            Hxl = hxl,
        };
}
