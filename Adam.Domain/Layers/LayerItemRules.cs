using Adam.Domain.CodeLists;

namespace Adam.Domain.Layers;

/// <summary>The rules that an item follows because of the declaration of its layer.</summary>
public static class LayerItemRules
{
    /// <summary>The largest number of a property.</summary>
    public const decimal MostNumber = 1_000_000_000;

    public const int MostDecimals = 4;

    /// <summary>Returns the codes of a property; empty if it has no codes.</summary>
    public static IReadOnlyList<string> CodesOf(LayerProperty property) =>
        property.List is { } list ? [.. ListOf(list)?.Codes ?? []] : property.Values;

    /// <summary>Returns a served code list; null if there is none with the name.</summary>
    public static CodeList? ListOf(string name) => CodeListCatalog.All.FirstOrDefault(list => list.Name == name);

    /// <summary>Returns true if items of a kind have a first day.</summary>
    public static bool NeedsTime(LayerKind kind) => kind != LayerKind.Places;

    /// <summary>Returns true if the item could not be recorded in a layer that is declared so.</summary>
    public static bool IsContradicted(LayerDraft layer, LayerItemDraft item) =>
        (NeedsTime(layer.Kind) && item.From is null)
        || (layer.Kind == LayerKind.Series && item.Until is null)
        || item.Values.Any(value => layer.Find(value.Key) is not { } property || !Fits(property, value.Value))
        || layer.Properties.Any(property => IsMissing(property, item));

    /// <summary>Returns true if the item lacks a required property, or the unit of a number that it has.</summary>
    private static bool IsMissing(LayerProperty property, LayerItemDraft item) =>
        item.Values.ContainsKey(property.Name)
            ? property.UnitFrom.Any(unit => !item.Values.ContainsKey(unit))
            : property.Required;

    private static bool Fits(LayerProperty property, ItemValue value) =>
        property.Type switch
        {
            LayerPropertyType.Number => value.Number is not null,
            LayerPropertyType.Countries => value.Countries is not null,
            LayerPropertyType.Code => value.Text is { } code
                && CodesOf(property).Contains(code, StringComparer.Ordinal),
            LayerPropertyType.Country => value.Text is { } country
                && CodeListCatalog.Countries.Find(country) is not null,
            LayerPropertyType.Text => value.Text is not null,
        };
}
