using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Adam.Api.Http;
using Adam.Domain.CodeLists;
using Adam.Domain.Iati;
using Adam.Domain.Partners;

namespace Adam.Api.Exports.Iati;

/// <summary>
/// Writes projects as activities of IATI 2.03, in the order of elements that its schema requires. It is the reverse of
/// the import that <c>docs/iati.md</c> describes.
/// </summary>
/// <param name="partners">The partners by their codes.</param>
/// <param name="pillars">The URI of the code list of pillars.</param>
internal sealed class ActivityWriter(XmlWriter xml, IReadOnlyDictionary<string, Partner> partners, string pillars)
{
    // Codes of IATI's list OrganisationType.
    private const string Government = "10";
    private const string Multilateral = "40";
    private const string Other = "90";

    private static readonly (string Member, string Type)[] Dates =
    [
        ("plannedStart", "1"),
        ("actualStart", "2"),
        ("plannedEnd", "3"),
        ("actualEnd", "4"),
    ];

    /// <summary>
    /// Writes a project; a comment instead if it has no date, because the schema requires one and an invented date
    /// would mislead.
    /// </summary>
    /// <param name="project">The project in its JSON form.</param>
    public async Task WriteAsync(JsonElement project)
    {
        var (owner, reference) = (Text(project, "owner")!, Text(project, "reference")!);
        if (Dates.All(date => Text(project, date.Member) is null))
        {
            var name = $"{owner} {reference}".Replace("-", "\u2010", StringComparison.Ordinal);
            await xml.WriteCommentAsync(Clean($" {name} is left out: IATI requires a date, and none is known. "));
            return;
        }

        await xml.WriteStartElementAsync(null, "iati-activity", null);
        await AttributeAsync("last-updated-datetime", Text(project, "updatedAt"));
        var language = Text(project, "language");
        if (language is not null)
            await xml.WriteAttributeStringAsync("xml", "lang", null, language);
        await OwnAttributeAsync(AdamNamespace.Reference, reference);
        var published = Text(project, "iatiIdentifier");
        await OwnAttributeAsync(AdamNamespace.IatiIdentifier, published);
        // Without it, a program that imports the file would show the project to everybody.
        if (Text(project, "visibility") is { } visibility and not "partners")
            await OwnAttributeAsync(AdamNamespace.Visibility, visibility);
        await OwnAttributeAsync(AdamNamespace.FundedUntil, Text(project, "fundedUntil"));
        var measures = List(project, "declaredMeasures").Select(reference => reference.GetString()!).ToList();
        await OwnAttributeAsync(AdamNamespace.Measures, measures.Count == 0 ? null : string.Join(' ', measures));

        await ElementAsync("iati-identifier", published ?? $"{IdentifierOf(owner)}-{reference}");
        await OrganisationAsync("reporting-org", owner, agency: null, role: null);
        await NarrativeAsync("title", Text(project, "title")!);
        // The schema requires a description. An import drops one that repeats the title.
        await NarrativeAsync("description", Text(project, "description") ?? Text(project, "title")!, ("type", "1"));
        await ParticipantsAsync(project, "donors", "1");
        await ParticipantsAsync(project, "implementers", "4");
        await CodedAsync("activity-status", NumberOf(CodeListCatalog.Statuses, Text(project, "status")!));
        foreach (var (member, type) in Dates)
        {
            if (Text(project, member) is not { } day)
                continue;
            await xml.WriteStartElementAsync(null, "activity-date", null);
            await AttributeAsync("iso-date", day);
            await AttributeAsync("type", type);
            await xml.WriteEndElementAsync();
        }

        await CountriesAsync(project);
        foreach (var place in List(project, "places"))
            await LocationAsync(place);
        await SectorsAsync(project);
        foreach (var target in List(project, "additionalSdgTargets"))
            await TagAsync(target.GetString()!);
        await AmountsAsync(project);
        foreach (var related in List(project, "relatedProjects"))
            await RelatedAsync(Text(related, "identifier")!, Text(related, "relation")!, isFound: false);
        // An activity that is not published is not related to others either.
        foreach (var identifier in published is null ? [] : FoundRelated(project))
            await RelatedAsync(identifier, "co-funded", isFound: true);
        await xml.WriteEndElementAsync();
    }

