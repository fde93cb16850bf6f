using System.Globalization;
using System.Text;
using System.Xml;
using Adam.Api.Requests;

namespace Adam.Api.Imports.Iati;

/// <summary>
/// Reads the activities of an IATI file, 1.01 to 2.03, one after the other: whatever its size, no more than one activity is in memory. The two generations of the standard are told apart by what
/// stands in an element, not by the version that the file claims. Elements that the register has no place for, and those of other namespaces, are stepped over.
/// </summary>
internal sealed class ActivityReader : IDisposable
{
    private const int MostLevels = 100;

    /// <summary>The longest text that is kept whole; the register takes less.</summary>
    private const int LongestText = 100_000;

    /// <summary>No attribute that the register reads has as many characters; what is longer is cut, and is still too long for what it stands for.</summary>
    private const int LongestAttribute = 500;

    /// <summary>How many characters of one activity are kept, those of names and codes among them.</summary>
    private const int MostCharacters = 10_000_000;

    /// <summary>What a text takes in memory beside its characters.</summary>
    private const int PerText = 16;

    private static readonly char[] Separators = [' ', ',', ';', '\t', '\r', '\n'];

    private readonly char[] _chunk = new char[4096];
    private readonly PatientStream _stream;
    private readonly XmlReader _xml;
    private string _namespace = "";
    private int _room = MostCharacters;

    static ActivityReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // older files are in windows-1252 and its like

    /// <exception cref="UnreadableFile">The file does not even begin as text.</exception>
    public ActivityReader(Stream file)
    {
        _stream = new(file);
        _xml = Guarded(() => XmlReader.Create(_stream, new()
        {
            NameTable = new FewNames(),
            // A document type may name files of this machine and grow without bounds; IATI has none.
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        }));
    }

    /// <summary>How many bytes of the file have been read.</summary>
    public long Taken => _stream.Taken;

    /// <summary>The activities, in their order.</summary>
    /// <exception cref="UnreadableFile">The file is no well-formed XML to its end, or no IATI file, or built to harm; activities before that place have been answered.</exception>
    public IEnumerable<Activity> Read()
    {
        while (Guarded(Next))
        {
            if (_xml.NodeType != XmlNodeType.Element)
                Guarded(SkipText);
            else if (_xml.Depth == 0)
                Guarded(Root);
            else if (_xml.Depth == 1 && Is("iati-activity"))
                yield return Guarded(ReadActivity);
        }
    }

