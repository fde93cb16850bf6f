using Adam.Domain.Text;

namespace Adam.Domain.CodeLists;

/// <summary>One code of a list. What a list does not have is null.</summary>
/// <param name="Code">The code, in the spelling that the register stores and answers with.</param>
/// <param name="Alpha3">Countries: ISO 3166-1 alpha-3, accepted wherever the code is.</param>
/// <param name="Decimals">Currencies: how many decimals an amount may have (ISO 4217).</param>
/// <param name="Number">Pillars and statuses: the number under which the Vienna Declaration or IATI knows the code.</param>
/// <param name="SdgTarget">Pillars: the target of the Sustainable Development Goals that the pillar serves.</param>
public sealed record CodeListEntry(
    string Code, string Name, string? Description = null, string? Alpha3 = null, int? Decimals = null, int? Number = null, string? SdgTarget = null);

/// <summary>A list of codes that the register accepts, in the order in which it is served.</summary>
public sealed class CodeList
{
    private readonly Dictionary<string, CodeListEntry> _entries;

    internal CodeList(string name, string title, IEnumerable<CodeListEntry> entries)
    {
        (Name, Title, Entries) = (name, title, [.. entries]);
        _entries = Entries.ToDictionary(entry => entry.Code, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in Entries.Where(entry => entry.Alpha3 is not null))
            _entries.Add(entry.Alpha3!, entry);
    }

    /// <summary>The name in the path, in kebab case: <c>activity-types</c>.</summary>
    public string Name { get; }

    /// <summary>What the list is and where its codes come from, in a few words.</summary>
    public string Title { get; }

    public IReadOnlyList<CodeListEntry> Entries { get; }

    public IEnumerable<string> Codes => Entries.Select(entry => entry.Code);

    /// <summary>The entry of a code in any case (a country's alpha-3 too), or null when the list has no such code.</summary>
    public CodeListEntry? Find(string code) => _entries.GetValueOrDefault(code);

    /// <summary>The code that a text was probably meant for: that of the entry with this name, else of the nearest code or name; null when nothing is near.</summary>
    public string? Guess(string text) =>
        ByName(text) ?? Nearest.To(text, Codes) ?? (Nearest.To(text, Entries.Select(entry => entry.Name)) is { } name ? ByName(name) : null);

    private string? ByName(string name) => Folding.Key(name) is { Length: > 0 } key ? Entries.FirstOrDefault(entry => Folding.Key(entry.Name) == key)?.Code : null;
}
