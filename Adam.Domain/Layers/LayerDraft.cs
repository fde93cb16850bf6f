namespace Adam.Domain.Layers;

/// <summary>The kinds of layers.</summary>
/// <remarks>The numbers are never changed.</remarks>
public enum LayerKind
{
    /// <summary>Each item happened on a day, such as a seizure.</summary>
    Events = 1,

    /// <summary>Each item is a place, such as a border crossing.</summary>
    Places = 2,

    /// <summary>Each item is an observation of a period, such as a price or the area of a year.</summary>
    Series = 3,
}

/// <summary>The readers of the items of a layer, and of its summary.</summary>
/// <inheritdoc cref="LayerKind" path="/remarks"/>
public enum LayerSensitivity
{
    /// <summary>Every key reads items and summary.</summary>
    Open = 1,

    /// <summary>
    /// Keys of donors, analysts and admins read items and summary. Viewers read those of their partner.
    /// </summary>
    Partners = 2,

    /// <summary>Analysts and admins read items and summary. Others read those of their own partner.</summary>
    Restricted = 3,

    /// <summary>
    /// Analysts and admins read items and summary. Others read the items of their own partner, and a summary in which
    /// the events of others count by threes (<see cref="PublishedEvents"/>).
    /// </summary>
    AggregateOnly = 4,
}

/// <summary>The types of properties.</summary>
/// <inheritdoc cref="LayerKind" path="/remarks"/>
public enum LayerPropertyType
{
    Text = 1,

    /// <summary>A code of a served list, or of the values that the property declares.</summary>
    Code = 2,

    /// <summary>A number from 0 to 1,000,000,000 with at most four decimals.</summary>
    Number = 3,

    /// <summary>A country: ISO 3166-1 alpha-2, or XK.</summary>
    Country = 4,

    /// <summary>Countries, each once.</summary>
    Countries = 5,
}

/// <summary>The part of a property in the summary.</summary>
/// <inheritdoc cref="LayerKind" path="/remarks"/>
public enum LayerSummaryUse
{
    /// <summary>A code by which events are counted, and across which nothing is added.</summary>
    Dimension = 1,

    /// <summary>A number that is added, for each unit.</summary>
    Sum = 2,

    /// <summary>A number of which the mean is computed, for each unit.</summary>
    Mean = 3,
}

/// <summary>A property of the items of a layer.</summary>
public sealed record LayerProperty
{
    public required string Name { get; init; }

    public required LayerPropertyType Type { get; init; }

    /// <summary>Codes: the name of the served list; null if <see cref="Values"/> are the codes.</summary>
    public string? List { get; init; }

    /// <summary>Codes: the codes; empty if <see cref="List"/> names them.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Numbers: the unit of all items; null if items have no unit, or one of their own.</summary>
    public string? Unit { get; init; }

    /// <summary>
    /// Numbers: the codes of an item that are its unit, such as currency and quantity of a price; else empty.
    /// </summary>
    public IReadOnlyList<string> UnitFrom { get; init; } = [];

    public bool Required { get; init; }

    /// <summary>The part in the summary; null for none.</summary>
    public LayerSummaryUse? Summary { get; init; }
}

/// <summary>
/// A table of factors by which amounts in other units are stated in one unit. It belongs to one number of a layer.
/// </summary>
/// <param name="Property">The number.</param>
/// <param name="By">The dimension that decides about the factor, such as the substance.</param>
/// <param name="Unit">The unit of the result.</param>
/// <param name="Source">The source of the factors.</param>
public sealed record LayerEquivalents(
    string Property,
    string By,
    string Unit,
    string Source,
    IReadOnlyList<LayerFactor> Factors
);

/// <summary>
/// A factor: an amount of the code in the unit, multiplied by it, is the amount in the unit of the table.
/// </summary>
public sealed record LayerFactor(string Code, string Unit, decimal Factor);

/// <summary>The content of a layer, validated and in canonical form.</summary>
public sealed record LayerDraft
{
    /// <summary>The maximum length of an id or the name of a property, in characters.</summary>
    public const int MaxIdLength = 40;

    /// <summary>The id, unique in the register: lower-case letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>The meaning of an item, and what it does not mean; null for none.</summary>
    public string? Description { get; init; }

    public required LayerKind Kind { get; init; }

    public required LayerSensitivity Sensitivity { get; init; }

    public IReadOnlyList<LayerProperty> Properties { get; init; } = [];

    /// <summary>The origin of the items; null if nothing is stated.</summary>
    public string? SourceNote { get; init; }

    /// <summary>The licence, or the terms under which items may be used; null if nothing is stated.</summary>
    public string? Licence { get; init; }

    /// <summary>The factors to one unit; null for none.</summary>
    public LayerEquivalents? Equivalents { get; init; }

    /// <summary>The codes by which events are counted, in the order of the declaration.</summary>
    public IEnumerable<LayerProperty> Dimensions => Properties.Where(one => one.Summary == LayerSummaryUse.Dimension);

    /// <summary>The numbers of the summary, in the order of the declaration.</summary>
    public IEnumerable<LayerProperty> Measures =>
        Properties.Where(one => one.Summary is LayerSummaryUse.Sum or LayerSummaryUse.Mean);

    public LayerProperty? Find(string name) => Properties.FirstOrDefault(one => one.Name == name);

    /// <summary>Returns true if a text can be the id of a layer, so that it can stand in a URL.</summary>
    public static bool IsId(string text) =>
        text.Length is > 0 and <= MaxIdLength
        && char.IsAsciiLetterLower(text[0])
        && text[^1] != '-'
        && text.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one == '-');

    /// <summary>
    /// Returns true if a text can be the name of a property: a letter in lower case, then letters and digits.
    /// </summary>
    public static bool IsPropertyName(string text) =>
        text.Length is > 0 and <= MaxIdLength
        && char.IsAsciiLetterLower(text[0])
        && text.All(char.IsAsciiLetterOrDigit);
}

/// <summary>A layer as the register has it.</summary>
/// <param name="Version">1 when declared or shipped, increased by 1 with every change.</param>
/// <param name="UpdatedAt">The instant of the last change; null if the layer is as it was shipped.</param>
/// <param name="UpdatedBy">
/// The name of the key that made the last change; null if the layer is as it was shipped.
/// </param>
public sealed record Layer(LayerDraft Draft, int Version, DateTimeOffset? UpdatedAt, string? UpdatedBy)
{
    public string Id => Draft.Id;

    /// <summary>The computed layer; null for one whose items are recorded.</summary>
    public ComputedLayer? Computed { get; init; }
}

/// <summary>Layers whose items are computed from other records.</summary>
public enum ComputedLayer
{
    Projects = 1,
    Gaps = 2,
    Routes = 3,
}