    public void Dispose() => _xml.Dispose();

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException error)
        {
            throw WhyNot(error);
        }
        catch (UnreadableFile error) when (error.Line == 0)
        {
            var (line, column) = Place();
            throw new UnreadableFile(error.Code, error.Message, line, column);
        }
        catch (Exception error) when (error is DecoderFallbackException or NotSupportedException)
        {
            var (line, column) = Place();
            throw new UnreadableFile(ErrorCodes.NotXml, "The file has bytes that are no text in its encoding.", line, column);
        }
    }

    private UnreadableFile WhyNot(XmlException error)
    {
        var (line, column) = error.LineNumber > 0 ? (error.LineNumber, error.LinePosition) : Place();
        if (error.Message.Contains("DTD", StringComparison.Ordinal))
            return new(ErrorCodes.XmlRefused, "The file has a document type declaration (<!DOCTYPE …>). IATI files have none, and it could name other files or grow without bounds; take it out.", line, column);

        var place = string.Create(CultureInfo.InvariantCulture, $" Line {error.LineNumber}, position {error.LinePosition}.");
        return new(ErrorCodes.NotXml, Fault.Printable(error.Message.Replace(place, "", StringComparison.Ordinal), 300), line, column);
    }

    private (int Line, int Column) Place() => _xml is IXmlLineInfo { LineNumber: > 0 } info ? (info.LineNumber, info.LinePosition) : (1, 1);

    private bool Next()
    {
        _stream.Progress();
        if (!_xml.Read())
            return false;

        return _xml.Depth <= MostLevels ? true
            : throw new UnreadableFile(ErrorCodes.XmlRefused, $"Elements stand more than {MostLevels} deep in each other. No IATI file needs that; look at how the file was made.");
    }

    private bool Root()
    {
        _namespace = _xml.NamespaceURI;
        if (_xml.LocalName != "iati-activities")
            throw new UnreadableFile(ErrorCodes.NotIati, $"The root element is {Fault.Show(_xml.LocalName)}, not 'iati-activities': this is no file of IATI activities.");

        var version = Attribute("version");
        return version is null || version.StartsWith("1.", StringComparison.Ordinal) || version.StartsWith("2.", StringComparison.Ordinal) ? true
            : throw new UnreadableFile(ErrorCodes.NotIati, $"The file says that it is IATI version {Fault.Show(version)}. The versions 1.01 to 2.03 are read.");
    }

    private Activity ReadActivity()
    {
        _room = MostCharacters;
        var (line, column) = Place();
        // The place is that of the name; people count from the bracket.
        var activity = new Activity { Line = line, Column = column - 1, DefaultCurrency = Attribute("default-currency"), Language = Language() };
        Children(name =>
        {
            switch (name)
            {
                case "iati-identifier":
                    activity.Identifier ??= Text()?.Normalize(NormalizationForm.FormC);
                    break;
                case "reporting-org" when activity.Reporter is null:
                    activity.HasSecondaryReporter = Attribute("secondary-reporter") is "1" or "true";
                    activity.Reporter = Organisation();
                    break;
                case "title":
                    activity.Add(activity.Titles, Narratives());
                    break;
                case "description":
                    activity.Add(activity.Descriptions, Narratives());
                    break;
                case "participating-org":
                    activity.Add(activity.Participations, new(Attribute("role"), Organisation()));
                    break;
                case "activity-status":
                    activity.Status ??= Attribute("code");
                    break;
                case "activity-date":
                    activity.Add(activity.Dates, new(Attribute("type"), Attribute("iso-date"), Text()));
                    break;
                case "location":
                    activity.Add(activity.Locations, ReadLocation());
                    break;
                case "budget":
                    activity.Add(activity.Budgets, ReadBudget());
                    break;
                case "transaction":
                    ReadTransaction(activity);
                    break;
                case "related-activity":
                    activity.Add(activity.Related, new(Attribute("type"), Attribute("ref")));
                    break;
                case "tag":
                    activity.Add(activity.Tags, Coded(onTransaction: false));
                    break;
                default:
                    ReadCoded(name, activity, onTransaction: false);
                    break;
            }
        });
        activity.WasCut = _room < 0;
        return activity;
    }

    private void ReadCoded(string name, Activity activity, bool onTransaction)
    {
        var codes = name switch
        {
            "recipient-country" => activity.Countries,
            "recipient-region" => activity.Regions,
            "sector" => activity.Sectors,
            _ => null,
        };
        if (codes is not null)
            activity.Add(codes, Coded(onTransaction));
    }

    private Coded Coded(bool onTransaction) => new(Attribute("vocabulary"), Attribute("code"), onTransaction ? null : Attribute("percentage"), onTransaction);

    private Location ReadLocation()
    {
        List<Narrative> names = [], descriptions = [];
        (string?, string?) position = default;
        Children(name =>
        {
            switch (name)
            {
                case "name":
                    names.AddRange(Narratives());
                    break;
                case "description":
                    descriptions.AddRange(Narratives());
                    break;
                case "point":
                    Children(inner =>
                    {
                        if (inner == "pos" && Text() is { } text)
                            position = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries) is [var latitude, var longitude] ? (latitude, longitude) : (text, null);
                    });
                    break;
                case "coordinates":
                    position = (Attribute("latitude"), Attribute("longitude"));
                    break;
            }
        });
        return new(names, descriptions, position);
    }

    private Budget ReadBudget()
    {
        var type = Attribute("type");
        string? from = null, to = null;
        Money money = default;
        Children(name =>
        {
            switch (name)
            {
                case "period-start":
                    from = Attribute("iso-date");
                    break;
                case "period-end":
                    to = Attribute("iso-date");
                    break;
                case "value":
                    money = ReadMoney();
                    break;
            }
        });
        return new(type, from, to, money);
    }

    private void ReadTransaction(Activity activity)
    {
        string? type = null, provided = null, received = null;
        Money money = default;
        Organisation? provider = null;
        Children(name =>
        {
            switch (name)
            {
                case "transaction-type":
                    type = Attribute("code");
                    break;
                case "value":
                    money = ReadMoney();
                    break;
                case "provider-org":
                    provided = Attribute("provider-activity-id");
                    provider = Organisation();
                    break;
                case "receiver-org":
                    received = Attribute("receiver-activity-id");
                    break;
                default:
                    ReadCoded(name, activity, onTransaction: true);
                    break;
            }
        });
        activity.Add(activity.Transactions, new(type, money, provider, provided, received));
    }

    private Money ReadMoney()
    {
        var currency = Attribute("currency");
        return new(Text(), currency);
    }

    private Organisation Organisation()
    {
        var (identifier, type) = (Attribute("ref"), Attribute("type"));
        return new(identifier, type, Narratives());
    }

    /// <summary>The texts of an element: its narratives, or before 2.01 what stands in it.</summary>
    private List<Narrative> Narratives()
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

    /// <summary>The text of an element, trimmed; null when there is none.</summary>
    private string? Text()
    {
        if (_xml.IsEmptyElement)
            return null;

        var text = new StringBuilder();
        var depth = _xml.Depth;
        while (Next() && _xml.Depth > depth)
            Append(text);
        return Kept(text);
    }

    private string? Kept(StringBuilder text)
    {
        // Where a long text was cut, half a character may be left.
        if (text.Length > 0 && char.IsHighSurrogate(text[^1]))
            text.Length--;
        return Kept(text.ToString());
    }

    /// <summary>The text, trimmed; null when there is none, or no room for it.</summary>
    private string? Kept(string? text)
    {
        if (text?.Trim() is not { Length: > 0 } trimmed || _room < 0)
            return null;

        _room -= trimmed.Length + PerText;
        return _room < 0 ? null : trimmed;
    }

    private void Append(StringBuilder text)
    {
        if (_xml.NodeType == XmlNodeType.Element)
            text.Append(' '); // markup within the text parts words
        if (_xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace))
            return;

        // In pieces: a text of any length is read without being held.
        while (_xml.ReadValueChunk(_chunk, 0, _chunk.Length) is var count and > 0)
        {
            _stream.Progress();
            text.Append(_chunk, 0, Math.Clamp(LongestText - text.Length, 0, count));
        }
    }

    /// <summary>Steps through the elements in the current one; what <paramref name="child"/> leaves unread is stepped over.</summary>
    private void Children(Action<string> child)
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

    private bool SkipText()
    {
        if (_xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA))
            return false;

        while (_xml.ReadValueChunk(_chunk, 0, _chunk.Length) > 0)
            _stream.Progress();
        return true;
    }

    private bool Is(string name) => _xml.LocalName == name && _xml.NamespaceURI == _namespace;

    private string? Attribute(string name)
    {
        var value = _xml.GetAttribute(name)?.Trim();
        return value?.Length > LongestAttribute ? Kept(new StringBuilder(value, 0, LongestAttribute, LongestAttribute)) : Kept(value);
    }

    private string? Language() => _xml.XmlLang.Trim() is { Length: > 0 } language ? language : null;
}
