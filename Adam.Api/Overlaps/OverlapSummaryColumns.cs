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
            OverlapDimension.Donors => [Donor("firstDonor", 0), Donor("secondDonor", 1)],
            _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
        };

    private static TableColumn Donor(string name, int index) =>
        new(
            name,
            "donors",
            24,
            item =>
                item.TryGetProperty("donors", out var donors) && donors.ValueKind == JsonValueKind.Array
                    ? TableCell.FromJson(donors[index])
                    : default
        )
        {
            Hxl = "#org+funder",
        };
}
