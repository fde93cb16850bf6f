using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace Adam.Desk.Texts;

/// <summary>The words of the pages in one language, from the resource files beside this one.</summary>
public sealed partial class Words(CultureInfo culture)
{
    /// <summary>The languages of the pages; the first one is that of those who prefer none of them.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "ru"];

    private const string Russian = "ru";

    internal static readonly ResourceManager Resources = new("Adam.Desk.Texts.Words", typeof(Words).Assembly);

    public CultureInfo Culture => culture;

    public string Language => culture.TwoLetterISOLanguageName;

    /// <exception cref="KeyNotFoundException">The resource files have no such name.</exception>
    public string this[string name] =>
        Resources.GetString(name, culture) ?? throw new KeyNotFoundException($"No resource has the name {name}.");

    /// <summary>Returns a text with values in the place of <c>{0}</c>, <c>{1}</c> …</summary>
    public string this[string name, params object?[] values] => string.Format(culture, this[name], values);

    /// <summary>Returns the name of a code; the code itself if the resource files do not have it.</summary>
    public string Name(string list, string? code) =>
        code is null ? "" : Resources.GetString($"{list}.{code}", culture) ?? code;

    /// <summary>
    /// Returns the translation of a text of the register that a release ships; the text itself if an admin has changed
    /// it, or if the resource files do not have it.
    /// </summary>
    /// <param name="original">The text in English.</param>
    public string Translation(string name, string original) =>
        Resources.GetString(name, CultureInfo.InvariantCulture) == original ? this[name] : original;

    /// <summary>
    /// Returns the name of an organisation in the language. The register has its names in other languages among its
    /// other names: in Russian, it is the first one in Cyrillic letters that is no abbreviation.
    /// </summary>
    /// <param name="name">The name in English.</param>
    public string Organisation(string name, IEnumerable<string> otherNames)
    {
        if (Language != Russian)
            return name;

        var names = otherNames.Where(other => CyrillicName().IsMatch(other)).ToList();
        return names.FirstOrDefault(other => other.Contains(' ', StringComparison.Ordinal) && other.Any(char.IsLower))
            ?? names.FirstOrDefault()
            ?? name;
    }

    /// <summary>
    /// Returns a number with its noun: <c>name.one</c>, <c>name.few</c> or <c>name.many</c>, by the plural rules of the
    /// language (Unicode CLDR).
    /// </summary>
    public string Count(string name, long number) => this[$"{name}.{Plural(number)}", Number(number)];

    public string Number(long number) => number.ToString("N0", culture);

    /// <summary>Returns a number with the decimals that it has, at most four.</summary>
    public string Figure(decimal number) => number.ToString("#,0.####", culture);

    /// <summary>Returns a number with three digits that count, for the bounds of a legend.</summary>
    public string Rounded(decimal number)
    {
        if (number == 0)
            return Figure(0);

        var digits = 2 - (int)Math.Floor(Math.Log10((double)Math.Abs(number)));
        var unit = digits < 0 ? (decimal)Math.Pow(10, -digits) : 1;
        return Figure(Math.Round(number / unit, Math.Clamp(digits, 0, 4)) * unit);
    }

    public string Day(DateOnly day) => day.ToString(Language == "ru" ? "d MMM yyyy" : "d MMM yyyy", culture);

    /// <summary>Returns the month of a day with its year.</summary>
    public string Month(DateOnly day) => day.ToString("MMMM yyyy", culture);

    public string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", culture);

    /// <summary>Returns an amount with its currency, without decimals that are zero.</summary>
    public string Amount(decimal amount, string currency) =>
        $"{amount.ToString(amount == decimal.Truncate(amount) ? "N0" : "N2", culture)}\u00a0{currency}";

    /// <summary>Returns a score with two digits, rounded down: 1.00 would say that it is certain.</summary>
    public string Score(decimal score) => (Math.Floor(score * 100) / 100).ToString("0.00", culture);

    /// <summary>Returns a large amount in short: thousands, millions or milliards, with three digits.</summary>
    public string Abbreviated(decimal amount)
    {
        var (unit, divisor) = amount switch
        {
            >= 999_500_000 => ("billion", 1_000_000_000m),
            >= 999_500 => ("million", 1_000_000m),
            >= 1_000 => ("thousand", 1_000m),
            _ => ("", 1m),
        };
        var value = amount / divisor;
        var digits = value >= 100 || unit.Length == 0 ? "N0" : "0.#";
        var text = value.ToString(digits, culture);
        return unit.Length == 0 ? text : this[$"Short.{unit}", text];
    }

    private string Plural(long number)
    {
        if (Language != "ru")
            return number == 1 ? "one" : "many";

        var (tens, ones) = (number % 100, number % 10);
        return ones == 1 && tens != 11 ? "one"
            : ones is >= 2 and <= 4 && tens is not (>= 12 and <= 14) ? "few"
            : "many";
    }

    [GeneratedRegex(@"\A[\p{IsCyrillic}\s\p{P}\d]+\z")]
    private static partial Regex CyrillicName();
}
