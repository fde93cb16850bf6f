using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Adam.Api.Http;
using Adam.Api.Serialization;
using Adam.Domain.Iati;
using Adam.Domain.Partners;

namespace Adam.Api.Exports.Iati;

/// <summary>Writes the activities of a file, which others write, too.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Its writer writes to memory, and holds nothing else.")]
internal sealed class ActivitiesWriter : IItemWriter
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineHandling = NewLineHandling.Entitize,
    };

    // The writer fills memory and is not asked to wait for anything, which it would do for each name and value.
    private readonly MemoryStream _text = new();
    private readonly JsonItem _project = new();
    private readonly XmlWriter _xml;
    private readonly ActivityWriter _activity;

    public ActivitiesWriter(IReadOnlyDictionary<string, Partner> partners, string pillars)
    {
        _xml = XmlWriter.Create(_text, Settings);
        // The activities are written within the root element, whose tags other bytes of the file have.
        WriteStart(_xml, default);
        Take();
        _activity = new ActivityWriter(_xml, partners, pillars);
    }

    /// <summary>Returns the bytes of a file before and after its activities.</summary>
    public static (ReadOnlyMemory<byte> Start, ReadOnlyMemory<byte> End) Around(DateTimeOffset time)
    {
        using var text = new MemoryStream();
        using (var xml = XmlWriter.Create(text, Settings))
        {
            WriteStart(xml, time);
            xml.WriteEndDocument();
        }

        var file = text.GetBuffer().AsMemory(0, (int)text.Length);
        var comment = file.Span.IndexOf("<!---->"u8);
        return (file[..comment].TrimEnd(" \r\n"u8), file[(comment + "<!---->".Length)..]);
    }

    public void Write(JsonElement item)
    {
        _project.Read(item);
        _activity.Write(_project);
    }

    public ReadOnlyMemory<byte> Take()
    {
        _xml.Flush();
        var written = _text.GetBuffer().AsMemory(0, (int)_text.Length);
        _text.SetLength(0);
        return written;
    }

    /// <summary>Writes the tag of the root element, and a comment, before which the tag ends.</summary>
    private static void WriteStart(XmlWriter xml, DateTimeOffset time)
    {
        xml.WriteStartDocument();
        xml.WriteStartElement("iati-activities");
        xml.WriteAttributeString("version", "2.03");
        xml.WriteAttributeString(
            "generated-datetime",
            time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
        xml.WriteAttributeString("xmlns", AdamNamespace.Prefix, null, AdamNamespace.Uri);
        xml.WriteComment("");
    }
}