    private async Task ParticipantsAsync(JsonElement project, string list, string role)
    {
        // A donor that gives in several currencies has several entries, and is one organisation.
        var organisations = List(project, list)
            .Select(one => (Partner: Text(one, "partner"), Name: Text(one, "name")))
            .Distinct();
        foreach (var (partner, name) in organisations)
            await OrganisationAsync("participating-org", partner, name, role);
    }

    /// <param name="partner">The code of the partner; null for another organisation.</param>
    /// <param name="agency">The agency of the partner, or the name of the other organisation.</param>
    /// <param name="role">The code of IATI's list OrganisationRole; null if the element has none.</param>
    private async Task OrganisationAsync(string element, string? partner, string? agency, string? role)
    {
        await xml.WriteStartElementAsync(null, element, null);
        if (partner is not null)
            await AttributeAsync("ref", IdentifierOf(partner));
        await AttributeAsync("role", role);
        await AttributeAsync("type", TypeOf(partner));
        await ElementAsync("narrative", agency ?? NameOf(partner!));
        await xml.WriteEndElementAsync();
    }

    private async Task CountriesAsync(JsonElement project)
    {
        var percentages = List(project, "countryPercentages")
            .ToDictionary(share => Text(share, "country")!, share => share.GetProperty("percentage").GetRawText());
        foreach (var country in List(project, "countries").Select(country => country.GetString()!))
        {
            await xml.WriteStartElementAsync(null, "recipient-country", null);
            await AttributeAsync("code", country);
            await AttributeAsync("percentage", percentages.GetValueOrDefault(country));
            await xml.WriteEndElementAsync();
        }
    }

