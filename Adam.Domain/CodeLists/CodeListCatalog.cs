using System.Globalization;

namespace Adam.Domain.CodeLists;

/// <summary>All code lists of the register. They change only with a release of the program.</summary>
public static class CodeListCatalog
{
    /// <summary>ISO 3166-1, and XK (user-assigned) for Kosovo.</summary>
    public static CodeList Countries { get; } =
        new(
            "countries",
            "Countries: ISO 3166-1, and XK for Kosovo",
            Rows("countries")
                .Select(row => new CodeListEntry(
                    row["code"],
                    row["name"],
                    Alpha3: row["alpha3"],
                    Numeric: row["numeric"] is { Length: > 0 } numeric ? numeric : null
                ))
        );

    public static CodeList Currencies { get; } =
        new(
            "currencies",
            "Currencies: ISO 4217, those that records of earlier years use among them",
            Rows("currencies")
                .Select(row => new CodeListEntry(
                    row["code"],
                    row["name"],
                    Decimals: int.Parse(row["decimals"], CultureInfo.InvariantCulture)
                ))
        );

    public static CodeList Pillars { get; } =
        new(
            "pillars",
            "Pillars of the Vienna Declaration",
            Rows("pillars")
                .Select(row => new CodeListEntry(
                    row["code"],
                    row["name"],
                    row["description"],
                    Number: int.Parse(row["number"], CultureInfo.InvariantCulture),
                    SdgTarget: row["sdgTarget"]
                ))
        );

    public static CodeList Statuses { get; } =
        new(
            "statuses",
            "Project statuses: IATI ActivityStatus",
            Rows("statuses")
                .Select(row => new CodeListEntry(
                    row["code"],
                    row["name"],
                    row["description"],
                    Number: int.Parse(row["number"], CultureInfo.InvariantCulture)
                ))
        );

    public static CodeList ActivityTypes { get; } =
        new(
            "activity-types",
            "What a project does",
            Rows("activity-types").Select(row => new CodeListEntry(row["code"], row["name"], row["description"]))
        );

    /// <summary>
    /// Purpose codes of the OECD's Development Assistance Committee, including withdrawn ones that old records use.
    /// </summary>
    public static CodeList Sectors { get; } =
        new(
            "sectors",
            "Sectors: purpose codes of the OECD DAC",
            Rows("sectors").Select(row => new CodeListEntry(row["code"], row["name"]))
        );

    /// <summary>
    /// The categories of purpose codes (their first three digits) and the groups of categories. Older records contain
    /// only these.
    /// </summary>
    public static CodeList SectorCategories { get; } =
        new(
            "sector-categories",
            "Sector categories: the first three digits of OECD DAC purpose codes, and their groups",
            Rows("sector-categories").Select(row => new CodeListEntry(row["code"], row["name"]))
        );

    public static CodeList SdgTargets { get; } =
        new(
            "sdg-targets",
            "Goals and targets of the Sustainable Development Goals",
            Rows("sdg-targets").Select(row => new CodeListEntry(row["code"], row["name"]))
        );

    public static CodeList Relations { get; } =
        new(
            "relations",
            "How two records are related: IATI RelatedActivityType",
            [
                new("parent", "Parent", "The other record is a whole of which this one is a part.", Number: 1),
                new("child", "Child", "The other record is a part of this one.", Number: 2),
                new("sibling", "Sibling", "Both records are parts of one whole.", Number: 3),
                new("co-funded", "Co-funded", "Both records pay for one activity, each for its share.", Number: 4),
                new(
                    "third-party",
                    "Third party",
                    "The other record is the same project, reported by somebody else.",
                    Number: 5
                ),
            ]
        );

    /// <summary>The numbered areas of the Vienna Declaration. The titles are not those of the Declaration.</summary>
    public static CodeList DeclarationAreas { get; } =
        new(
            "declaration-areas",
            "Areas of the Vienna Declaration, under titles of our own",
            Rows("declaration-areas").Select(row => new CodeListEntry(row["code"], row["name"], row["description"]))
        );

    /// <summary>Areas that concern several pillars.</summary>
    public static CodeList CrossCuttingAreas { get; } =
        new(
            "cross-cutting-areas",
            "Areas that concern several pillars",
            [
                new("research", "Research", "Knowing more: studies, surveys, trends."),
                new("financial-investigations", "Financial investigations", "Following the money of any offence."),
                new("information-sharing", "Information sharing", "Passing on what others need to know."),
                new("capacity-building", "Capacity-building", "Training, equipment and institutions."),
                new("legal-frameworks", "Legal frameworks", "Laws, treaties and what they need to work."),
            ]
        );

    /// <summary>The vocabularies of sector codes.</summary>
    public static CodeList SectorVocabularies { get; } =
        new(
            "sector-vocabularies",
            "Vocabularies of sectors",
            [
                new(
                    "dac",
                    "OECD DAC",
                    "Five-digit purpose codes of the Creditor Reporting System; see the list sectors.",
                    Number: 1
                ),
                new(
                    "dac-category",
                    "OECD DAC categories",
                    "The three digits that purpose codes begin with, for records that know no more; "
                        + "see the list sector-categories.",
                    Number: 2
                ),
            ]
        );

    public static CodeList Visibilities { get; } =
        new(
            "visibilities",
            "Who reads a project",
            [
                new("partners", "Partners", "Everybody with a key reads the project.", Number: 1),
                new(
                    "restricted",
                    "Restricted",
                    "The owner, analysts and admins read the project. "
                        + "Others learn only that there is one in its countries and pillars, and whom to ask.",
                    Number: 2
                ),
            ]
        );

    /// <summary>Returns the codes of a sector vocabulary; those of <c>dac</c> for an unknown vocabulary.</summary>
    public static CodeList SectorsOf(string? vocabulary) =>
        SectorVocabularies.Find(vocabulary ?? "")?.Code == "dac-category" ? SectorCategories : Sectors;

    public static IReadOnlyList<CodeList> All { get; } =
    [
        ActivityTypes,
        Countries,
        CrossCuttingAreas,
        Currencies,
        DeclarationAreas,
        Pillars,
        Relations,
        SdgTargets,
        SectorCategories,
        SectorVocabularies,
        Sectors,
        Statuses,
        Visibilities,
    ];

    internal static IEnumerable<IReadOnlyDictionary<string, string>> Rows(string name)
    {
        using var stream =
            typeof(CodeListCatalog).Assembly.GetManifestResourceStream($"{name}.tsv")
            ?? throw new InvalidOperationException($"The list {name}.tsv is not part of the program.");
        using var reader = new StreamReader(stream);
        var header = reader.ReadLine()!.Split('\t');
        while (reader.ReadLine() is { } line)
            yield return header.Zip(line.Split('\t')).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
