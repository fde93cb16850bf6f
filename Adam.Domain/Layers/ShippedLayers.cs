namespace Adam.Domain.Layers;

/// <summary>
/// The layers that the program ships, without items. A change of one is stored, and stands in its place.
/// </summary>
public static class ShippedLayers
{
    private static readonly IReadOnlyList<string> Substances =
    [
        "opium",
        "poppy-straw",
        "morphine",
        "heroin",
        "acetic-anhydride",
        "cannabis-herb",
        "cannabis-resin",
        "cocaine",
        "amphetamine",
        "methamphetamine",
        "mdma",
        "other",
    ];

    private static readonly LayerProperty Substance = Code("substance", Substances) with
    {
        Required = true,
        Summary = LayerSummaryUse.Dimension,
    };

    /// <summary>The layers of recorded items, in the order in which they are listed.</summary>
    public static IReadOnlyList<LayerDraft> Recorded { get; } =
    [
        new()
        {
            Id = "seizures",
            Title = "Seizures of drugs and precursors",
            Description =
                "One seizure each. Seizures measure the work of those who seize as much as trafficking: a country "
                + "without any is not a country without drugs.",
            Kind = LayerKind.Events,
            Sensitivity = LayerSensitivity.AggregateOnly,
            Properties =
            [
                Substance,
                Number("quantity") with
                {
                    UnitFrom = ["unit"],
                    Summary = LayerSummaryUse.Sum,
                },
                Code("unit", ["kg", "g", "t", "l", "ml", "tablets", "plants", "pieces"]),
                Countries("origin", LayerPropertyType.Country),
                Countries("departure", LayerPropertyType.Country),
                Countries("transit", LayerPropertyType.Countries),
                Countries("destination", LayerPropertyType.Country),
            ],
        },
        new()
        {
            Id = "prices",
            Title = "Prices of drugs and precursors",
            Description = "One price each, on a market in a period.",
            Kind = LayerKind.Series,
            Sensitivity = LayerSensitivity.Partners,
            Properties =
            [
                Substance,
                Code("market", ["farm-gate", "wholesale", "retail"]) with
                {
                    Required = true,
                    Summary = LayerSummaryUse.Dimension,
                },
                Number("price") with
                {
                    Required = true,
                    UnitFrom = ["currency", "per"],
                    Summary = LayerSummaryUse.Mean,
                },
                new()
                {
                    Name = "currency",
                    Type = LayerPropertyType.Code,
                    List = "currencies",
                },
                Code("per", ["kg", "g", "l", "tablet"]),
                Number("purity") with
                {
                    Unit = "percent",
                    Summary = LayerSummaryUse.Mean,
                },
            ],
        },
        new()
        {
            Id = "cultivation",
            Title = "Illicit cultivation",
            Description = "Estimates of area and yield in a year, with the range of each area.",
            Kind = LayerKind.Series,
            Sensitivity = LayerSensitivity.Open,
            Properties =
            [
                Code("crop", ["opium-poppy", "cannabis", "ephedra"]) with
                {
                    Required = true,
                    Summary = LayerSummaryUse.Dimension,
                },
                Number("hectares") with
                {
                    Unit = "ha",
                    Summary = LayerSummaryUse.Sum,
                },
                Number("low") with
                {
                    Unit = "ha",
                },
                Number("high") with
                {
                    Unit = "ha",
                },
                Number("tonnes") with
                {
                    Unit = "t",
                    Summary = LayerSummaryUse.Sum,
                },
            ],
        },
        new()
        {
            Id = "border-crossings",
            Title = "Border crossing points",
            Kind = LayerKind.Places,
            Sensitivity = LayerSensitivity.Open,
            Properties =
            [
                Text("name") with
                {
                    Required = true,
                },
                Countries("to", LayerPropertyType.Country),
                Code("mode", ["road", "rail", "river", "sea", "air"]) with
                {
                    Summary = LayerSummaryUse.Dimension,
                },
            ],
        },
        new()
        {
            Id = "treatment-centres",
            Title = "Treatment centres",
            Kind = LayerKind.Places,
            Sensitivity = LayerSensitivity.Open,
            Properties =
            [
                Text("name") with
                {
                    Required = true,
                },
                Code("setting", ["outpatient", "inpatient", "community", "prison"]) with
                {
                    Summary = LayerSummaryUse.Dimension,
                },
                Number("capacity") with
                {
                    Unit = "persons",
                    Summary = LayerSummaryUse.Sum,
                },
            ],
        },
        new()
        {
            Id = "training-centres",
            Title = "Training centres",
            Kind = LayerKind.Places,
            Sensitivity = LayerSensitivity.Open,
            Properties =
            [
                Text("name") with
                {
                    Required = true,
                },
                Text("subject"),
                Number("capacity") with
                {
                    Unit = "persons",
                    Summary = LayerSummaryUse.Sum,
                },
            ],
        },
    ];

    /// <summary>The layers whose items are computed, in the order in which they are listed.</summary>
    public static IReadOnlyList<(ComputedLayer Computed, LayerDraft Draft)> Computed { get; } =
    [
        (
            ComputedLayer.Projects,
            new()
            {
                Id = "projects",
                Title = "Projects",
                Description = "The projects of the register, each at its places or in its countries.",
                Kind = LayerKind.Places,
                Sensitivity = LayerSensitivity.Open,
                SourceNote = "Computed from the projects that the reader sees.",
            }
        ),
        (
            ComputedLayer.Gaps,
            new()
            {
                Id = "gaps",
                Title = "Gaps of pillars",
                Description = "Each pillar in each country of a route: covered, planned, ended, or a gap.",
                Kind = LayerKind.Places,
                Sensitivity = LayerSensitivity.Open,
                SourceNote = "Computed from the projects of the register.",
            }
        ),
        (
            ComputedLayer.Routes,
            new()
            {
                Id = "routes",
                Title = "Routes",
                Description = "The countries of each trafficking route, with the evidence for each.",
                Kind = LayerKind.Places,
                Sensitivity = LayerSensitivity.Open,
                SourceNote = "Reference data of the register.",
            }
        ),
    ];

    private static LayerProperty Text(string name) => new() { Name = name, Type = LayerPropertyType.Text };

    private static LayerProperty Number(string name) => new() { Name = name, Type = LayerPropertyType.Number };

    private static LayerProperty Code(string name, IReadOnlyList<string> values) =>
        new()
        {
            Name = name,
            Type = LayerPropertyType.Code,
            Values = values,
        };

    private static LayerProperty Countries(string name, LayerPropertyType type) => new() { Name = name, Type = type };
}
