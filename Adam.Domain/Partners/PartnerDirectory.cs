using Adam.Domain.Text;

namespace Adam.Domain.Partners;

/// <summary>Finds partners by code, name or identifier.</summary>
public sealed class PartnerDirectory
{
    private readonly Dictionary<string, string> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byIdentifier = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Prefix, string Code)> _prefixes = [];
    private readonly HashSet<string> _codes;
    private readonly HashSet<string> _states;

    public PartnerDirectory(IReadOnlyCollection<Partner> partners)
    {
        _codes = [.. partners.Select(partner => partner.Code)];
        _states = partners
            .Where(partner => partner.Kind is PartnerKind.Country)
            .Select(partner => partner.Code)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
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

        // The longest prefix wins. An agency with its own prefix within a State's prefix is found as that agency.
        _prefixes.Sort((one, other) => other.Prefix.Length.CompareTo(one.Prefix.Length));
    }

    /// <summary>A directory without partners.</summary>
    public static PartnerDirectory Empty { get; } = new([]);

    public IReadOnlyCollection<string> Codes => _codes;

    public bool Contains(string code) => _codes.Contains(code);

    /// <summary>All codes, names and other names, as candidates for the nearest match of a misspelt name.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Returns the code of the partner with this code, name, other name or registered identifier; null if there is
    /// none. Case, accents, spacing and punctuation are ignored.
    /// </summary>
    public string? Resolve(string nameOrIdentifier)
    {
        var text = TextNormalization.Line(nameOrIdentifier) ?? "";
        if (_byKey.TryGetValue(Folding.Key(text), out var code) || _byIdentifier.TryGetValue(text, out code))
            return code;

        return _prefixes
            .FirstOrDefault(prefix => text.StartsWith(prefix.Prefix, StringComparison.OrdinalIgnoreCase))
            .Code;
    }

    /// <summary>
    /// Returns the partner that a name in a record identifies. This is the partner that <see cref="Resolve"/> finds,
    /// else the partner of a known agency ("USAID"). A name of two parts identifies a partner if both parts do ("JICA -
    /// Japan International Cooperation Agency"), or if the first is the partner's own name and the second a public body
    /// ("U.S. Government - Department of Justice", "Japan (Embassy)"). Returns null if it is less certain: "NGO -
    /// Germany" is not a partner.
    /// </summary>
    public NamedPartner? Find(string nameOrIdentifier)
    {
        var text = TextNormalization.Line(nameOrIdentifier) ?? "";
        if (Known(text) is { } known)
            return known;

        if (ComposedName.Parse(text) is not { } name || Known(name.First) is not { } first)
            return null;

        var second = Known(name.Second);
        if (second is not null)
            return second.Partner == first.Partner ? Both(text, first, second) : null;

        // Two letters before the name of a ministry are more often its abbreviation (MT, the ministry of transport)
        // than a State's code.
        return first.Agency is null && !_states.Contains(name.First) && name.IsPartOfFirst
            ? new(first.Partner, name.Second)
            : null;
    }

    private NamedPartner? Known(string text)
    {
        if (Resolve(text) is { } partner)
            return new(partner, null);
        return Agency.PartnerOf(text) is { } owner && _codes.Contains(owner) ? new(owner, text) : null;
    }

    private static NamedPartner Both(string text, NamedPartner first, NamedPartner second) =>
        (first.Agency, second.Agency) switch
        {
            (null, null) => first,
            (null, _) => second,
            (_, null) => first,
            _ => new(first.Partner, text),
        };
}
