using System.Text.Json;
using Adam.Api.Serialization;
using Adam.Api.Tables;
using Adam.Data.Presence;
using Adam.Domain.CodeLists;

namespace Adam.Api.Presence;

/// <summary>Presence as a table: one row for each row of the response, with the columns that it asked for.</summary>
internal static class PresenceColumns
{
    /// <param name="isConverted">True if the amounts are also asked for in one currency.</param>
    public static ListTable For(IReadOnlyList<PresenceDimension> by, bool isConverted)
    {
        var isByDonor = by.Contains(PresenceDimension.Donor);
        return new(
            "presence",
            [
                .. by.SelectMany(Dimension),
                TableColumn.Value("projects", 10),
                TableColumn.Value("partners", 10),
                .. TableColumn.Amounts("amounts", "currencies", item => Member(item, "amounts")),
                .. isByDonor ? TableColumn.Amounts("given", "givenCurrencies", item => Member(item, "given")) : [],
                .. isConverted ? Converted(isByDonor) : [],
                new(
                    "projectsWithoutDuplicates",
                    "withoutDuplicates",
                    14,
                    item => TableCell.FromMember(Member(item, "withoutDuplicates"), "projects")
                ),
                .. TableColumn.Amounts(
                    "amountsWithoutDuplicates",
                    "currenciesWithoutDuplicates",
                    item => Member(Member(item, "withoutDuplicates"), "amounts")
                ),
            ]
        );
    }

    private static IEnumerable<TableColumn> Dimension(PresenceDimension dimension)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(dimension.ToString());
        return dimension switch
        {
            PresenceDimension.Country =>
            [
                TableColumn.Value(name, 10, "#country+code"),
                new("countryName", name, 24, CountryName) { Hxl = "#country+name" },
            ],
            PresenceDimension.Year => [TableColumn.Value(name, 8, "#date+year")],
            PresenceDimension.Donor => [TableColumn.Value(name, 24, "#org+funder")],
            PresenceDimension.Implementer => [TableColumn.Value(name, 24, "#org+impl")],
            PresenceDimension.Partner => [TableColumn.Value(name, 24, "#org")],
            PresenceDimension.Pillar => [TableColumn.Value(name, 22, "#sector")],
            PresenceDimension.Status => [TableColumn.Value(name, 16, "#status")],
            _ => [TableColumn.Value(name, 22)],
        };
    }

    private static IEnumerable<TableColumn> Converted(bool isByDonor)
    {
        yield return Column("convertedAmount", 16, converted => TableCell.FromMember(converted, "amount"));
        if (isByDonor)
            yield return Column("convertedGiven", 16, converted => TableCell.FromMember(converted, "given"));
        yield return Column("convertedCurrency", 10, converted => TableCell.FromMember(converted, "currency"));
        foreach (
            var column in TableColumn.Amounts(
                "unconvertedAmounts",
                "unconvertedCurrencies",
                item => Member(Member(item, "converted"), "unconverted")
            )
        )
            yield return column;

        static TableColumn Column(string name, int width, Func<JsonElement, TableCell> read) =>
            new(name, "converted", width, item => read(Member(item, "converted")));
    }

    private static TableCell CountryName(JsonItem row) =>
        TableCell.FromText(CodeListCatalog.Countries.Find(row.GetProperty("country").GetString()!)?.Name);

    private static JsonElement Member(JsonItem record, string name) =>
        record.TryGetProperty(name, out var member) ? member : default;

    private static JsonElement Member(JsonElement record, string name) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var member) ? member : default;
}