    private async Task LocationAsync(JsonElement place)
    {
        await xml.WriteStartElementAsync(null, "location", null);
        await NarrativeAsync("name", Text(place, "name")!);
        if (place.TryGetProperty("latitude", out var latitude) && latitude.ValueKind == JsonValueKind.Number)
        {
            await xml.WriteStartElementAsync(null, "point", null);
            await AttributeAsync("srsName", "http://www.opengis.net/def/crs/EPSG/0/4326");
            await ElementAsync("pos", $"{latitude.GetRawText()} {place.GetProperty("longitude").GetRawText()}");
            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    }

    private async Task SectorsAsync(JsonElement project)
    {
        foreach (var sector in List(project, "sectors"))
        {
            await xml.WriteStartElementAsync(null, "sector", null);
            await AttributeAsync("vocabulary", Text(sector, "vocabulary") == "dac" ? "1" : "2");
            await AttributeAsync("code", Text(sector, "code"));
            if (sector.TryGetProperty("percentage", out var share) && share.ValueKind == JsonValueKind.Number)
                await AttributeAsync("percentage", share.GetRawText());
            await xml.WriteEndElementAsync();
        }

        foreach (var pillar in List(project, "pillars"))
        {
            // 99: the publisher's own vocabulary.
            await xml.WriteStartElementAsync(null, "sector", null);
            await AttributeAsync("vocabulary", "99");
            await AttributeAsync("vocabulary-uri", pillars);
            await AttributeAsync("code", pillar.GetString());
            await xml.WriteEndElementAsync();
        }
    }

    private async Task TagAsync(string target)
    {
        await xml.WriteStartElementAsync(null, "tag", null);
        // 2: goals, 3: targets of the Sustainable Development Goals.
        await AttributeAsync("vocabulary", target.Contains('.', StringComparison.Ordinal) ? "3" : "2");
        await AttributeAsync("code", target);
        await xml.WriteEndElementAsync();
    }

    private async Task AmountsAsync(JsonElement project)
    {
        var donors = List(project, "donors").Where(donor => Text(donor, "currency") is not null);
        // The register does not know when money was committed, so the date is that of the project.
        var day =
            Text(project, "actualStart")
            ?? Text(project, "plannedStart")
            ?? Text(project, "createdAt")![.."2026-01-01".Length];
        foreach (var donor in donors)
        {
            await xml.WriteStartElementAsync(null, "transaction", null);
            // 11: incoming commitment.
            await CodedAsync("transaction-type", "11");
            await xml.WriteStartElementAsync(null, "transaction-date", null);
            await AttributeAsync("iso-date", day);
            await xml.WriteEndElementAsync();
            await xml.WriteStartElementAsync(null, "value", null);
            await AttributeAsync("currency", Text(donor, "currency"));
            await AttributeAsync("value-date", day);
            await xml.WriteStringAsync(donor.GetProperty("amount").GetRawText());
            await xml.WriteEndElementAsync();
            await OrganisationAsync("provider-org", Text(donor, "partner"), Text(donor, "name"), role: null);
            await xml.WriteEndElementAsync();
        }
    }

    /// <summary>Returns the co-funded projects that the record does not name.</summary>
    private static IReadOnlyList<string> FoundRelated(JsonElement project) =>
        [
            .. List(project, ProjectListFormat.CoFunded)
                .Select(identifier => identifier.GetString()!)
                .Except(
                    List(project, "relatedProjects").Select(related => Text(related, "identifier")!),
                    StringComparer.OrdinalIgnoreCase
                ),
        ];

    private async Task RelatedAsync(string identifier, string relation, bool isFound)
    {
        await xml.WriteStartElementAsync(null, "related-activity", null);
        await AttributeAsync("ref", identifier);
        await AttributeAsync("type", NumberOf(CodeListCatalog.Relations, relation));
        if (isFound)
        {
            await xml.WriteStartElementAsync(AdamNamespace.Prefix, AdamNamespace.Found, AdamNamespace.Uri);
            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    }

    private async Task NarrativeAsync(string element, string text, (string Name, string Value)? attribute = null)
    {
        await xml.WriteStartElementAsync(null, element, null);
        if (attribute is { } one)
            await AttributeAsync(one.Name, one.Value);
        await ElementAsync("narrative", text);
        await xml.WriteEndElementAsync();
    }

    private async Task CodedAsync(string element, string code)
    {
        await xml.WriteStartElementAsync(null, element, null);
        await AttributeAsync("code", code);
        await xml.WriteEndElementAsync();
    }

    private Task ElementAsync(string name, string text) => xml.WriteElementStringAsync(null, name, null, Clean(text));

    private async Task AttributeAsync(string name, string? value)
    {
        if (value is not null)
            await xml.WriteAttributeStringAsync(null, name, null, Clean(value));
    }

    private async Task OwnAttributeAsync(string name, string? value)
    {
        if (value is not null)
            await xml.WriteAttributeStringAsync(AdamNamespace.Prefix, name, AdamNamespace.Uri, Clean(value));
    }

    /// <summary>Returns the registered identifier of a partner; its code if it has none.</summary>
    private string IdentifierOf(string partner) =>
        partners.GetValueOrDefault(partner)?.Identifiers.FirstOrDefault(identifier => !identifier.EndsWith('*'))
        ?? partner;

    private string NameOf(string partner) => partners.GetValueOrDefault(partner)?.Name ?? partner;

    private string TypeOf(string? partner) =>
        partner is null || !partners.TryGetValue(partner, out var known) ? Other
        : known.Kind == PartnerKind.Country ? Government
        : Multilateral;

    private static string NumberOf(CodeList list, string code) =>
        list.Find(code)!.Number!.Value.ToString(CultureInfo.InvariantCulture);

    private static string? Text(JsonElement record, string member) =>
        record.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static IEnumerable<JsonElement> List(JsonElement record, string member) =>
        record.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    /// <summary>Returns a text without the characters that XML 1.0 does not allow.</summary>
    private static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
            return text;

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value))
                clean.Append(rune.ToString());
        }

        return clean.ToString();
    }
}
