using System.Collections.Concurrent;
using Adam.Desk.Calls;
using Adam.Desk.Texts;

namespace Adam.Desk.Shell;

/// <summary>
/// The code lists of the API, in the language of the person. They are part of the program, so they stay the same while
/// it runs.
/// </summary>
public static class CodeLists
{
    private const int MostPartners = 500;

    private static readonly ConcurrentDictionary<(string Name, string Language), CodeList> Lists = new();

    public static async Task<CodeList> ReadAsync(DeskContext desk, DeskApi api, string list)
    {
        var key = (list, desk.Words.Language);
        if (!Lists.TryGetValue(key, out var found))
            Lists[key] = found = await api.GetAsync<CodeList>($"/v1/codelists/{list}?include=names");
        return found;
    }

    /// <summary>Returns the names of all countries and partners, not only of those with projects.</summary>
    public static async Task<Names> NamesAsync(DeskContext desk, DeskApi api)
    {
        var countries = await ReadAsync(desk, api, "countries");
        var partners = await api.GetAsync<Page<Partner>>($"/v1/partners?limit={MostPartners}");
        var names = countries.Items.ToDictionary(
            country => country.Code,
            country => countries.Names?.Countries?.GetValueOrDefault(country.Code) ?? country.Name
        );
        return new(
            names,
            partners.Items.ToDictionary(partner => partner.Code, partner => NameOf(desk, partner, names))
        );
    }

    /// <summary>
    /// Returns the name of a partner in the language of the person. The register's own name is in English.
    /// </summary>
    /// <param name="countries">The names of countries in the language of the person; null for none.</param>
    public static string NameOf(DeskContext desk, Partner partner, IReadOnlyDictionary<string, string>? countries) =>
        desk.Words.Language == Words.Languages[0] ? partner.Name
        : partner.Kind == Partner.Country ? countries?.GetValueOrDefault(partner.Code) ?? partner.Name
        : desk.Words.Organisation(partner.Name, partner.OtherNames);
}
