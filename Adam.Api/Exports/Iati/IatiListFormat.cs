using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Serialization;
using Adam.Data.Partners;
using Adam.Domain.Iati;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Exports.Iati;

/// <summary>Writes projects as a file of IATI activities, version 2.03.</summary>
internal sealed class IatiListFormat(TimeProvider time, PartnerStore partners) : StreamedListFormat
{
    /// <summary>The activities after which the output is flushed.</summary>
    private const int FlushEvery = 25;

    public override string Name => "iati";

    public override string MediaType => "application/xml";

    public override string Description =>
        "`iati`, of projects only, returns activities of IATI 2.03 with the pillars as sectors of vocabulary 99. A "
        + "project without any date is left out with a comment, because IATI requires a date.";

    public override ListFormatScope Scope => ListFormatScope.Projects;

    protected override string Title => "IATI";

    protected override ReadOnlySpan<string> Options => [];

    protected override bool HasSelection => false;

    protected override void SetHeaders<T>(HttpContext http, ListSource<T> list)
    {
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = $"adam-projects-{day}.xml",
        }.ToString();
    }

    protected override async Task WriteBodyAsync<T>(
        HttpContext http,
        ListRequest request,
        ListSource<T> list,
        IAsyncEnumerator<T> items,
        bool hasItem,
        CancellationToken ct
    )
    {
        var directory = (await partners.ListAsync(ct)).ToDictionary(partner => partner.Code, StringComparer.Ordinal);
        var pillars = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/v1/codelists/pillars";
        var body = http.Response.BodyWriter.AsStream(leaveOpen: true);
        var xml = XmlWriter.Create(
            body,
            new()
            {
                Async = true,
                Indent = true,
                Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                NewLineHandling = NewLineHandling.Entitize,
            }
        );
        await xml.WriteStartDocumentAsync();
        await xml.WriteStartElementAsync(null, "iati-activities", null);
        await xml.WriteAttributeStringAsync(null, "version", null, "2.03");
        await xml.WriteAttributeStringAsync(
            null,
            "generated-datetime",
            null,
            time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
        await xml.WriteAttributeStringAsync("xmlns", AdamNamespace.Prefix, null, AdamNamespace.Uri);
        var writer = new ActivityWriter(xml, directory, pillars);
        for (var count = 1; hasItem; hasItem = await items.MoveNextAsync(), count++)
        {
            using var document = JsonDocument.Parse(((RawJson)(object)items.Current!).Utf8);
            await writer.WriteAsync(document.RootElement);
            if (count % FlushEvery != 0)
                continue;

            // The flush waits for a client that reads slowly.
            await xml.FlushAsync();
            await http.Response.BodyWriter.FlushAsync(ct);
        }

        // The writer is closed only here: it would close the root element of a list that broke off.
        await xml.WriteEndElementAsync();
        await xml.WriteEndDocumentAsync();
        await xml.FlushAsync();
        await http.Response.BodyWriter.FlushAsync(ct);
    }
}
