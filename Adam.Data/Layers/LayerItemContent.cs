using System.Text.Json;
using Adam.Domain.Geography;
using Adam.Domain.Layers;

namespace Adam.Data.Layers;

/// <summary>An item as the register stores it.</summary>
public sealed record LayerItemContent
{
    public required Guid Id { get; init; }
    public required string Layer { get; init; }
    public required string Reference { get; init; }
    public required string RecordedBy { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? Until { get; init; }
    public required string Country { get; init; }
    public string? Admin1 { get; init; }

    /// <summary>North positive, in degrees of WGS 84; null without a position.</summary>
    public decimal? Latitude { get; init; }

    /// <summary>East positive, in degrees of WGS 84; null without a position.</summary>
    public decimal? Longitude { get; init; }
    public PositionPrecision? Precision { get; init; }
    public required IReadOnlyDictionary<string, ItemValue> Values { get; init; }
    public required ItemSourceKind SourceKind { get; init; }
    public string? Citation { get; init; }
    public string? SourceUrl { get; init; }
    public required ItemCheck Checked { get; init; }
    public required int Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required string UpdatedBy { get; init; }

    public static LayerItemContent FromItem(LayerItem item)
    {
        var draft = item.Draft;
        return new()
        {
            Id = item.Id,
            Layer = item.Layer,
            Reference = draft.Reference,
            RecordedBy = item.RecordedBy,
            From = draft.From,
            Until = draft.Until,
            Country = draft.Country,
            Admin1 = draft.Admin1,
            Latitude = Degrees(draft.Position?.Latitude),
            Longitude = Degrees(draft.Position?.Longitude),
            Precision = draft.Precision,
            Values = draft.Values,
            SourceKind = draft.SourceKind,
            Citation = draft.Citation,
            SourceUrl = draft.SourceUrl,
            Checked = item.Checked,
            Version = item.Version,
            CreatedAt = item.CreatedAt,
            UpdatedAt = item.UpdatedAt,
            UpdatedBy = item.UpdatedBy,
        };
    }

    /// <summary>Writes the content of an item that is not recorded yet, in JSON on one line.</summary>
    public static string WriteDraft(LayerItemDraft draft) =>
        Write(new(Guid.Empty, "", "", draft, ItemCheck.Reported, 0, default, default, ""));

    /// <summary>Reads what <see cref="WriteDraft"/> has written.</summary>
    public static LayerItemDraft ParseDraft(string document) => Parse(document).Draft;

    internal static string Write(LayerItem item) => JsonSerializer.Serialize(FromItem(item), LayerJson.Options);

    /// <summary>Returns what the audit chain keeps of an item.</summary>
    internal static JsonElement ForAudit(LayerItem item) =>
        JsonSerializer.SerializeToElement(FromItem(item), LayerJson.Options);

    internal static LayerItem Parse(string document)
    {
        var content = JsonSerializer.Deserialize<LayerItemContent>(document, LayerJson.Options)!;
        return new(
            content.Id,
            content.Layer,
            content.RecordedBy,
            new()
            {
                Reference = content.Reference,
                From = content.From,
                Until = content.Until,
                Country = content.Country,
                Admin1 = content.Admin1,
                Position = content is { Latitude: { } latitude, Longitude: { } longitude }
                    ? new Coordinates(Units(latitude), Units(longitude))
                    : null,
                Precision = content.Precision,
                Values = content.Values,
                SourceKind = content.SourceKind,
                Citation = content.Citation,
                SourceUrl = content.SourceUrl,
            },
            content.Checked,
            content.Version,
            content.CreatedAt,
            content.UpdatedAt,
            content.UpdatedBy
        );
    }

    private static decimal? Degrees(int? units) =>
        units is { } number ? (decimal)number / Coordinates.UnitsPerDegree : null;

    private static int Units(decimal degrees) => (int)(degrees * Coordinates.UnitsPerDegree);
}
