using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Data.Projects;
using Adam.Domain.Layers;

namespace Adam.Data.Layers;

/// <summary>Reads and writes the documents of layers and items.</summary>
internal static class LayerJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new InstantJson(),
            new ItemValueJson(),
        },
    };

    /// <summary>A text or code is a string, a number is a number, and countries are an array.</summary>
    private sealed class ItemValueJson : JsonConverter<ItemValue>
    {
        public override ItemValue Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.String => ItemValue.FromText(reader.GetString()!),
                JsonTokenType.Number => ItemValue.FromNumber(reader.GetDecimal()),
                _ => ItemValue.FromCountries(JsonSerializer.Deserialize<IReadOnlyList<string>>(ref reader, options)!),
            };

        public override void Write(Utf8JsonWriter writer, ItemValue value, JsonSerializerOptions options)
        {
            if (value.Text is { } text)
                writer.WriteStringValue(text);
            else if (value.Number is { } number)
                writer.WriteNumberValue(number);
            else
                JsonSerializer.Serialize(writer, value.Countries, options);
        }
    }
}

/// <summary>A layer as it was declared.</summary>
public record LayerContent
{
    /// <summary>The id, unique in the register. It cannot be changed.</summary>
    public required string Id { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The meaning of an item, and what it does not mean; null for none.</summary>
    public string? Description { get; init; }

    /// <summary><c>events</c>, <c>places</c> or <c>series</c>.</summary>
    public required LayerKind Kind { get; init; }

    /// <summary>
    /// The readers of items and summary: <c>open</c>, <c>partners</c>, <c>restricted</c>, <c>aggregate-only</c>.
    /// </summary>
    public required LayerSensitivity Sensitivity { get; init; }

    /// <summary>The properties of items.</summary>
    public required IReadOnlyList<LayerPropertyDocument> Properties { get; init; }

    /// <summary>The origin of the items; null if nothing is stated.</summary>
    public string? SourceNote { get; init; }

    /// <summary>The licence, or the terms under which items may be used; null if nothing is stated.</summary>
    public string? Licence { get; init; }

    /// <summary>The factors to one unit; null for none.</summary>
    public LayerEquivalentsDocument? Equivalents { get; init; }

    /// <summary>1 when declared or shipped; increased by 1 with every change.</summary>
    public required int Version { get; init; }

    /// <summary>The instant of the last change; null if the layer is as it was shipped.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The name of the key that made the last change; null if the layer is as it was shipped.</summary>
    public string? UpdatedBy { get; init; }

    public static LayerContent FromLayer(Layer layer)
    {
        var draft = layer.Draft;
        return new()
        {
            Id = draft.Id,
            Title = draft.Title,
            Description = draft.Description,
            Kind = draft.Kind,
            Sensitivity = draft.Sensitivity,
            Properties =
            [
                .. draft.Properties.Select(one => new LayerPropertyDocument
                {
                    Name = one.Name,
                    Type = one.Type,
                    List = one.List,
                    Values = one.Values,
                    Unit = one.Unit,
                    UnitFrom = one.UnitFrom,
                    Required = one.Required,
                    Summary = one.Summary,
                }),
            ],
            SourceNote = draft.SourceNote,
            Licence = draft.Licence,
            Equivalents = draft.Equivalents is { } table
                ? new()
                {
                    Property = table.Property,
                    By = table.By,
                    Unit = table.Unit,
                    Source = table.Source,
                    Factors =
                    [
                        .. table.Factors.Select(one => new LayerFactorDocument
                        {
                            Code = one.Code,
                            Unit = one.Unit,
                            Factor = one.Factor,
                        }),
                    ],
                }
                : null,
            Version = layer.Version,
            UpdatedAt = layer.UpdatedAt,
            UpdatedBy = layer.UpdatedBy,
        };
    }

    internal static string Write(Layer layer) => JsonSerializer.Serialize(FromLayer(layer), LayerJson.Options);

    internal static Layer Parse(string document)
    {
        var content = JsonSerializer.Deserialize<LayerContent>(document, LayerJson.Options)!;
        return new(
            new()
            {
                Id = content.Id,
                Title = content.Title,
                Description = content.Description,
                Kind = content.Kind,
                Sensitivity = content.Sensitivity,
                Properties =
                [
                    .. content.Properties.Select(one => new LayerProperty
                    {
                        Name = one.Name,
                        Type = one.Type,
                        List = one.List,
                        Values = one.Values,
                        Unit = one.Unit,
                        UnitFrom = one.UnitFrom,
                        Required = one.Required,
                        Summary = one.Summary,
                    }),
                ],
                SourceNote = content.SourceNote,
                Licence = content.Licence,
                Equivalents = content.Equivalents is { } table
                    ? new(
                        table.Property,
                        table.By,
                        table.Unit,
                        table.Source,
                        [.. table.Factors.Select(one => new LayerFactor(one.Code, one.Unit, one.Factor))]
                    )
                    : null,
            },
            content.Version,
            content.UpdatedAt,
            content.UpdatedBy
        );
    }
}

/// <summary>A property of the items of a layer.</summary>
public sealed record LayerPropertyDocument
{
    /// <summary>The name: a letter in lower case, then letters and digits.</summary>
    public required string Name { get; init; }

    /// <summary><c>text</c>, <c>code</c>, <c>number</c>, <c>country</c> or <c>countries</c>.</summary>
    public required LayerPropertyType Type { get; init; }

    /// <summary>Codes: the name of the served list; null if <c>values</c> are the codes.</summary>
    public string? List { get; init; }

    /// <summary>Codes: the codes; empty if <c>list</c> names them.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Numbers: the unit of all items; null if items have none, or one of their own.</summary>
    public string? Unit { get; init; }

    /// <summary>Numbers: the codes of an item that are its unit, such as currency and quantity of a price.</summary>
    public IReadOnlyList<string> UnitFrom { get; init; } = [];

    /// <summary>True if each item has the property.</summary>
    public bool Required { get; init; }

    /// <summary>
    /// The part in the summary: <c>dimension</c> for a code by which events are counted; <c>sum</c> or <c>mean</c> for
    /// a number; null for none.
    /// </summary>
    public LayerSummaryUse? Summary { get; init; }
}

/// <summary>Factors by which amounts in other units are stated in one unit.</summary>
public sealed record LayerEquivalentsDocument
{
    /// <summary>The number with the summary <c>sum</c>.</summary>
    public required string Property { get; init; }

    /// <summary>The dimension that decides about the factor, such as the substance.</summary>
    public required string By { get; init; }

    /// <summary>The unit of the result: <c>kg</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The source of the factors.</summary>
    public required string Source { get; init; }

    /// <summary>The factors.</summary>
    public required IReadOnlyList<LayerFactorDocument> Factors { get; init; }
}

/// <summary>
/// A factor: an amount of the code in the unit, multiplied by it, is the amount in the unit of the table.
/// </summary>
public sealed record LayerFactorDocument
{
    /// <summary>The code of the dimension.</summary>
    public required string Code { get; init; }

    /// <summary>The unit of the amount.</summary>
    public required string Unit { get; init; }

    /// <summary>The factor, above 0.</summary>
    public required decimal Factor { get; init; }
}
