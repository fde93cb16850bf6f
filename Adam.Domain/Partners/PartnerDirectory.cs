using Adam.Domain.Text;

namespace Adam.Domain.Partners;

/// <summary>Finds the partner that a code, a name or an identifier belongs to.</summary>
public sealed class PartnerDirectory
{
    private readonly Dictionary<string, string> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byAgency = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byIdentifier = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Prefix, string Code)> _prefixes = [];
    private readonly HashSet<string> _codes;
    private readonly HashSet<string> _states;

    public PartnerDirectory(IReadOnlyCollection<Partner> partners)
    {
        _codes = [.. partners.Select(partner => partner.Code)];
        _states = partners.Where(partner => partner.Kind is PartnerKind.Country).Select(partner => partner.Code).ToHashSet(StringComparer.OrdinalIgnoreCase);
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

        foreach (var agency in Agency.All.Where(agency => _codes.Contains(agency.Partner)))
        {
            foreach (var name in agency.OtherNames.Append(agency.Name))
                _byAgency.TryAdd(Folding.Key(name), agency.Partner);
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

    /// <summary>
    /// Whom a text means by which a record names somebody: a partner as <see cref="Resolve"/> finds it, else the partner of a well-known agency ("USAID"), or of a name of two parts that both
    /// mean it ("JICA - Japan International Cooperation Agency") or of which the first is its own and the second a public body ("U.S. Government - Department of Justice", "Japan (Embassy)").
    /// Null when it is nobody's, or not surely: "NGO - Germany" is no partner.
    /// </summary>
    public NamedPartner? Find(string nameOrIdentifier)
    {
        var text = nameOrIdentifier.Trim();
        if (Known(text) is { } known)
            return known;

        if (ComposedName.Of(text) is not { } name || Known(name.First) is not { } first)
            return null;

        var second = Known(name.Second);
        if (second is not null)
            return second.Partner == first.Partner ? Both(text, first, second) : null;

        // Two letters before a ministry are more often its own (MT, the ministry of transport) than a State's.
        return first.Agency is null && !_states.Contains(name.First) && name.IsPartOfFirst ? new(first.Partner, name.Second) : null;
    }

    private NamedPartner? Known(string text)
    {
        if (Resolve(text) is { } partner)
            return new(partner, null);
        return _byAgency.TryGetValue(Folding.Key(text), out partner) ? new(partner, text) : null;
    }

    private static NamedPartner Both(string text, NamedPartner first, NamedPartner second) => (first.Agency, second.Agency) switch
    {
        (null, null) => first,
        (null, _) => second,
        (_, null) => first,
        _ => new(first.Partner, text),
    };
}
