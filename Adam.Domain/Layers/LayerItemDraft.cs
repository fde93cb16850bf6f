using Adam.Domain.Geography;

namespace Adam.Domain.Layers;

/// <summary>The precision of the position of an item.</summary>
/// <remarks>The numbers are never changed.</remarks>
public enum PositionPrecision
{
    Exact = 1,
    Place = 2,
    Admin1 = 3,
    Country = 4,
}

/// <summary>The kinds of sources of items.</summary>
/// <inheritdoc cref="PositionPrecision" path="/remarks"/>
public enum ItemSourceKind
{
    Government = 1,

    /// <summary>A collection that States have mandated, such as a yearly questionnaire.</summary>
    MandatedCollection = 2,

    /// <summary>Media and other public sources.</summary>
    OpenSource = 3,
}

/// <summary>The check of an item against other sources.</summary>
/// <inheritdoc cref="PositionPrecision" path="/remarks"/>
public enum ItemCheck
{
    /// <summary>Reported, and not compared with another source.</summary>
    Reported = 1,

    /// <summary>Confirmed by another source.</summary>
    CrossChecked = 2,

    /// <summary>Found to be wrong, or a duplicate: it counts in no summary.</summary>
    Rejected = 3,
}

/// <summary>A value of a property: text or code, number, or countries. The others are null.</summary>
public sealed record ItemValue(string? Text, decimal? Number, IReadOnlyList<string>? Countries)
{
    public static ItemValue FromText(string text) => new(text, null, null);

    public static ItemValue FromNumber(decimal number) => new(null, number, null);

    public static ItemValue FromCountries(IReadOnlyList<string> countries) => new(null, null, countries);

    public bool Equals(ItemValue? other) =>
        other is not null
        && Text == other.Text
        && Number == other.Number
        && (Countries ?? []).SequenceEqual(other.Countries ?? [], StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Text, Number, Countries?.Count);
}

/// <summary>The content of an item, validated and in canonical form.</summary>
public sealed record LayerItemDraft
{
    /// <summary>The maximum length of a reference, in characters.</summary>
    public const int MaxReferenceLength = 100;

    /// <summary>The recorder's own reference, unique for the recorder in the layer, ignoring case.</summary>
    public required string Reference { get; init; }

    /// <summary>The first day; null for an item that has no time.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, included; null if there is no first day, or if it goes on.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>ISO 3166-1 alpha-2, or XK.</summary>
    public required string Country { get; init; }

    public string? Admin1 { get; init; }

    /// <summary>The position; null if it is not known.</summary>
    public Coordinates? Position { get; init; }

    /// <summary>The precision of the position; null without one.</summary>
    public PositionPrecision? Precision { get; init; }

    /// <summary>The values of the properties that the layer declares, by name. Absent ones are not known.</summary>
    public IReadOnlyDictionary<string, ItemValue> Values { get; init; } = new Dictionary<string, ItemValue>();

    public required ItemSourceKind SourceKind { get; init; }

    /// <summary>The citation of the source; null if there is none.</summary>
    public string? Citation { get; init; }

    /// <summary>The address of the source; null if there is none.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>Returns true if another content says the same. The references are compared by a comparer.</summary>
    public bool Equals(LayerItemDraft other, StringComparer references) =>
        references.Equals(Reference, other.Reference)
        && this with { Reference = other.Reference, Values = other.Values } == other
        && Values.Count == other.Values.Count
        && Values.All(one => other.Values.TryGetValue(one.Key, out var value) && one.Value.Equals(value));

    /// <summary>Returns the key by which references are compared: the reference in upper case.</summary>
    public static string KeyOf(string reference) => reference.Trim().ToUpperInvariant();
}

/// <summary>An item as the register stores it.</summary>
/// <param name="Id">The identifier, which never changes.</param>
/// <param name="Layer">The id of the layer.</param>
/// <param name="RecordedBy">The code of the partner that recorded it, and alone may change it.</param>
/// <param name="Version">1 when recorded, increased by 1 with every change.</param>
/// <param name="UpdatedBy">The name of the key that made the last change.</param>
public sealed record LayerItem(
    Guid Id,
    string Layer,
    string RecordedBy,
    LayerItemDraft Draft,
    ItemCheck Checked,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
);
