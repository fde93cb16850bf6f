using Adam.Domain.Text;

namespace Adam.Domain.CodeLists;

/// <summary>One code of a list. Members that the list does not have are null.</summary>
/// <param name="Code">The code, in the spelling that the register stores and returns.</param>
/// <param name="Alpha3">Countries: the ISO 3166-1 alpha-3 code, accepted wherever the code is.</param>
/// <param name="Decimals">Currencies: the number of decimals of an amount (ISO 4217).</param>
/// <param name="Number">Pillars and statuses: the number of the code in the Vienna Declaration or in IATI.</param>
/// <param name="SdgTarget">Pillars: the target of the Sustainable Development Goals that the pillar serves.</param>
/// <param name="Numeric">
/// Countries: the ISO 3166-1 numeric code, three digits, accepted wherever the code is.
/// </param>
public sealed record CodeListEntry(
    string Code,
    string Name,
    string? Description = null,
    string? Alpha3 = null,
    int? Decimals = null,
    int? Number = null,
    string? SdgTarget = null,
    string? Numeric = null
);

/// <summary>A list of codes that the register accepts, in the order in which it is served.</summary>
public sealed class CodeList
{
    private readonly Dictionary<string, CodeListEntry> _entries;

    internal CodeList(string name, string title, IEnumerable<CodeListEntry> entries)
    {
        (Name, Title, Entries) = (name, title, [.. entries]);
        _entries = Entries.ToDictionary(entry => entry.Code, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in Entries)
        {
            foreach (var other in new[] { entry.Alpha3, entry.Numeric }.OfType<string>())
                _entries.Add(other, entry);
        }
    }

    /// <summary>The name in the path, in kebab case: <c>activity-types</c>.</summary>
    public string Name { get; }

    /// <summary>The meaning of the list and the source of its codes, in a few words.</summary>
    public string Title { get; }

    public IReadOnlyList<CodeListEntry> Entries { get; }

    public IEnumerable<string> Codes => Entries.Select(entry => entry.Code);

    /// <summary>
    /// Returns the entry of a code in any case (for a country also of its alpha-3 or numeric code), ignoring invisible
    /// characters; null if the list has no such code.
    /// </summary>
    public CodeListEntry? Find(string code) =>
        _entries.GetValueOrDefault(code) ?? _entries.GetValueOrDefault(TextNormalization.RemoveInvisible(code));

    /// <summary>
    /// Returns the code that a text probably means: the code of the entry with this name, else of the nearest code or
    /// name. For countries it takes names in any language, and no near code. Returns null if none is near.
    /// </summary>
    public string? Guess(string text) =>
        FindByName(text)
        // Two letters are always near to those of another country, which would mislead.
        ?? (IsOfCountries ? CountryNames.Find(text) : Nearest.FindIn(text, Codes))
        ?? (Nearest.FindIn(text, Entries.Select(entry => entry.Name)) is { } name ? FindByName(name) : null);

    private bool IsOfCountries => ReferenceEquals(this, CodeListCatalog.Countries);

    /// <summary>Returns the code of the entry with a name, ignoring case and accents; null if there is none.</summary>
    public string? FindByName(string name) =>
        Folding.Key(name) is { Length: > 0 } key
            ? Entries.FirstOrDefault(entry => Folding.Key(entry.Name) == key)?.Code
            : null;
}
