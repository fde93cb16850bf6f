using Adam.Api.Projects;
using Adam.Api.Tables;
using Adam.Domain.CodeLists;

namespace Adam.Api.Imports.Templates;

/// <summary>A column of the template.</summary>
/// <param name="Note">The content of the column, in plain words.</param>
/// <param name="Example">The cell of the example row.</param>
/// <param name="Codes">The codes that a cell can have; null if it has none.</param>
/// <param name="IsList">True if a cell can have several values, separated by semicolons.</param>
internal sealed record TemplateColumn(
    TableColumn Column,
    string Note,
    TableCell Example,
    CodeList? Codes = null,
    bool IsList = false
);

/// <summary>
/// The empty table that people fill in and import: the columns that an import reads, with notes and an example.
/// </summary>
internal static class ProjectTemplate
{
    /// <summary>The name of the file, without its extension.</summary>
    public const string FileName = "adam-projects-template";

    /// <summary>
    /// The reference of the example row. An import skips a row with this reference, because people forget to delete it.
    /// </summary>
    public const string ExampleReference = "EXAMPLE - delete this row";

    private const string Several = " Separate several values with semicolons.";

    public static IReadOnlyList<TemplateColumn> Columns { get; } =
    [
        Text("reference", "Required. Your own number of the project. It finds the project again.", ExampleReference),
        Text("title", "Required. The title, as a colleague would know the project.", "Training of customs officers"),
        Text("description", "What the project does.", "Two courses on the search of vehicles, with manuals."),
        Text("language", "The language of title and description, such as en, ru or fr.", "en"),
        Text("owner", "The partner that owns the project: its code or name. Leave it empty if that is you.", ""),
        List("pillars", "Required. The pillars of the Vienna Declaration.", "precursors", CodeListCatalog.Pillars),
        List("countries", "Required. The recipient countries: codes or names.", "TJ; UZ", CodeListCatalog.Countries),
        List(ProjectTable.CountryPercentages, "Percentages, in the order of the countries.", "60; 40"),
        List("activityTypes", "What the money is for.", "training", CodeListCatalog.ActivityTypes),
        List(ProjectTable.Donors, "Required. Who pays: partners or other organisations.", "Germany; United States"),
        List(ProjectTable.DonorAgencies, "The agency of each donor, in the order of the donors.", ""),
        List(ProjectTable.Amounts, "What each donor gives, in the order of the donors.", "120000; 80000"),
        List(
            ProjectTable.Currencies,
            "The currency of each amount. One currency stands for all amounts.",
            "EUR; USD",
            CodeListCatalog.Currencies
        ),
        List(ProjectTable.Implementers, "Who carries the project out.", "UNODC"),
        List(ProjectTable.ImplementerAgencies, "The agency of each implementer.", ""),
        List("beneficiaries", "Who receives the assistance.", "State Customs Committee"),
        List(ProjectTable.Places, "Towns, posts or districts.", "Dushanbe; Tashkent"),
        List(ProjectTable.Admin1, "The province of each place.", ""),
        List(ProjectTable.Latitude, "The latitude of each place in degrees, north positive.", "38.56; 41.31"),
        List(ProjectTable.Longitude, "The longitude of each place in degrees, east positive.", "68.77; 69.28"),
        new(Column("status"), "Required. The status.", TableCell.FromText("implementation"), CodeListCatalog.Statuses),
        Date("plannedStart", "The planned first day. One start is required, unless nobody knows it.", 2026, 1, 15),
        Date("plannedEnd", "The planned last day, included.", 2027, 12, 31),
        Date("actualStart", "The actual first day.", null),
        Date("actualEnd", "The actual last day, included.", null),
        Date(ProjectTable.FundedUntil, "The last day that the money is there for, included.", 2027, 3, 31),
        List(ProjectTable.Sectors, "Sector codes of the OECD's DAC.", "", CodeListCatalog.Sectors),
        List(ProjectTable.SectorPercentages, "Percentages, in the order of the sectors.", ""),
        Text("iatiIdentifier", "The identifier under which the project is published in IATI.", ""),
        List(ProjectTable.RelatedProjects, "The identifiers of related projects.", ""),
        List(ProjectTable.Relations, "The relation to each related project.", "", CodeListCatalog.Relations),
        List(ProjectTable.DeclaredMeasures, "The references of the measures that the project serves.", ""),
        new(
            Column(ProjectTable.Visibility),
            "Who reads the project. Leave it empty for partners: everybody with a key.",
            default,
            CodeListCatalog.Visibilities
        ),
    ];

    private static TemplateColumn Text(string name, string note, string example) =>
        new(Column(name), note, TableCell.FromText(example));

    private static TemplateColumn List(string name, string note, string example, CodeList? codes = null) =>
        new(Column(name), note + Several, TableCell.FromText(example), codes, IsList: true);

    private static TemplateColumn Date(string name, string note, int? year, int month = 1, int day = 1) =>
        new(
            Column(name),
            $"{note} Write a date.",
            year is { } known ? TableCell.FromDate(new(known, month, day)) : default
        );

    private static TableColumn Column(string name) => ProjectTable.All.Columns.Single(column => column.Name == name);
}
