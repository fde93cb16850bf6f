using System.IO.Compression;
using System.Text;

namespace Adam.Tests.Imports;

/// <summary>Damages a file of any format. Equal seeds give equal mutants.</summary>
internal sealed class FileMutation(byte[] file, string format, int seed)
{
    private static readonly byte[][] Fragments =
    [
        "\""u8.ToArray(),
        "\n"u8.ToArray(),
        "\r"u8.ToArray(),
        ";"u8.ToArray(),
        ","u8.ToArray(),
        "\t"u8.ToArray(),
        [0],
        [0xFF],
        [0xC3],
        "#country"u8.ToArray(),
        "31/12/2016"u8.ToArray(),
        "<c r=\"XFD1048576\"/>"u8.ToArray(),
        "<![CDATA["u8.ToArray(),
        "&lol;"u8.ToArray(),
        "\\ud800"u8.ToArray(),
        "null"u8.ToArray(),
        "{}"u8.ToArray(),
        "]"u8.ToArray(),
        Encoding.UTF8.GetBytes(new string(',', 2_000)),
        "1e999"u8.ToArray(),
        "99999999999999999999999999999"u8.ToArray(),
    ];

    private static readonly string[] Openings = ["[", "{\"a\":", "<a>", "\"", "("];

    private readonly Random _random = new(seed);

    public (string Kind, byte[] Bytes) Next()
    {
        // A change of packed bytes is found by their checksum, so that most changes are made within the package.
        if (format != "xlsx" || _random.Next(4) == 0)
            return Mutate(file);

        using var zip = new ZipArchive(new MemoryStream(file));
        var parts = zip.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.Ordinal)).ToList();
        var part = parts[_random.Next(parts.Count)];
        using var content = new MemoryStream();
        using (var stream = part.Open())
            stream.CopyTo(content);
        var (kind, bytes) = Mutate(content.ToArray());
        return ($"{kind} in a part", Replaced(file, part.FullName, bytes));
    }

    /// <summary>Returns a package with another text as one of its parts.</summary>
    public static byte[] Replaced(byte[] package, string name, Action<TextWriter> write)
    {
        using var content = new MemoryStream();
        using (var text = new StreamWriter(content, new UTF8Encoding(false), 1 << 16, leaveOpen: true))
            write(text);
        return Replaced(package, name, content.ToArray());
    }

    private static byte[] Replaced(byte[] package, string name, byte[] content)
    {
        using var copy = new MemoryStream();
        copy.Write(package);
        using (var zip = new ZipArchive(copy, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(name)!.Delete();
            using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            entry.Write(content);
        }

        return copy.ToArray();
    }

    private (string Kind, byte[] Bytes) Mutate(byte[] bytes)
    {
        var at = _random.Next(bytes.Length);
        var end = Math.Min(bytes.Length, at + _random.Next(1, 200));
        switch (_random.Next(7))
        {
            case 0:
                return ("cut", bytes[..at]);
            case 1:
                var flipped = (byte[])bytes.Clone();
                for (var times = _random.Next(1, 20); times > 0; times--)
                    flipped[_random.Next(flipped.Length)] ^= (byte)(1 << _random.Next(8));
                return ("bits flipped", flipped);
            case 2:
                return ("bytes deleted", [.. bytes[..at], .. bytes[end..]]);
            case 3:
                return (
                    "fragment inserted",
                    [.. bytes[..at], .. Fragments[_random.Next(Fragments.Length)], .. bytes[at..]]
                );
            case 4:
                return ("block repeated", [.. bytes[..end], .. bytes[at..]]);
            case 5:
                var encoding = Encoding.GetEncoding(
                    ((string[])["utf-16", "utf-16BE", "utf-32", "iso-8859-1", "us-ascii"])[_random.Next(5)]
                );
                var text = Encoding.UTF8.GetString(bytes);
                return (
                    "re-encoded",
                    [.. _random.Next(2) == 0 ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]
                );
            default:
                var opening = Openings[_random.Next(Openings.Length)];
                var deep = string.Concat(Enumerable.Repeat(opening, _random.Next(100, 20_000)));
                return ("nested", [.. bytes[..at], .. Encoding.UTF8.GetBytes(deep), .. bytes[at..]]);
        }
    }
}
