using System.Globalization;
using System.Text;
using System.Xml;
using Adam.Benchmarks.Registers;

namespace Adam.Benchmarks.Imports;

/// <summary>
/// Writes IATI files of any size as a stream. It repeats published or generated activities, each time with new
/// identifiers.
/// </summary>
internal sealed class ActivityFile
{
    private readonly IReadOnlyList<(string Before, string Identifier, string After)> _published;
    private readonly IReadOnlyList<(string Before, string Identifier, string After)> _usable;

    private ActivityFile(
        IReadOnlyList<(string, string, string)> published,
        IReadOnlyList<(string, string, string)> usable
    ) => (_published, _usable) = (published, usable);

    /// <param name="published">A folder of IATI files. If null, activities are generated.</param>
    /// <param name="folder">A folder for temporary files.</param>
    public static async Task<ActivityFile> OfAsync(string? published, string folder, CancellationToken ct)
    {
        if (published is null)
            return new([], []);

        var all = Directory
            .EnumerateFiles(published, "*.xml")
            .Order(StringComparer.Ordinal)
            .SelectMany(Activities)
            .ToList();
        var (file, data, items) = (
            Path.Combine(folder, "published.xml"),
            Path.Combine(folder, "judge.db"),
            Path.Combine(folder, "items.ndjson")
        );
        await new ActivityFile(all, []).WriteAsync(file, all.Count, all: true, ct);
        await ImportProcess.RunAsync(data, file, ["--dry-run", "--report", items], ct);
        var outcomes = await File.ReadAllLinesAsync(items, ct);
        return new(
            all,
            [
                .. all.Where(
                    (_, index) => !outcomes[index].Contains("\"outcome\":\"rejected\"", StringComparison.Ordinal)
                ),
            ]
        );
    }

    /// <summary>Writes a file with <paramref name="count"/> activities.</summary>
    /// <param name="all">False to leave out activities that the register rejects.</param>
    public async Task WriteAsync(string path, int count, bool all, CancellationToken ct)
    {
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        await file.WriteLineAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<iati-activities version=\"2.03\">");
        var published = all ? _published : _usable;
        var invented = new World(seed: 3);
        for (var number = 0; number < count; number++)
        {
            ct.ThrowIfCancellationRequested();
            if (published.Count == 0)
            {
                await file.WriteLineAsync(Invented(invented.Next(), number));
                continue;
            }

            var (before, identifier, after) = published[number % published.Count];
            await file.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{before}{identifier}-{number}{after}")
            );
        }

        await file.WriteLineAsync("</iati-activities>");
    }

    /// <summary>
    /// Returns the activities of a file, each split into the text before its identifier, the identifier, and the text
    /// after it.
    /// </summary>
    private static IEnumerable<(string, string, string)> Activities(string file)
    {
        using var xml = XmlReader.Create(file);
        xml.MoveToContent();
        while (!xml.EOF)
        {
            if (xml is not { NodeType: XmlNodeType.Element, Depth: 1 })
            {
                xml.Read();
                continue;
            }

            var text = xml.ReadOuterXml();
            const string Begin = "<iati-identifier>",
                End = "</iati-identifier>";
            if (
                text.IndexOf(Begin, StringComparison.Ordinal) is > 0 and var begin
                && text.IndexOf(End, begin, StringComparison.Ordinal) is > 0 and var end
            )
                yield return (text[..(begin + Begin.Length)], text[(begin + Begin.Length)..end].Trim(), text[end..]);
        }
    }

    private static string Invented(Entry entry, int number)
    {
        var draft = entry.Draft;
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"<iati-activity default-currency=\"EUR\" xml:lang=\"en\">"
                + $"<iati-identifier>XX-{entry.Owner}-{number}</iati-identifier><reporting-org ref=\"{entry.Owner}\"/>"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"<title><narrative>{draft.Title}</narrative></title><description>"
                + $"<narrative>{draft.Description}</narrative></description>"
        );
        foreach (var donor in draft.Donors)
            text.Append(
                CultureInfo.InvariantCulture,
                $"<participating-org role=\"1\" ref=\"{donor.Partner}\">"
                    + $"<narrative>{donor.Name ?? donor.Partner}</narrative></participating-org>"
            );
        foreach (var implementer in draft.Implementers)
            text.Append(
                CultureInfo.InvariantCulture,
                $"<participating-org role=\"4\" ref=\"{implementer.Partner}\">"
                    + $"<narrative>{implementer.Name ?? implementer.Partner}</narrative></participating-org>"
            );
        text.Append(
            CultureInfo.InvariantCulture,
            $"<activity-status code=\"{(int)draft.Status}\"/>"
                + $"<activity-date type=\"1\" iso-date=\"{draft.PlannedStart:yyyy-MM-dd}\"/>"
        );
        if (draft.PlannedEnd is { } end)
            text.Append(CultureInfo.InvariantCulture, $"<activity-date type=\"3\" iso-date=\"{end:yyyy-MM-dd}\"/>");
        foreach (var country in draft.Countries)
            text.Append(CultureInfo.InvariantCulture, $"<recipient-country code=\"{country}\"/>");
        return text.Append("<sector vocabulary=\"1\" code=\"16063\"/></iati-activity>").ToString();
    }
}
