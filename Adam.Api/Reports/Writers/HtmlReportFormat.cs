using System.Globalization;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Adam.Api.Pages;
using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;
using Adam.Api.Serialization;

namespace Adam.Api.Reports.Writers;

/// <summary>
/// Writes a report as one page that loads nothing: without a script, with its style inside, so that a saved or printed
/// page stays as it is.
/// </summary>
internal sealed class HtmlReportFormat : ReportFormat
{
    private const string StyleBegin = "<style>";
    private const string StyleEnd = "</style>";

    private static readonly string Style = ReadStyle();

    public override string Name => "html";

    public override string MediaType => Html.MediaType;

    public override string ContentType => $"{Html.MediaType}; charset=utf-8";

    /// <summary>
    /// Returns the content security policy of a page, also of one that an earlier release wrote: it allows the page's
    /// own style, by its hash, and nothing else.
    /// </summary>
    public static string PolicyOf(ReadOnlySpan<byte> page)
    {
        var (begin, end) = (page.IndexOf("<style>"u8), page.IndexOf("</style>"u8));
        var style = begin < 0 || end < begin ? [] : page[(begin + StyleBegin.Length)..end];
        var hash = Convert.ToBase64String(SHA256.HashData(style));
        return $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";
    }

    public override byte[] Write(Report report)
    {
        var texts = new ReportTexts(report.Language);
        var html = new StringBuilder();
        html.Append(
            CultureInfo.InvariantCulture,
            $"""
            <!DOCTYPE html>
            <html lang="{Json.NameOf(report.Language)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(report.Title)}</title>
            {StyleBegin}{Style}{StyleEnd}
            </head>
            <body>
            <main>
            <h1>{Encode(report.Title)}</h1>

            """
        );
        Contents(html, report, texts["Contents"]);
        foreach (var block in report.Blocks)
            Append(html, block, texts);
        html.Append("</main>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    private static void Contents(StringBuilder html, Report report, string title)
    {
        html.Append(CultureInfo.InvariantCulture, $"<nav aria-label=\"{Encode(title)}\">\n<ol>\n");
        foreach (var heading in report.Blocks.Where(block => block is { Level: 2, Id: not null }))
            html.Append(
                CultureInfo.InvariantCulture,
                $"<li><a href=\"#{heading.Id}\">{Encode(heading.Runs![0].Text)}</a></li>\n"
            );
        html.Append("</ol>\n</nav>\n");
    }

    private static void Append(StringBuilder html, ReportBlock block, ReportTexts texts)
    {
        switch (block.Type)
        {
            case ReportBlockType.Heading:
                var id = block.Id is null ? "" : $" id=\"{block.Id}\"{(block.NewPage ? " class=\"page\"" : "")}";
                html.Append(
                    CultureInfo.InvariantCulture,
                    $"<h{block.Level}{id}>{Runs(block.Runs!)}</h{block.Level}>\n"
                );
                break;
            case ReportBlockType.Paragraph:
                var paragraph = $"<p dir=\"auto\">{Runs(block.Runs!)}</p>";
                html.Append(block.Quote ? $"<blockquote>{paragraph}</blockquote>\n" : $"{paragraph}\n");
                break;
            case ReportBlockType.List:
                List(html, block.Items!, block.Ordered is true ? "ol" : "ul");
                break;
            case ReportBlockType.Table:
                Table(html, block, texts);
                break;
        }
    }

    private static void List(StringBuilder html, IReadOnlyList<ReportItem> items, string element)
    {
        var depth = 0;
        foreach (var item in items)
        {
            while (depth > item.Level)
            {
                html.Append(CultureInfo.InvariantCulture, $"</li>\n</{element}>\n");
                depth--;
            }

            if (depth == item.Level)
                html.Append("</li>\n");
            // A list within a list belongs to the item before it. One without such an item has an empty one.
            for (; depth < item.Level; depth++)
                html.Append(CultureInfo.InvariantCulture, $"<{element}>\n{(depth + 1 < item.Level ? "<li>" : "")}");
            html.Append(CultureInfo.InvariantCulture, $"<li>{Runs(item.Runs)}");
        }

        for (; depth > 0; depth--)
            html.Append(CultureInfo.InvariantCulture, $"</li>\n</{element}>\n");
    }

    private static void Table(StringBuilder html, ReportBlock table, ReportTexts texts)
    {
        var caption = Encode(table.Caption!);
        html.Append(
            CultureInfo.InvariantCulture,
            $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\n<table>\n"
                + $"<caption>{caption}</caption>\n<thead><tr>"
        );
        var classes = table.Columns!.Select((column, index) => Class(column, table.IsShort(index))).ToList();
        foreach (var (column, index) in table.Columns!.Select((column, index) => (column, index)))
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{classes[index]}>{Encode(column.Title)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows!)
        {
            html.Append("<tr>");
            foreach (var (cell, index) in row.Cells.Select((cell, index) => (cell, index)))
            {
                var (element, scope) = index == 0 ? ("th", " scope=\"row\"") : ("td", "");
                html.Append(
                    CultureInfo.InvariantCulture,
                    $"<{element}{scope}{classes[index]}>{Runs(cell)}</{element}>"
                );
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n</div>\n");
        if (texts.SourceOf(table) is { } source)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"source\">{Encode(source)}</p>\n");
    }

    private static string Class(ReportColumn column, bool isShort) =>
        column.IsNumber ? " class=\"number\""
        : isShort ? " class=\"short\""
        : "";

    private static string Runs(IReadOnlyList<ReportRun> runs) => string.Concat(runs.Select(Run));

    private static string Run(ReportRun run)
    {
        var text = Encode(run.Text);
        if (run.Code)
            text = $"<code>{text}</code>";
        if (run.Emphasis)
            text = $"<em>{text}</em>";
        if (run.Strong)
            text = $"<strong>{text}</strong>";
        if (run.Quoted || run.Language is not null)
            text = $"<bdi{(run.Language is null ? "" : $" lang=\"{Encode(run.Language)}\"")}>{text}</bdi>";
        return (run.From ?? run.Href) is { } address
            ? $"<a{(run.From is null ? "" : " class=\"figure\"")} href=\"{Encode(address)}\">{text}</a>"
            : text;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string ReadStyle()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
