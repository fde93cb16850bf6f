using Adam.Desk.Texts;

namespace Adam.Desk.Layers;

/// <summary>Names indicators in the language of a page.</summary>
internal static class LayerWords
{
    /// <summary>Returns the name of an indicator with its codes and its unit.</summary>
    public static string NameOf(Words words, LayerIndicator indicator)
    {
        var name = words.Name("LayerProperty", indicator.Name);
        var codes = indicator.Codes.Select(code => CodeName(words, code.Code)).ToList();
        return (codes.Count > 0 ? $"{name}: {string.Join(", ", codes)}" : name)
            + (indicator.Unit is { } unit ? $", {UnitName(words, unit)}" : "");
    }

    /// <summary>Returns the unit of an indicator: that of a number, or items.</summary>
    public static string UnitOf(Words words, LayerIndicator indicator) =>
        indicator.IsNumber ? UnitName(words, indicator.Unit ?? "") : words["Layers.items"];

    /// <summary>Returns the name of a code of a dimension.</summary>
    /// <param name="code">The code; "" for items without one.</param>
    public static string CodeName(Words words, string code) =>
        code.Length == 0 ? words["Layers.noCode"] : words.Name("LayerCode", code);

    /// <summary>Returns the name of a unit, whose parts, as of a price, are named one by one.</summary>
    public static string UnitName(Words words, string unit) =>
        string.Join('/', unit.Split('/').Select(part => words.Name("LayerUnit", part)));
}
