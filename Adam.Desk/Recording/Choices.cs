using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Recording;

/// <summary>The names and codes that the fields of a record offer, in the language of the person.</summary>
/// <param name="Countries">All countries, by name.</param>
/// <param name="Partners">All partners, by name.</param>
public sealed record Choices(
    IReadOnlyList<Named> Countries,
    IReadOnlyList<Named> Partners,
    IReadOnlyList<string> Currencies,
    IReadOnlyList<string> ActivityTypes,
    IReadOnlyList<string> Visibilities,
    IReadOnlyList<string> Relations,
    IReadOnlyList<string> SectorVocabularies
)
{
    /// <summary>The choices of a page that nobody may fill in.</summary>
    public static readonly Choices None = new([], [], [], [], [], [], []);

    private const int MostPartners = 500;

    public static async Task<Choices> LoadAsync(DeskContext desk, DeskApi api)
    {
        var byName = StringComparer.Create(desk.Words.Culture, ignoreCase: true);
        var countries = await ListAsync("countries");
        var names = countries.Names?.Countries ?? new Dictionary<string, string>();
        var partners = await api.GetAsync<Page<Partner>>($"/v1/partners?limit={MostPartners}");
        return new(
            [.. countries.Items.Select(one => one with { Name = NameOf(one.Code, one.Name) }).OrderBy(Name, byName)],
            [
                .. partners
                    .Items.Select(one => new Named(one.Code, CodeLists.NameOf(desk, one, names)))
                    .OrderBy(Name, byName),
            ],
            await CodesAsync("currencies"),
            await CodesAsync("activity-types"),
            await CodesAsync("visibilities"),
            await CodesAsync("relations"),
            await CodesAsync("sector-vocabularies")
        );

        string NameOf(string code, string other) => names.GetValueOrDefault(code, other);

        async Task<IReadOnlyList<string>> CodesAsync(string list) =>
            [.. (await ListAsync(list)).Items.Select(item => item.Code)];

        Task<CodeList> ListAsync(string list) => CodeLists.ReadAsync(desk, api, list);
    }

    public string NameOfCountry(string code) => NameIn(Countries, code);

    public string NameOfPartner(string code) => NameIn(Partners, code);

    /// <summary>Returns the code of a name or code that the list has; the text itself for any other.</summary>
    public string CodeOfCountry(string text) => CodeIn(Countries, text) ?? text;

    /// <summary>Returns the code of a partner's name or code; null if the text is neither.</summary>
    public string? CodeOfPartner(string text) => CodeIn(Partners, text);

    private static string Name(Named one) => one.Name;

    private static string NameIn(IReadOnlyList<Named> list, string code) =>
        list.FirstOrDefault(one => one.Code == code)?.Name ?? code;

    private static string? CodeIn(IReadOnlyList<Named> list, string text) =>
        (
            list.FirstOrDefault(one => one.Name.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? list.FirstOrDefault(one => one.Code.Equals(text, StringComparison.OrdinalIgnoreCase))
        )?.Code;
}
