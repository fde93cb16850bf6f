using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Xml;
using Adam.Api.Http;
using Adam.Data.Partners;
using Adam.Domain.Iati;

namespace Adam.Api.Exports.Iati;

/// <summary>Writes projects as a file of IATI activities, version 2.03.</summary>
internal sealed class IatiListFormat(TimeProvider time, PartnerStore partners) : ProjectListFormat(time)
{
    /// <summary>The activities after which the output is flushed.</summary>
    private const int FlushEvery = 25;

    public override string Name => "iati";

    public override string MediaType => "application/xml";

    public override string Description =>
        "`iati`, of projects only, returns activities of IATI 2.03 with the pillars as sectors of vocabulary 99. A "
        + "project without any date is left out with a comment, because IATI requires a date.";

    public override bool ShowsCoFunded => true;

    protected override string Title => "IATI";

    protected override string Extension => ".xml";

    protected override async Task WriteProjectsAsync(
        HttpRequest request,
        PipeWriter body,
        IAsyncEnumerable<JsonElement> projects,
        CancellationToken ct
    )
    {
        var directory = (await partners.ListAsync(ct)).ToDictionary(partner => partner.Code, StringComparer.Ordinal);
        var pillars = $"{request.Scheme}://{request.Host}{request.PathBase}/v1/codelists/pillars";
        var xml = XmlWriter.Create(
            body.AsStream(leaveOpen: true),
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
            Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
        await xml.WriteAttributeStringAsync("xmlns", AdamNamespace.Prefix, null, AdamNamespace.Uri);
        var writer = new ActivityWriter(xml, directory, pillars);
        var count = 0;
        await foreach (var project in projects)
        {
            await writer.WriteAsync(project);
            if (++count % FlushEvery != 0)
                continue;

            // The flush waits for a client that reads slowly.
            await xml.FlushAsync();
            await body.FlushAsync(ct);
        }

        // The writer is closed only here: it would close the root element of a list that broke off.
        await xml.WriteEndElementAsync();
        await xml.WriteEndDocumentAsync();
        await xml.FlushAsync();
        await body.FlushAsync(ct);
    }
}
