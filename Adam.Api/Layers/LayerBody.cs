using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Data.Layers;
using Adam.Domain.Layers;

namespace Adam.Api.Layers;

/// <summary>
/// A layer as an admin declares it. Computed members are accepted if they equal the current value, so that a client can
/// edit a layer and send it back.
/// </summary>
internal sealed record LayerBody
{
    /// <summary>
    /// The id, unique in the register: a letter in lower case, then such letters, digits and hyphens. It cannot be
    /// changed.
    /// </summary>
    [Required, MaxLength(LayerDraft.MaxIdLength), Example("laboratories")]
    public string? Id { get; init; }

    /// <summary>The title.</summary>
    [Required, MaxLength(200), Example("Clandestine laboratories")]
    public string? Title { get; init; }

    /// <summary>The meaning of an item, and what it does not mean.</summary>
    [MaxLength(2_000), Example("One laboratory each, on the day on which it was found.")]
    public string? Description { get; init; }

    /// <summary>
    /// <c>events</c> have a day, <c>series</c> a period, and <c>places</c> need neither.
    /// </summary>
    [Required, Example("events")]
    public LayerKind? Kind { get; init; }

    /// <summary>
    /// The readers of items and summary. <c>open</c>: every key. <c>partners</c>: donors, analysts and admins.
    /// <c>restricted</c>: analysts and admins. <c>aggregate-only</c>: analysts and admins, and others a summary in
    /// which events of others count by threes. Everybody reads the items that their own partner has recorded.
    /// </summary>
    [Required, Example("aggregate-only")]
    public LayerSensitivity? Sensitivity { get; init; }

    /// <summary>The properties of items.</summary>
    [Required, MaxLength(40)]
    public IReadOnlyList<LayerPropertyBody>? Properties { get; init; }

    /// <summary>The origin of the items.</summary>
    [MaxLength(500), Example("Reports of national drug control agencies")]
    public string? SourceNote { get; init; }

    /// <summary>The licence, or the terms under which items may be used.</summary>
    [MaxLength(500), Example("For official use only")]
    public string? Licence { get; init; }

    /// <summary>The factors by which the summary states amounts in one unit.</summary>
    public LayerEquivalentsBody? Equivalents { get; init; }

    /// <summary>Computed: 1 when declared, increased by 1 with each change.</summary>
    public int? Version { get; init; }

    /// <summary>Computed: the time of the last change.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Computed: the name of the key that made the last change.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>Computed: the records from which the items are computed.</summary>
    public ComputedLayer? Computed { get; init; }

    /// <summary>Computed: what the caller reads of the layer.</summary>
    [SchemaOf(typeof(LayerAccessResponse))]
    public JsonElement? Access { get; init; }
}

/// <summary>A property of the items of a layer.</summary>
internal sealed record LayerPropertyBody
{
    /// <summary>The name: a letter in lower case, then letters and digits.</summary>
    [Required, MaxLength(LayerDraft.MaxIdLength), Example("substance")]
    public string? Name { get; init; }

    /// <summary>The type.</summary>
    [Required, Example("code")]
    public LayerPropertyType? Type { get; init; }

    /// <summary>Codes: the name of a served list, such as <c>currencies</c>.</summary>
    [MaxLength(50)]
    public string? List { get; init; }

    /// <summary>Codes: the codes, if no served list has them.</summary>
    [MaxLength(200), Example(new[] { "heroin", "methamphetamine" })]
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Numbers: the unit of all items.</summary>
    [MaxLength(40)]
    public string? Unit { get; init; }

    /// <summary>
    /// Numbers: the codes of an item that are its unit. An item with the number then has these codes.
    /// </summary>
    [MaxLength(4)]
    public IReadOnlyList<string>? UnitFrom { get; init; }

    /// <summary>True if each item has the property.</summary>
    public bool? Required { get; init; }

    /// <summary>
    /// The part in the summary: <c>dimension</c> for a code by which events are counted, and across which nothing is
    /// added; <c>sum</c> or <c>mean</c> for a number.
    /// </summary>
    [Example("dimension")]
    public LayerSummaryUse? Summary { get; init; }
}

