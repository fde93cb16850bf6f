using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Api.Subscriptions.Deliveries;
using Adam.Api.Subscriptions.Webhooks;
using Adam.Data.Subscriptions;
using Adam.Domain.Overlaps;

namespace Adam.Api.Subscriptions.Feeds;

/// <summary>Atom (RFC 4287) as the format of feeds.</summary>
internal sealed class AtomFormat : IAnswerFormat
{
    public string Name => "atom";

    public string MediaType => "application/atom+xml";
}

/// <summary>Writes the events of a subscription as an Atom feed (RFC 4287).</summary>
/// <param name="register">The configured address of the register; null for links relative to that of the feed.</param>
internal sealed class AtomFeed(Subscription subscription, IReadOnlyList<SubscriptionEvent> events, Uri? register)
{
    private const string Namespace = "http://www.w3.org/2005/Atom";

    public async Task<byte[]> WriteAsync()
    {
        using var content = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Async = true,
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
        };
        await using (var xml = XmlWriter.Create(content, settings))
        {
            await xml.WriteStartDocumentAsync();
            await xml.WriteStartElementAsync(null, "feed", Namespace);
            await TextAsync(xml, "id", $"urn:uuid:{subscription.Id}");
            await TextAsync(xml, "title", subscription.Draft.Name);
            await TextAsync(xml, "subtitle", $"Events of Adam for {subscription.Partner}");
            await InstantAsync(xml, "updated", events.Count > 0 ? events[0].Change.At : subscription.CreatedAt);
            await AuthorAsync(xml, "Adam");
            // There is no link to the feed itself: it would have the token, or lead to an error.
            foreach (var one in events)
                await EntryAsync(xml, one);
            await xml.WriteEndElementAsync();
            await xml.WriteEndDocumentAsync();
        }

        return content.ToArray();
    }

    private async Task EntryAsync(XmlWriter xml, SubscriptionEvent one)
    {
        var projects = EventText.ProjectsOf(one).ToList();
        await xml.WriteStartElementAsync(null, "entry", Namespace);
        await TextAsync(xml, "id", $"urn:uuid:{IdOf(one)}");
        await TextAsync(xml, "title", EventText.Title(one));
        await InstantAsync(xml, "published", one.Change.At);
        await InstantAsync(xml, "updated", one.Change.At);
        if (one.Change.By is { } by)
            await AuthorAsync(xml, by);
        await xml.WriteStartElementAsync(null, "category", Namespace);
        await xml.WriteAttributeStringAsync(null, "term", null, Json.NameOf(one.Type));
        await xml.WriteEndElementAsync();
        if (one.Other is { } other)
            await LinkAsync(xml, "alternate", $"/v1/overlaps/{OverlapId.Create(one.Project.Id, other.Id)}");
        foreach (var project in projects)
            await LinkAsync(xml, one.Other is null ? "alternate" : "related", $"/v1/projects/{project.Id}");
        var lines = projects.Select(project => $"{EventText.Name(project)}: {project.Project.Draft.Title}");
        if (one.Import is { } import)
        {
            await LinkAsync(xml, "alternate", $"/v1/imports/{import.Id}");
            lines = [EventText.Outcome(import)];
        }

        if (one.Questionnaire is { } questionnaire)
        {
            await LinkAsync(xml, "alternate", $"/v1/questionnaires/{questionnaire.Draft.Reference}");
            lines = [$"{questionnaire.Draft.Title[0].Text}: due {EventText.Due(one)}"];
        }

        if (one.Other is null && one.Change.Fields is { Count: > 0 } fields)
            lines = lines.Append($"Changed: {string.Join(", ", fields)}");
        await TextAsync(xml, "summary", string.Join('\n', lines));
        await xml.WriteEndElementAsync();
    }

    /// <summary>
    /// Returns an id that an event always has in this feed: a UUID of version 8 from a hash (RFC 9562).
    /// </summary>
    private Guid IdOf(SubscriptionEvent one)
    {
        var name = Encoding.UTF8.GetBytes($"{subscription.Id} {EventPayload.IdOf(one)}");
        var bytes = SHA256.HashData(name).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private async Task LinkAsync(XmlWriter xml, string relation, string path)
    {
        await xml.WriteStartElementAsync(null, "link", Namespace);
        await xml.WriteAttributeStringAsync(null, "rel", null, relation);
        await xml.WriteAttributeStringAsync(null, "type", null, Json.MediaType);
        await xml.WriteAttributeStringAsync(
            null,
            "href",
            null,
            register is null ? path : new Uri(register, path).AbsoluteUri
        );
        await xml.WriteEndElementAsync();
    }

    private static async Task AuthorAsync(XmlWriter xml, string name)
    {
        await xml.WriteStartElementAsync(null, "author", Namespace);
        await TextAsync(xml, "name", name);
        await xml.WriteEndElementAsync();
    }

    private static Task InstantAsync(XmlWriter xml, string name, DateTimeOffset at) =>
        TextAsync(xml, name, XmlConvert.ToString(at.UtcDateTime, XmlDateTimeSerializationMode.Utc));

    private static Task TextAsync(XmlWriter xml, string name, string text) =>
        xml.WriteElementStringAsync(null, name, Namespace, Valid(text));

    /// <summary>Replaces the characters that XML 1.0 does not allow.</summary>
    private static string Valid(string text)
    {
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isValid = !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value);
            valid.Append(isValid ? rune.ToString() : "\uFFFD");
        }

        return valid.ToString();
    }
}
