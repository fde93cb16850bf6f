using System.Globalization;
using System.Text;
using System.Xml;
using Adam.Api.Errors;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// Reads the XML of an IATI file, element by element, within <see cref="IatiLimits"/>. It reads texts, attributes and
/// narratives, independent of the meaning of an element.
/// </summary>
internal sealed class IatiXmlReader : IDisposable
{
    private readonly char[] _chunk = new char[4096];
    private readonly StallLimitedStream _stream;
    private readonly XmlReader _xml;
    private string _namespace = "";
    private int _room = IatiLimits.Characters;

    // Older files are in windows-1252 and similar encodings.
    static IatiXmlReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="UnreadableFileException">The beginning of the file is not text.</exception>
    public IatiXmlReader(Stream file)
    {
        _stream = new(file);
        _xml = Guarded(() =>
            XmlReader.Create(
                _stream,
                new()
                {
                    NameTable = new BoundedNameTable(),
                    // A document type can name local files and grow without limit. IATI files have none.
                    DtdProcessing = DtdProcessing.Prohibit,
                    XmlResolver = null,
                    IgnoreComments = true,
                    IgnoreProcessingInstructions = true,
                    IgnoreWhitespace = true,
                }
            )
        );
    }

    /// <summary>The name of the current element, without its namespace.</summary>
    public string Name => _xml.LocalName;

    /// <summary>The line and column of the current node, counted from 1.</summary>
    public (int Line, int Column) Position =>
        _xml is IXmlLineInfo { LineNumber: > 0 } info ? (info.LineNumber, info.LinePosition) : (1, 1);

    /// <summary>True if texts or attributes of the record were dropped, as it has too many characters.</summary>
    public bool WasCut => _room < 0;

    /// <summary>
    /// Moves to each element of the second level and returns its name; the caller reads the element before moving on.
    /// </summary>
    /// <param name="root">Checks the root element, which is the current one.</param>
    public IEnumerable<string> Records(Action root)
    {
        while (Guarded(Next))
        {
            if (_xml.NodeType != XmlNodeType.Element)
            {
                Guarded(SkipText);
            }
            else if (_xml.Depth == 0)
            {
                _namespace = _xml.NamespaceURI;
                Guarded(() =>
                {
                    root();
                    return true;
                });
            }
            else if (_xml.Depth == 1 && _xml.NamespaceURI == _namespace)
            {
                yield return _xml.LocalName;
            }
        }
    }

