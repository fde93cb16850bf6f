using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Errors;
using Adam.Api.Meetings;
using Adam.Api.Serialization;
using Adam.Data.Recommendations;
using Adam.Domain.Documents;
using Adam.Domain.Partners;
using Adam.Domain.Text;

namespace Adam.Api.Documents;

/// <summary>Reads and validates descriptions of documents from request bodies, and collects all errors.</summary>
internal static class DocumentReader
{
    private const int DigitsOfSha256 = 64;

    /// <param name="errors">The errors found while the request was parsed. Further ones are added.</param>
    /// <param name="current">The document to change; null for a new one.</param>
    /// <returns>The draft. Members with errors have undefined values.</returns>
    public static DocumentDraft Read(
        DocumentBody body,
        List<ValidationError> errors,
        Document? current,
        MeetingSnapshot register
    )
    {
        var reading = new BodyErrors(errors);
        var draft = new DocumentDraft
        {
            Reference = reading.Reference(
                body.Reference,
                current?.Draft.Reference,
                DocumentDraft.IsReference,
                "it begins with a letter or digit, and has letters, digits, hyphens, dots and underscores."
            ),
            Type = body.Type ?? default,
            Title = reading.Line("title", body.Title, "A title"),
            Creator = Creator(reading, body.Creator, new(register.Partners)),
            Date = body.Date,
            Language = reading.Language("language", body.Language),
            Identifier = TextNormalization.Line(body.Identifier),
            Pillars = reading.Pillars("subject.pillars", body.Subject?.Pillars),
            Countries =
            [
                .. (body.Subject?.Countries ?? [])
                    .Select((text, i) => reading.Country($"subject.countries[{i}]", text))
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal),
            ],
            IsPartOf = reading.Meeting("isPartOf", body.IsPartOf, register),
            Url = TextNormalization.Line(body.Url) ?? "",
            Sha256 = Sha256(reading, body.Sha256),
        };
        if (body.Url is not null && !IsAddress(draft.Url))
            reading.Add(
                "url",
                $"{ValidationError.Quote(body.Url)} is no address of a document: it begins with https:// or http://.",
                ErrorCodes.BadValue
            );
        Computed(reading, body, current);
        return draft;
    }

    /// <summary>Returns true if a text is an address with <c>https</c> or <c>http</c>.</summary>
    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    private static DocumentCreator? Creator(BodyErrors reading, DocumentCreatorBody? body, PartnerDirectory partners)
    {
        if (body is null)
            return null;

        var (partner, name) = (TextNormalization.Line(body.Partner), TextNormalization.Line(body.Name));
        if (partner is null == name is null)
        {
            reading.Add(
                "creator",
                "Give one of the two: partner, or name (of an organisation that is none).",
                partner is null ? ErrorCodes.Missing : ErrorCodes.BadValue
            );
            return null;
        }

        if (partner is not null)
            return new(reading.Partner("creator.partner", partner, partners), null);
        var line = reading.Line("creator.name", name, "A name");
        return partners.Find(line) is { Agency: null } known ? new(known.Partner, null) : new(null, line);
    }

    private static string? Sha256(BodyErrors reading, string? text)
    {
        if (TextNormalization.Line(text) is not { } digits)
            return null;
        if (digits.Length != DigitsOfSha256 || !digits.All(char.IsAsciiHexDigit))
            reading.Add(
                "sha256",
                $"{ValidationError.Quote(text!)} is no SHA-256: it has 64 hexadecimal digits.",
                ErrorCodes.BadValue
            );
        return digits.ToLowerInvariant();
    }

    private static void Computed(BodyErrors reading, DocumentBody body, Document? current)
    {
        var whole = current is null
            ? null
            : JsonSerializer.SerializeToNode(DocumentResponse.FromDocument(current), Json.Options) as JsonObject;
        reading.Computed("version", body.Version, whole, first: 1);
        reading.Computed("createdAt", body.CreatedAt, whole);
        reading.Computed("updatedAt", body.UpdatedAt, whole);
        reading.Computed("updatedBy", body.UpdatedBy, whole);
    }
}
