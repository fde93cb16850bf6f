using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Xml;
using Adam.Api.Http;
using Adam.Api.Serialization;
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
        IAsyncEnumerable<JsonItem> projects,
        CancellationToken ct
    )
    {
        var directory = (await partners.ListAsync(ct)).ToDictionary(partner => partner.Code, StringComparer.Ordinal);
        var pillars = $"{request.Scheme}://{request.Host}{request.PathBase}/v1/codelists/pillars";
        // The writer fills memory and is not asked to wait for anything, which it would do for each name and value.
        using var text = new MemoryStream();
        var xml = XmlWriter.Create(
            text,
            new()
            {
                Indent = true,
                Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                NewLineHandling = NewLineHandling.Entitize,
            }
        );
        xml.WriteStartDocument();
        xml.WriteStartElement("iati-activities");
        xml.WriteAttributeString("version", "2.03");
        xml.WriteAttributeString(
            "generated-datetime",
            Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
        xml.WriteAttributeString("xmlns", AdamNamespace.Prefix, null, AdamNamespace.Uri);
        var writer = new ActivityWriter(xml, directory, pillars);
        var count = 0;
        await foreach (var project in projects)
        {
            writer.Write(project);
            if (++count % FlushEvery == 0)
                await SendAsync();
        }

        // The writer is closed only here: it would close the root element of a list that broke off.
        xml.WriteEndElement();
        xml.WriteEndDocument();
        await SendAsync();

        // The flush of the body waits for a client that reads slowly.
        async Task SendAsync()
        {
            xml.Flush();
            await body.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), ct);
            text.SetLength(0);
        }
    }
}
