using Adam.Domain.Text;

namespace Adam.Domain.Partners;

/// <summary>Finds the partner that a code, a name or an identifier belongs to.</summary>
public sealed class PartnerDirectory
{
    private readonly Dictionary<string, string> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byIdentifier = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Prefix, string Code)> _prefixes = [];
    private readonly HashSet<string> _codes;

    public PartnerDirectory(IReadOnlyCollection<Partner> partners)
    {
        _codes = [.. partners.Select(partner => partner.Code)];
        Names = [.. partners.SelectMany(partner => partner.OtherNames.Prepend(partner.Name).Prepend(partner.Code))];
        foreach (var partner in partners)
        {
            foreach (var name in partner.OtherNames.Append(partner.Name).Append(partner.Code))
                _byKey.TryAdd(Folding.Key(name), partner.Code);
            foreach (var identifier in partner.Identifiers)
            {
                if (identifier.EndsWith('*'))
                    _prefixes.Add((identifier[..^1], partner.Code));
                else
                    _byIdentifier.TryAdd(identifier, partner.Code);
            }
        }

        // The longest prefix speaks: a body with a prefix of its own inside a State's is that body.
        _prefixes.Sort((one, other) => other.Prefix.Length.CompareTo(one.Prefix.Length));
    }

    /// <summary>A directory that nobody is in: for who asks for nobody.</summary>
    public static PartnerDirectory Empty { get; } = new([]);

    public IReadOnlyCollection<string> Codes => _codes;

    public bool Contains(string code) => _codes.Contains(code);

    /// <summary>Every code, name and other name, for guessing what a misspelt one was meant to be.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// The code of the partner whose own code, name, other name or registered identifier this is (case, accents, spacing and punctuation aside), or null when it is nobody's.
    /// </summary>
    public string? Resolve(string nameOrIdentifier)
    {
        var text = nameOrIdentifier.Trim();
        if (_byKey.TryGetValue(Folding.Key(text), out var code) || _byIdentifier.TryGetValue(text, out code))
            return code;

        return _prefixes.FirstOrDefault(prefix => text.StartsWith(prefix.Prefix, StringComparison.OrdinalIgnoreCase)).Code;
    }
}
