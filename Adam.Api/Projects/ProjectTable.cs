using System.Text.Json;
using Adam.Api.Serialization;
using Adam.Api.Tables;
using Adam.Domain.CodeLists;

namespace Adam.Api.Projects;

/// <summary>
/// Projects as a table, one row for each project. Columns of one list (donors, their agencies, amounts and currencies)
/// have their values in the same order.
/// </summary>
internal static class ProjectTable
{
    public const string Donors = "donors";
    public const string DonorAgencies = "donorAgencies";
    public const string Amounts = "amounts";
    public const string Currencies = "currencies";
    public const string Implementers = "implementers";
    public const string ImplementerAgencies = "implementerAgencies";
    public const string Places = "places";
    public const string Admin1 = "admin1";
    public const string Latitude = "latitude";
    public const string Longitude = "longitude";
    public const string CountryNames = "countryNames";
    public const string CountryPercentages = "countryPercentages";
    public const string Sectors = "sectors";
    public const string SectorVocabularies = "sectorVocabularies";
    public const string SectorPercentages = "sectorPercentages";
    public const string RelatedProjects = "relatedProjects";
    public const string Relations = "relations";
    public const string FundedUntil = "fundedUntil";
    public const string DeclaredMeasures = "declaredMeasures";
    public const string Visibility = "visibility";

    public static readonly ListTable All = new(
        "projects",
        [
            TableColumn.Value("reference", 18, "#activity+code"),
            TableColumn.Value("owner", 10, "#org+prog"),
            TableColumn.Value("title", 50, "#activity+name"),
            TableColumn.Value("description", 60, "#description"),
            TableColumn.Value("language", 10, "#meta+lang"),
            TableColumn.List("pillars", "pillars", 22, TableCell.FromJson, "#sector"),
            TableColumn.List("countries", "countries", 12, TableCell.FromJson, "#country+code"),
            TableColumn.List(CountryNames, "countries", 24, CountryName, "#country+name"),
            TableColumn.List(CountryPercentages, "countryPercentages", 12, CountryPercentagesOf) with
            {
                Type = ColumnType.Double,
            },
            TableColumn.List("activityTypes", "activityTypes", 24, TableCell.FromJson, "#activity+type"),
            TableColumn.List(Donors, "donors", 24, Participant, "#org+funder"),
            TableColumn.List(DonorAgencies, "donors", 24, Agency, "#org+funder+agency"),
            TableColumn.List(
                Amounts,
                "donors",
                16,
                item => TableCell.FromMember(item, "amount"),
                "#value",
                ColumnType.Amount
            ),
            TableColumn.List(Currencies, "donors", 10, item => TableCell.FromMember(item, "currency"), "#currency"),
            TableColumn.List(Implementers, "implementers", 24, Participant, "#org+impl"),
            TableColumn.List(ImplementerAgencies, "implementers", 24, Agency, "#org+impl+agency"),
            TableColumn.List("beneficiaries", "beneficiaries", 30, TableCell.FromJson, "#beneficiary"),
            TableColumn.List(Places, "places", 24, item => TableCell.FromMember(item, "name"), "#loc+name"),
            TableColumn.List(Admin1, "places", 20, item => TableCell.FromMember(item, "admin1"), "#adm1+name"),
            Degrees(Latitude, "latitude", "#geo+lat"),
            Degrees(Longitude, "longitude", "#geo+lon"),
            TableColumn.Value("status", 15, "#status"),
            TableColumn.Date("plannedStart", "#date+start+planned"),
            TableColumn.Date("plannedEnd", "#date+end+planned"),
            TableColumn.Date("actualStart", "#date+start+actual"),
            TableColumn.Date("actualEnd", "#date+end+actual"),
            TableColumn.Date(FundedUntil, "#date+end+funding"),
            TableColumn.List(Sectors, "sectors", 12, item => TableCell.FromMember(item, "code")),
            TableColumn.List(SectorVocabularies, "sectors", 12, item => TableCell.FromMember(item, "vocabulary")),
            TableColumn.List(SectorPercentages, "sectors", 12, item => TableCell.FromMember(item, "percentage")) with
            {
                Type = ColumnType.Double,
            },
            TableColumn.List("additionalSdgTargets", "additionalSdgTargets", 14, TableCell.FromJson),
            TableColumn.Value("iatiIdentifier", 24, "#activity+code+iati"),
            TableColumn.List(RelatedProjects, "relatedProjects", 24, item => TableCell.FromMember(item, "identifier")),
            TableColumn.List(Relations, "relatedProjects", 12, item => TableCell.FromMember(item, "relation")),
            TableColumn.List(DeclaredMeasures, DeclaredMeasures, 14, TableCell.FromJson),
            new(Visibility, Visibility, 12, VisibilityOf),
            // Computed members stand at the end, and an import does not read them.
            Day("start"),
            Day("end"),
            new("startBasis", "period", 10, item => OfPeriod(item, "startBasis")),
            new("endBasis", "period", 10, item => OfPeriod(item, "endBasis")),
            TableColumn.List("sdgTargets", "sdgTargets", 14, TableCell.FromJson),
            TableColumn.Value("version", 8, type: ColumnType.Whole),
            TableColumn.Instant("createdAt"),
            TableColumn.Instant("updatedAt"),
            TableColumn.Value("updatedBy", 20),
            TableColumn.Value("id", 38),
        ]
    );

    private static TableColumn Degrees(string name, string member, string hxl) =>
        TableColumn.List(
            name,
            "places",
            12,
            (JsonElement place) => TableCell.FromMember(place, member),
            hxl,
            ColumnType.Double
        );

    private static TableColumn Day(string member) =>
        new(member, "period", 12, item => TableCell.ToDate(OfPeriod(item, member))) { Type = ColumnType.Date };

    private static TableCell OfPeriod(JsonItem project, string member) =>
        project.TryGetProperty("period", out var period) ? TableCell.FromMember(period, member) : default;

    private static TableCell CountryName(JsonElement code) =>
        TableCell.FromText(CodeListCatalog.Countries.Find(code.GetString()!)?.Name);

    /// <summary>The visibility, also of a record that an older release wrote without it.</summary>
    private static TableCell VisibilityOf(JsonItem project) =>
        project.TryGetProperty(Visibility, out var value)
            ? TableCell.FromJson(value)
            : TableCell.FromText(CodeListCatalog.Visibilities.Entries[0].Code);

    /// <summary>A partner's code, or the name of an organisation outside the partnership.</summary>
    private static TableCell Participant(JsonElement item) =>
        TableCell.FromMember(item, "partner") is { Type: CellType.Text } partner
            ? partner
            : TableCell.FromMember(item, "name");

    private static TableCell Agency(JsonElement item) =>
        item.TryGetProperty("partner", out _) ? TableCell.FromMember(item, "name") : default;

    /// <summary>The percentages in the order of the countries.</summary>
    private static CellValues? CountryPercentagesOf(JsonItem project)
    {
        if (
            !project.TryGetProperty("countryPercentages", out var shares)
            || !project.TryGetProperty("countries", out var countries)
        )
            return null;
        if (shares.GetArrayLength() == 0)
            return new(countries, _ => default);

        var percentages = shares
            .EnumerateArray()
            .ToDictionary(share => share.GetProperty("country").GetString()!, share => share.GetProperty("percentage"));
        return new(
            countries,
            country =>
                percentages.TryGetValue(country.GetString()!, out var percentage)
                    ? TableCell.FromJson(percentage)
                    : default
        );
    }
}