    /// <summary>
    /// Runs a part of the parsing, and converts errors of the XML to <see cref="UnreadableFileException"/>.
    /// </summary>
    /// <exception cref="UnreadableFileException">
    /// The XML is not well-formed, or exceeds a limit. The exception has the position in the file.
    /// </exception>
    public T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException error)
        {
            throw WhyNot(error);
        }
        catch (UnreadableFileException error) when (error.Line == 0)
        {
            var (line, column) = Position;
            throw new UnreadableFileException(error.Code, error.Message, line, column);
        }
        catch (Exception error) when (error is DecoderFallbackException or NotSupportedException)
        {
            var (line, column) = Position;
            throw new UnreadableFileException(
                ErrorCodes.NotXml,
                "The file has bytes that are no text in its encoding.",
                line,
                column
            );
        }
    }

    /// <summary>Starts a record: resets the number of characters that it may have.</summary>
    public void StartRecord() => _room = IatiLimits.Characters;

    /// <summary>Returns the attribute of the current element, trimmed and cut; null if there is none.</summary>
    /// <param name="ns">The namespace of the attribute; empty for those of IATI.</param>
    public string? Attribute(string name, string ns = "")
    {
        const int Most = IatiLimits.AttributeCharacters;
        var value = _xml.GetAttribute(name, ns)?.Trim();
        return value?.Length > Most ? Kept(new StringBuilder(value, 0, Most, Most)) : Kept(value);
    }

    /// <summary>Returns the language of the current element (<c>xml:lang</c>); null if none is set.</summary>
    public string? Language() => _xml.XmlLang.Trim() is { Length: > 0 } language ? language : null;

    /// <summary>Returns the text of the current element, trimmed; null if there is none.</summary>
    public string? Text()
    {
        if (_xml.IsEmptyElement)
            return null;

        var text = new StringBuilder();
        var depth = _xml.Depth;
        while (Next() && _xml.Depth > depth)
            Append(text);
        return Kept(text);
    }

    /// <summary>Returns the texts of the current element: its narratives, or before 2.01 its own text.</summary>
    public List<Narrative> Narratives()
    {
        var narratives = new List<Narrative>();
        var language = Language();
        if (_xml.IsEmptyElement)
            return narratives;

        var direct = new StringBuilder();
        var depth = _xml.Depth;
        while (Next() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element && Is("narrative"))
            {
                var its = Language();
                if (Text() is { } text)
                    narratives.Add(new(its, text));
            }
            else
            {
                Append(direct);
            }
        }

        if (narratives.Count == 0 && Kept(direct) is { } plain)
            narratives.Add(new(language, plain));
        return narratives;
    }

    /// <summary>
    /// Calls <paramref name="child"/> with the name of each child element. Content that it does not read is skipped.
    /// </summary>
    public void Children(Action<string> child)
    {
        if (_xml.IsEmptyElement)
            return;

        var depth = _xml.Depth;
        while (Next() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element && _xml.Depth == depth + 1 && _xml.NamespaceURI == _namespace)
                child(_xml.LocalName);
            else
                SkipText();
        }
    }

    /// <summary>Returns true if the current element has a child of another namespace. Its content is skipped.</summary>
    public bool HasChild(string name, string ns)
    {
        if (_xml.IsEmptyElement)
            return false;

        var (depth, isFound) = (_xml.Depth, false);
        while (Next() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element)
                isFound |= _xml.Depth == depth + 1 && _xml.LocalName == name && _xml.NamespaceURI == ns;
            else
                SkipText();
        }

        return isFound;
    }

    public void Dispose() => _xml.Dispose();

    private UnreadableFileException WhyNot(XmlException error)
    {
        var (line, column) = error.LineNumber > 0 ? (error.LineNumber, error.LinePosition) : Position;
        if (error.Message.Contains("DTD", StringComparison.Ordinal))
        {
            const string Reason =
                "The file has a document type declaration (<!DOCTYPE …>). IATI files have none, "
                + "and it could name other files or grow without bounds; take it out.";
            return new(ErrorCodes.XmlRefused, Reason, line, column);
        }

        var place = string.Create(
            CultureInfo.InvariantCulture,
            $" Line {error.LineNumber}, position {error.LinePosition}."
        );
        var reason = ValidationError.Printable(error.Message.Replace(place, "", StringComparison.Ordinal), 300);
        return new(ErrorCodes.NotXml, reason, line, column);
    }

    private bool Next()
    {
        _stream.Progress();
        if (!_xml.Read())
            return false;

        return _xml.Depth <= IatiLimits.Levels
            ? true
            : throw new UnreadableFileException(
                ErrorCodes.XmlRefused,
                $"Elements stand more than {IatiLimits.Levels} deep in each other. "
                    + "No IATI file needs that; look at how the file was made."
            );
    }

    private bool Is(string name) => _xml.LocalName == name && _xml.NamespaceURI == _namespace;

    private string? Kept(StringBuilder text)
    {
        // The cut may have split a surrogate pair.
        if (text.Length > 0 && char.IsHighSurrogate(text[^1]))
            text.Length--;
        return Kept(text.ToString());
    }

    /// <summary>Returns the text, trimmed; null if it is empty, or if the record has too many characters.</summary>
    private string? Kept(string? text)
    {
        if (text?.Trim() is not { Length: > 0 } trimmed || _room < 0)
            return null;

        _room -= trimmed.Length + IatiLimits.CharactersPerText;
        return _room < 0 ? null : trimmed;
    }

    private void Append(StringBuilder text)
    {
        if (_xml.NodeType == XmlNodeType.Element)
            text.Append(' '); // markup within the text separates words
        if (_xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace))
            return;

        // The text is read in chunks, so that a text of any length needs little memory.
        while (_xml.ReadValueChunk(_chunk, 0, _chunk.Length) is var count and > 0)
        {
            _stream.Progress();
            text.Append(_chunk, 0, Math.Clamp(IatiLimits.TextCharacters - text.Length, 0, count));
        }
    }

    private bool SkipText()
    {
        if (_xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA))
            return false;

        while (_xml.ReadValueChunk(_chunk, 0, _chunk.Length) > 0)
            _stream.Progress();
        return true;
    }
}
