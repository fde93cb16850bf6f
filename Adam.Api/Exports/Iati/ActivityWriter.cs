using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Adam.Api.Http;
using Adam.Api.Serialization;
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
    /// <param name="project">The members of the project in its JSON form.</param>
    public void Write(JsonItem project)
    {
        var (owner, reference) = (Text(project, "owner")!, Text(project, "reference")!);
        if (Dates.All(date => Text(project, date.Member) is null))
        {
            var name = $"{owner} {reference}".Replace("-", "\u2010", StringComparison.Ordinal);
            xml.WriteComment(Clean($" {name} is left out: IATI requires a date, and none is known. "));
            return;
        }

        xml.WriteStartElement("iati-activity");
        WriteAttribute("last-updated-datetime", Text(project, "updatedAt"));
        var language = Text(project, "language");
        if (language is not null)
            xml.WriteAttributeString("xml", "lang", null, language);
        WriteOwnAttribute(AdamNamespace.Reference, reference);
        var published = Text(project, "iatiIdentifier");
        WriteOwnAttribute(AdamNamespace.IatiIdentifier, published);
        // Without it, a program that imports the file would show the project to everybody.
        if (Text(project, "visibility") is { } visibility and not "partners")
            WriteOwnAttribute(AdamNamespace.Visibility, visibility);
        WriteOwnAttribute(AdamNamespace.FundedUntil, Text(project, "fundedUntil"));
        var measures = List(project, "declaredMeasures").Select(reference => reference.GetString()!).ToList();
        WriteOwnAttribute(AdamNamespace.Measures, measures.Count == 0 ? null : string.Join(' ', measures));

        WriteElement("iati-identifier", published ?? $"{IdentifierOf(owner)}-{reference}");
        WriteOrganisation("reporting-org", owner, agency: null, role: null);
        WriteNarrative("title", Text(project, "title")!);
        // The schema requires a description. An import drops one that repeats the title.
        WriteNarrative("description", Text(project, "description") ?? Text(project, "title")!, ("type", "1"));
        WriteParticipants(project, "donors", "1");
        WriteParticipants(project, "implementers", "4");
        WriteCoded("activity-status", NumberOf(CodeListCatalog.Statuses, Text(project, "status")!));
        foreach (var (member, type) in Dates)
        {
            if (Text(project, member) is not { } day)
                continue;
            xml.WriteStartElement("activity-date");
            WriteAttribute("iso-date", day);
            WriteAttribute("type", type);
            xml.WriteEndElement();
        }

        WriteCountries(project);
        foreach (var place in List(project, "places"))
            WriteLocation(place);
        WriteSectors(project);
        foreach (var target in List(project, "additionalSdgTargets"))
            WriteTag(target.GetString()!);
        WriteAmounts(project);
        foreach (var related in List(project, "relatedProjects"))
            WriteRelated(Text(related, "identifier")!, Text(related, "relation")!, isFound: false);
        // An activity that is not published is not related to others either.
        foreach (var identifier in published is null ? [] : FoundRelated(project))
            WriteRelated(identifier, "co-funded", isFound: true);
        xml.WriteEndElement();
    }

    private void WriteParticipants(JsonItem project, string list, string role)
    {
        // A donor that gives in several currencies has several entries, and is one organisation.
        var organisations = List(project, list)
            .Select(one => (Partner: Text(one, "partner"), Name: Text(one, "name")))
            .Distinct();
        foreach (var (partner, name) in organisations)
            WriteOrganisation("participating-org", partner, name, role);
    }

    /// <param name="partner">The code of the partner; null for another organisation.</param>
    /// <param name="agency">The agency of the partner, or the name of the other organisation.</param>
    /// <param name="role">The code of IATI's list OrganisationRole; null if the element has none.</param>
    private void WriteOrganisation(string element, string? partner, string? agency, string? role)
    {
        xml.WriteStartElement(element);
        if (partner is not null)
            WriteAttribute("ref", IdentifierOf(partner));
        WriteAttribute("role", role);
        WriteAttribute("type", TypeOf(partner));
        WriteElement("narrative", agency ?? NameOf(partner!));
        xml.WriteEndElement();
    }

    private void WriteCountries(JsonItem project)
    {
        var percentages = List(project, "countryPercentages")
            .ToDictionary(share => Text(share, "country")!, share => share.GetProperty("percentage").GetRawText());
        foreach (var country in List(project, "countries").Select(country => country.GetString()!))
        {
            xml.WriteStartElement("recipient-country");
            WriteAttribute("code", country);
            WriteAttribute("percentage", percentages.GetValueOrDefault(country));
            xml.WriteEndElement();
        }
    }

    private void WriteLocation(JsonElement place)
    {
        xml.WriteStartElement("location");
        WriteNarrative("name", Text(place, "name")!);
        if (place.TryGetProperty("latitude", out var latitude) && latitude.ValueKind == JsonValueKind.Number)
        {
            xml.WriteStartElement("point");
            WriteAttribute("srsName", "http://www.opengis.net/def/crs/EPSG/0/4326");
            WriteElement("pos", $"{latitude.GetRawText()} {place.GetProperty("longitude").GetRawText()}");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void WriteSectors(JsonItem project)
    {
        foreach (var sector in List(project, "sectors"))
        {
            xml.WriteStartElement("sector");
            WriteAttribute("vocabulary", Text(sector, "vocabulary") == "dac" ? "1" : "2");
            WriteAttribute("code", Text(sector, "code"));
            if (sector.TryGetProperty("percentage", out var share) && share.ValueKind == JsonValueKind.Number)
                WriteAttribute("percentage", share.GetRawText());
            xml.WriteEndElement();
        }

        foreach (var pillar in List(project, "pillars"))
        {
            // 99: the publisher's own vocabulary.
            xml.WriteStartElement("sector");
            WriteAttribute("vocabulary", "99");
            WriteAttribute("vocabulary-uri", pillars);
            WriteAttribute("code", pillar.GetString());
            xml.WriteEndElement();
        }
    }

    private void WriteTag(string target)
    {
        xml.WriteStartElement("tag");
        // 2: goals, 3: targets of the Sustainable Development Goals.
        WriteAttribute("vocabulary", target.Contains('.', StringComparison.Ordinal) ? "3" : "2");
        WriteAttribute("code", target);
        xml.WriteEndElement();
    }

    private void WriteAmounts(JsonItem project)
    {
        var donors = List(project, "donors").Where(donor => Text(donor, "currency") is not null);
        // The register does not know when money was committed, so the date is that of the project.
        var day =
            Text(project, "actualStart")
            ?? Text(project, "plannedStart")
            ?? Text(project, "createdAt")![.."2026-01-01".Length];
        foreach (var donor in donors)
        {
            xml.WriteStartElement("transaction");
            // 11: incoming commitment.
            WriteCoded("transaction-type", "11");
            xml.WriteStartElement("transaction-date");
            WriteAttribute("iso-date", day);
            xml.WriteEndElement();
            xml.WriteStartElement("value");
            WriteAttribute("currency", Text(donor, "currency"));
            WriteAttribute("value-date", day);
            xml.WriteString(donor.GetProperty("amount").GetRawText());
            xml.WriteEndElement();
            WriteOrganisation("provider-org", Text(donor, "partner"), Text(donor, "name"), role: null);
            xml.WriteEndElement();
        }
    }

    /// <summary>Returns the co-funded projects that the record does not name.</summary>
    private static IReadOnlyList<string> FoundRelated(JsonItem project) =>
        [
            .. List(project, ProjectListFormat.CoFunded)
                .Select(identifier => identifier.GetString()!)
                .Except(
                    List(project, "relatedProjects").Select(related => Text(related, "identifier")!),
                    StringComparer.OrdinalIgnoreCase
                ),
        ];

    private void WriteRelated(string identifier, string relation, bool isFound)
    {
        xml.WriteStartElement("related-activity");
        WriteAttribute("ref", identifier);
        WriteAttribute("type", NumberOf(CodeListCatalog.Relations, relation));
        if (isFound)
        {
            xml.WriteStartElement(AdamNamespace.Prefix, AdamNamespace.Found, AdamNamespace.Uri);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void WriteNarrative(string element, string text, (string Name, string Value)? attribute = null)
    {
        xml.WriteStartElement(element);
        if (attribute is { } one)
            WriteAttribute(one.Name, one.Value);
        WriteElement("narrative", text);
        xml.WriteEndElement();
    }

    private void WriteCoded(string element, string code)
    {
        xml.WriteStartElement(element);
        WriteAttribute("code", code);
        xml.WriteEndElement();
    }

    private void WriteElement(string name, string text) => xml.WriteElementString(name, Clean(text));

    private void WriteAttribute(string name, string? value)
    {
        if (value is not null)
            xml.WriteAttributeString(name, Clean(value));
    }

    private void WriteOwnAttribute(string name, string? value)
    {
        if (value is not null)
            xml.WriteAttributeString(AdamNamespace.Prefix, name, AdamNamespace.Uri, Clean(value));
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

    private static string? Text(JsonItem record, string member) =>
        record.TryGetProperty(member, out var value) ? Text(value) : null;

    private static string? Text(JsonElement record, string member) =>
        record.TryGetProperty(member, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement.ArrayEnumerator List(JsonItem record, string member) =>
        record.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : default;

    /// <summary>Returns a text without the characters that XML 1.0 does not allow.</summary>
    private static string Clean(string text)
    {
        // All characters from the space to the half characters are allowed, so few texts need a closer look.
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '\ud7ff') || text.All(XmlConvert.IsXmlChar))
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
