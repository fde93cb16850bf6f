using System.IO.Compression;
using System.Text;

namespace Adam.Tests.Imports;

/// <summary>Generates damaged and hostile files. Equal seeds give equal files.</summary>
internal sealed class Mutants(IReadOnlyList<byte[]> files, int seed)
{
    private static readonly string[] Encodings =
    [
        "utf-8",
        "utf-16",
        "windows-1252",
        "iso-8859-1",
        "utf-7",
        "utf-32",
        "us-ascii",
        "shift_jis",
        "gb18030",
        "iso-2022-jp",
        "iso-2022-kr",
        "hz-gb-2312",
        "ibm037",
        "koi8-r",
        "x-none",
        "utf-8 ",
        "",
    ];

    private static readonly string[] Fragments =
    [
        "&#0;",
        "&#xD800;",
        "&#xFFFF;",
        "&lol;",
        "&amp;amp;amp;lt;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "--",
        "-->",
        "<?xml version=\"1.0\"?>",
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">",
        "<iati-activity>",
        "</iati-activity>",
        "<iati-activity/>",
        "\0",
        "\u0085",
        "\uFEFF",
        "\uFFFE",
        "😀",
        "e\u0301",
        " xmlns=\"x\"",
        " xmlns:a=\"\"",
        " xml:lang=\"" + new string('x', 300) + "\"",
        "1e400",
        "-0",
        "NaN",
        "Infinity",
        "99999999999999999999999999999",
        "99999999999999.99999",
        "0000-00-00",
        "2014-02-30",
        "10000-01-01",
        "2014-01-01T25:61:61Z",
        "2014-01-01+99:99",
        "-2014-01-01",
        "٢٠١٤-٠١-٠١",
        "1/2/2014",
        "\u202E",
        "\u200C",
        "<b>&lt;b&gt;&amp;lt;",
        "<script>",
        "\" ",
        ">",
        "<",
        "percentage=\"33.333\"",
    ];

    private readonly Random _random = new(seed);

    public (string Kind, byte[] Bytes) Next()
    {
        var file = files[_random.Next(files.Count)];
        var kind = _random.Next(9);
        return kind switch
        {
            0 => ("cut", file[..At(file)]),
            1 => ("bits flipped", Flipped(file)),
            2 => ("bytes deleted", Spliced(file, At(file), _random.Next(1, 20), [])),
            3 => ("bytes inserted", Spliced(file, At(file), 0, Bytes(_random.Next(1, 20)))),
            4 => ("fragment inserted", Fragmented(file)),
            5 => ("block repeated", Repeated(file)),
            6 => ("blocks swapped", Swapped(file)),
            7 => ("under another encoding", Declared(file)),
            _ => ("number or date changed", Renumbered(file)),
        };
    }