/// <summary>Factors by which amounts in other units are stated in one unit.</summary>
internal sealed record LayerEquivalentsBody
{
    /// <summary>The number with the summary <c>sum</c>.</summary>
    [Required, MaxLength(LayerDraft.MaxIdLength), Example("quantity")]
    public string? Property { get; init; }

    /// <summary>The dimension that decides about the factor.</summary>
    [Required, MaxLength(LayerDraft.MaxIdLength), Example("substance")]
    public string? By { get; init; }

    /// <summary>The unit of the result.</summary>
    [Required, MaxLength(40), Example("kg")]
    public string? Unit { get; init; }

    /// <summary>The source of the factors.</summary>
    [Required, MaxLength(500), Example("Densities as the national laboratory states them, 2015")]
    public string? Source { get; init; }

    /// <summary>The factors.</summary>
    [Required, MaxLength(500)]
    public IReadOnlyList<LayerFactorBody>? Factors { get; init; }
}

/// <summary>
/// A factor: an amount of the code in the unit, multiplied by it, is the amount in the unit of the table.
/// </summary>
internal sealed record LayerFactorBody
{
    /// <summary>The code of the dimension.</summary>
    [Required, MaxLength(100), Example("acetic-anhydride")]
    public string? Code { get; init; }

    /// <summary>The unit of the amount.</summary>
    [Required, MaxLength(40), Example("l")]
    public string? Unit { get; init; }

    /// <summary>The factor, above 0.</summary>
    [Required, Example(1.08)]
    public decimal? Factor { get; init; }
}

/// <summary>The items of a layer that a caller reads, and those that a summary counts.</summary>
/// <param name="Items"><c>all</c> items, or those of the caller's <c>own</c> partner.</param>
/// <param name="Summary">
/// The items that the summary counts: <c>all</c>, the <c>own</c> ones, or the own ones and those of others
/// <c>by-threes</c>.
/// </param>
internal sealed record LayerAccessResponse(
    [property: Example("own")] ItemsRead Items,
    [property: Example("by-threes")] SummaryRead Summary
)
{
    public static LayerAccessResponse FromAccess(LayerAccess access) =>
        new(
            access.IsWhole ? ItemsRead.All : ItemsRead.Own,
            access.IsWhole ? SummaryRead.All
                : access.SummaryByThrees ? SummaryRead.ByThrees
                : SummaryRead.Own
        );
}

/// <summary>The items of a layer that a caller reads.</summary>
internal enum ItemsRead
{
    All = 1,
    Own = 2,
}

/// <summary>The items of a layer that a summary counts for a caller.</summary>
internal enum SummaryRead
{
    All = 1,
    Own = 2,
    ByThrees = 3,
}

/// <summary>A layer, with what the caller reads of it.</summary>
internal sealed record LayerResponse : LayerContent
{
    /// <summary>
    /// The records from which the items are computed: <c>projects</c>, <c>gaps</c> or <c>routes</c>; null for items
    /// that are recorded.
    /// </summary>
    [System.Text.Json.Serialization.JsonPropertyOrder(1)]
    public ComputedLayer? Computed { get; init; }

    /// <summary>The items that the caller reads, and those that the summary counts.</summary>
    [System.Text.Json.Serialization.JsonPropertyOrder(1)]
    public required LayerAccessResponse Access { get; init; }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private LayerResponse(LayerContent content, LayerAccess access)
        : base(content) => Access = LayerAccessResponse.FromAccess(access);

    /// <param name="access">The items that the caller reads.</param>
    public static LayerResponse FromLayer(Layer layer, LayerAccess access) =>
        new(FromLayer(layer), access) { Computed = layer.Computed };

    /// <summary>The tag of the response. What the caller reads of the layer makes another one.</summary>
    public string Tag() =>
        EntityTags.ForRepresentation(
            EntityTags.ForVersion(Version),
            JsonSerializer.SerializeToUtf8Bytes(this, Serialization.Json.Options)
        );
}
