using System.IO.Pipelines;
using System.Text;
using System.Xml;

namespace Adam.Benchmarks.Exchange;

/// <inheritdoc/>
/// <param name="records">The activities.</param>
internal sealed class ConstantIati(IReadOnlyList<XmlElement> records) : ConstantList
{
    /// <summary>The activities after which the output is flushed.</summary>
    private const int FlushEvery = 25;

    public static ConstantIati Read(IEnumerable<string> files) =>
        new([
            .. files.SelectMany(file =>
            {
                var document = new XmlDocument();
                document.Load(file);
                return document.DocumentElement!.ChildNodes.OfType<XmlElement>();
            }),
        ]);

    public override async Task WriteAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        using var text = new MemoryStream();
        await using var xml = XmlWriter.Create(
            text,
            new()
            {
                Async = true,
                Indent = true,
                Encoding = new UTF8Encoding(false),
                NewLineHandling = NewLineHandling.Entitize,
            }
        );
        xml.WriteStartElement("iati-activities");
        // The prefix of the program's own attributes.
        xml.WriteAttributeString("xmlns", "adam", null, records[0].GetNamespaceOfPrefix("adam"));
        for (var row = 0; row < rows; row++)
        {
            records[row % records.Count].WriteTo(xml);
            if (row % FlushEvery == 0)
                await SendAsync();
        }

        xml.WriteEndElement();
        await SendAsync();

        async Task SendAsync()
        {
            xml.Flush();
            await body.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), ct);
            text.SetLength(0);
        }
    }
}