    /// <summary>Returns files that are designed to harm. Very large ones are generated as a stream.</summary>
    /// <param name="many">The number of parts where there are many, above all limits.</param>
    public static IEnumerable<(string Kind, Func<Stream> Open)> Hostile(int many)
    {
        yield return ("empty", () => ToStream(""));
        yield return ("blanks", () => ToStream(" \n "));
        yield return ("no XML", () => ToStream("reference,title\n1,Boats\n"));
        yield return ("another root", () => ToStream("<iati-organisations version=\"2.03\"/>"));
        yield return ("gzip", () => new MemoryStream(Gzip(Activity(""))));
        yield return ("NUL bytes", () => new MemoryStream(new byte[5000]));
        yield return (
            "entity bomb",
            () =>
                ToStream(
                    "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\">"
                        + string.Concat(
                            Enumerable
                                .Range(0, 20)
                                .Select(i => $"<!ENTITY {(char)('b' + i)} \"&{(char)('a' + i)};&{(char)('a' + i)};\">")
                        )
                        + "]>"
                        + Activity("<title>&u;</title>")
                )
        );
        yield return (
            "external entity",
            () => ToStream("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + Activity("<title>&x;</title>"))
        );
        yield return (
            "external document type",
            () => ToStream("<!DOCTYPE a SYSTEM \"file:///etc/passwd\">" + Activity(""))
        );
        yield return ("undeclared entity", () => ToStream(Activity("<title>&x;</title>")));
        yield return (
            "XInclude",
            () =>
                ToStream(
                    Activity(
                        "<title><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" "
                            + "href=\"file:///etc/passwd\" parse=\"text\"/></title>"
                    )
                )
        );
        yield return ("stylesheet", () => ToStream("<?xml-stylesheet href=\"file:///etc/passwd\"?>" + Activity("")));
        yield return ("UTF-7", () => ToStream("<?xml version=\"1.0\" encoding=\"utf-7\"?>" + Activity("")));
        yield return ("XML 1.1", () => ToStream("<?xml version=\"1.1\"?>" + Activity("")));
        byte[][] marks =
        [
            [0, 0, 0xFE, 0xFF],
            [0xFF, 0xFE, 0, 0],
            [0, 0, 0xFF, 0xFE],
            [0xFE, 0xFF, 0, 0],
            [0x4C, 0x6F, 0xA7, 0x94],
            [0, 0, 0, 0x3C],
            [0x3C, 0, 0, 0],
            [0, 0, 0x3C, 0],
            [0xFE, 0xFF],
            [0xEF, 0xBB, 0xBF],
        ];
        foreach (var mark in marks)
            yield return (
                $"begins {Convert.ToHexString(mark)}",
                () => new MemoryStream([.. mark, .. Encoding.UTF8.GetBytes(Activity(""))])
            );
        yield return (
            "in 10,000 elements",
            () =>
                new Pieces([
                    Text("<iati-activities>"),
                    .. Many("<a>", 10_000),
                    .. Many("</a>", 10_000),
                    Text("</iati-activities>"),
                ])
        );
        yield return (
            "10,000 deep in a title",
            () =>
                ToStream(
                    Activity(
                        "<title>"
                            + string.Concat(Enumerable.Repeat("<a>", 10_000))
                            + string.Concat(Enumerable.Repeat("</a>", 10_000))
                            + "</title>"
                    )
                )
        );
        yield return (
            "many attributes",
            () =>
                new Pieces([
                    Text("<iati-activities><iati-activity"),
                    .. Enumerable.Range(0, many).Select(i => Text($" a{i}=\"\"")),
                    Text("/></iati-activities>"),
                ])
        );
        yield return (
            "many names",
            () =>
                new Pieces([
                    Text("<iati-activities><iati-activity>"),
                    .. Enumerable.Range(0, many).Select(i => Text($"<a{i}/>")),
                    Text("</iati-activity></iati-activities>"),
                ])
        );
        yield return (
            "many transactions",
            () =>
                In(
                    Many(
                        "<transaction><transaction-type code=\"2\"/><value currency=\"USD\">1</value></transaction>",
                        many
                    )
                )
        );
        yield return (
            "many narratives",
            () => In([Text("<title>"), .. Many("<narrative>drugs and boats</narrative>", many), Text("</title>")])
        );
        yield return (
            "long codes of many sectors",
            () => In(Many($"<sector code=\"{new string('1', 3000)}\"/>", 20_000))
        );
        yield return (
            "long names of many organisations",
            () => In(Many($"<participating-org role=\"1\">{new string('x', 99_000)}</participating-org>", 500))
        );
        yield return (
            "50 MB of text",
            () => In([Text("<title>"), .. Many(new string('x', 1000), 50_000), Text("</title>")])
        );
        yield return (
            "50 MB of text elsewhere",
            () =>
                new Pieces([
                    Text("<iati-activities>"),
                    .. Many(new string('x', 1000), 50_000),
                    Text("</iati-activities>"),
                ])
        );
        yield return (
            "50 MB of CDATA",
            () =>
                In([
                    Text("<description><narrative><![CDATA["),
                    .. Many(new string('<', 1000), 50_000),
                    Text("]]></narrative></description>"),
                ])
        );
        yield return (
            "50 MB of an attribute",
            () => In([Text("<sector code=\""), .. Many(new string('x', 1000), 50_000), Text("\"/>")])
        );
        yield return ("50 MB of a name", () => In([Text("<"), .. Many(new string('x', 1000), 50_000), Text("/>")]));
        yield return (
            "50 MB of a comment",
            () => In([Text("<!--"), .. Many(new string('x', 1000), 50_000), Text("-->")])
        );
        yield return (
            "50 MB of an instruction",
            () => In([Text("<?x "), .. Many(new string('x', 1000), 50_000), Text("?>")])
        );
        yield return ("50 MB of blanks", () => In(Many(new string(' ', 1000), 50_000)));
        yield return (
            "deep HTML",
            () =>
                ToStream(
                    Activity(
                        "<description>"
                            + string.Concat(Enumerable.Repeat("&lt;div&gt;&lt;b&gt;", 20_000))
                            + "drugs</description>"
                    )
                )
        );
        yield return (
            "half a character at the longest text",
            () =>
                ToStream(
                    Activity(
                        "<title>"
                            + new string('x', 99_999)
                            + "😀 and more</title><iati-identifier>"
                            + new string('x', 99_999)
                            + "😀</iati-identifier>"
                    )
                )
        );
        yield return (
            "half a character at the longest attribute",
            () => ToStream(Activity($"<participating-org role=\"1\" ref=\"{new string('x', 499)}😀\"/>"))
        );
        yield return (
            "one identifier in two forms",
            () => ToStream($"<iati-activities>{Whole("caf\u00E9")}{Whole("cafe\u0301")}</iati-activities>")
        );
        yield return (
            "many codes",
            () =>
                ToStream(
                    Activity(
                        string.Concat(
                            Domain.CodeLists.CodeListCatalog.Countries.Codes.Select(code =>
                                $"<recipient-country code=\"{code}\"/>"
                            )
                        )
                    )
                )
        );
    }

    public static string Whole(string identifier, string more = "") =>
        $"<iati-activity><iati-identifier>{identifier}</iati-identifier><reporting-org ref=\"US-GOV-1\"/>"
        + $"<title>Boats</title><activity-date type=\"1\" iso-date=\"2020-01-01\"/>"
        + $"<recipient-country code=\"TJ\"/><sector code=\"16063\"/>{more}</iati-activity>";

    private static string Activity(string more) => $"<iati-activities>{Whole("A-1", more)}</iati-activities>";

    private static MemoryStream ToStream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static Pieces In(IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        var around = Activity("|").Split('|');
        return new([Text(around[0]), .. parts, Text(around[1])]);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Many(string text, int times) =>
        Enumerable.Repeat(Text(text), times);

    private static ReadOnlyMemory<byte> Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private int At(byte[] file) => _random.Next(file.Length);

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Spliced(byte[] file, int at, int without, byte[] with) =>
        [.. file.AsSpan(0, at), .. with, .. file.AsSpan(Math.Min(file.Length, at + without))];

    private byte[] Flipped(byte[] file)
    {
        var bytes = file.ToArray();
        for (var i = _random.Next(1, 6); i > 0; i--)
            bytes[At(file)] ^= (byte)(1 << _random.Next(8));
        return bytes;
    }

    // Three of four fragments are inserted after the next bracket or quotation mark, where they may be well-formed. The
    // others are inserted anywhere.
    private byte[] Fragmented(byte[] file)
    {
        var at = At(file);
        if (_random.Next(4) > 0 && file.AsSpan(at).IndexOfAny((byte)'>', (byte)'"') is >= 0 and var next)
            at += next + 1;
        return Spliced(file, at, 0, Encoding.UTF8.GetBytes(Fragments[_random.Next(Fragments.Length)]));
    }

    private byte[] Repeated(byte[] file)
    {
        var (start, end) = Block(file);
        var block = file[start..end];
        return
        [
            .. file.AsSpan(0, end),
            .. Enumerable.Repeat(block, _random.Next(1, 5)).SelectMany(bytes => bytes),
            .. file.AsSpan(end),
        ];
    }

    private byte[] Swapped(byte[] file)
    {
        var (start, end) = Block(file);
        var (other, last) = Block(file);
        return end <= other
            ?
            [
                .. file.AsSpan(0, start),
                .. file.AsSpan(other, last - other),
                .. file.AsSpan(end, other - end),
                .. file.AsSpan(start, end - start),
                .. file.AsSpan(last),
            ]
            : Spliced(file, start, end - start, file[other..last]);
    }

    /// <summary>
    /// Returns a random range: mostly one line, which is often a whole element, otherwise up to 3,000 bytes and the
    /// rest of the line.
    /// </summary>
    private (int Start, int End) Block(byte[] file)
    {
        var start = Math.Min(file.Length - 1, Line(file, At(file)));
        var end = _random.Next(4) > 0 ? start : Math.Min(file.Length - 1, start + _random.Next(1, 3000));
        return (start, Math.Min(file.Length, Math.Max(start + 1, Line(file, end))));
    }

    private static int Line(byte[] file, int at) =>
        file.AsSpan(at).IndexOf((byte)'\n') is >= 0 and var end ? at + end + 1 : at;

    private byte[] Declared(byte[] file)
    {
        var text = Encoding.UTF8.GetString(file);
        var end = text.IndexOf("?>", StringComparison.Ordinal);
        var body =
            $"<?xml version=\"1.0\" encoding=\"{Encodings[_random.Next(Encodings.Length)]}\"?>"
            + $"{(end < 0 ? text : text[(end + 2)..])}";
        return _random.Next(4) switch
        {
            0 => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(body)],
            1 => Encoding.Latin1.GetBytes(body),
            2 => Encoding.BigEndianUnicode.GetBytes(body),
            _ => Encoding.UTF8.GetBytes(body),
        };
    }

    private byte[] Renumbered(byte[] file)
    {
        var bytes = file.ToArray();
        for (var i = _random.Next(1, 10); i > 0; i--)
        {
            var after = bytes.AsSpan(At(file));
            var digit = after.IndexOfAnyInRange((byte)'0', (byte)'9');
            if (digit >= 0)
                after[digit] = (byte)"0123456789-.,eE+ /"[_random.Next(18)];
        }

        return bytes;
    }

    /// <summary>A file that is too long for memory.</summary>
    private sealed class Pieces(IEnumerable<ReadOnlyMemory<byte>> pieces) : ReadOnlyStream
    {
        private readonly IEnumerator<ReadOnlyMemory<byte>> _pieces = pieces.GetEnumerator();
        private ReadOnlyMemory<byte> _rest;

        public override int Read(Span<byte> buffer)
        {
            var filled = 0;
            while (filled < buffer.Length)
            {
                if (_rest.IsEmpty)
                {
                    if (!_pieces.MoveNext())
                        break;
                    _rest = _pieces.Current;
                }

                var count = Math.Min(_rest.Length, buffer.Length - filled);
                _rest.Span[..count].CopyTo(buffer[filled..]);
                _rest = _rest[count..];
                filled += count;
            }

            return filled;
        }

        protected override void Dispose(bool disposing)
        {
            _pieces.Dispose();
            base.Dispose(disposing);
        }
    }
}
