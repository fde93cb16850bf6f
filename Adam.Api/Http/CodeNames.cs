using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Partners;
using Adam.Domain.CodeLists;
using Adam.Domain.Partners;

namespace Adam.Api.Http;

/// <summary>Finds the names of the codes in a response.</summary>
internal sealed class CodeNames(PartnerStore partners)
{
    /// <summary>
    /// Returns the names of all codes in some items, in the language of the request, and states that language in the
    /// headers of the response.
    /// </summary>
    public async Task<NamesResponse> FindAsync<T>(HttpContext http, IReadOnlyList<T> items, CancellationToken ct)
    {
        var language = http.ChooseNames();
        var codes = new Codes();
        foreach (var item in items)
            codes.Add(JsonSerializer.SerializeToElement(item, Json.Options));
        var known = (await partners.ListAsync(ct)).ToDictionary(partner => partner.Code, StringComparer.Ordinal);
        return new(
            Names(codes.Countries, code => CountryNames.Name(code, language)),
            Names(codes.Partners, code => known.TryGetValue(code, out var partner) ? Name(partner, language) : null),
            Names(codes.Pillars, code => CodeListCatalog.Pillars.Find(code)?.Name)
        );
    }

    private static string Name(Partner partner, string language) =>
        // The register's own name of a country precedes that of the list in the language of both.
        partner.Kind is PartnerKind.Country
        && language != CountryNames.English
            ? CountryNames.Name(partner.Code, language) ?? partner.Name
            : partner.Name;

    private static SortedDictionary<string, string> Names(IEnumerable<string> codes, Func<string, string?> nameOf)
    {
        var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var code in codes)
        {
            if (nameOf(code) is { } name)
                names.Add(code, name);
        }

        return names;
    }

    /// <summary>The codes of some items, by the members that contain them in every resource.</summary>
    private sealed class Codes
    {
        public HashSet<string> Countries { get; } = new(StringComparer.Ordinal);

        /// <summary>Codes of partners, and names of organisations outside the partnership.</summary>
        public HashSet<string> Partners { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Pillars { get; } = new(StringComparer.Ordinal);

        public void Add(JsonElement element, string member = "")
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in element.EnumerateObject())
                        Add(property.Value, property.Name);
                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                        Add(item, member);
                    break;
                case JsonValueKind.String:
                    Find(member)?.Add(element.GetString()!);
                    break;
            }
        }

        private HashSet<string>? Find(string member) =>
            member switch
            {
                "country" or "countries" => Countries,
                "pillar" or "pillars" => Pillars,
                "owner" or "partner" or "donor" or "donors" or "implementer" or "implementers" => Partners,
                _ => null,
            };
    }
}
