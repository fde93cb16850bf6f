using System.Text;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Adam.Api.Pages;

/// <summary>Renders a Markdown page as HTML, with navigation and a table of contents.</summary>
internal static class DocumentPage
{
    // HTML in Markdown is shown as text. The identifiers of headings are those of GitHub, so that links to them work
    // on both.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .UseAutoLinks()
        .DisableHtml()
        .Build();

    /// <summary>Returns the whole page for a path of <see cref="Documents"/>.</summary>
    public static string Render(string path)
    {
        var document = Parse(path, Documents.Read(path));
        foreach (var block in document.Descendants<FencedCodeBlock>())
            block.GetAttributes().AddProperty("tabindex", "0"); // so that the keyboard can scroll it
        var title = TitleOf(document);
        return Layout(title, Body(document), Contents(document) + Navigation(path));
    }

    /// <summary>Returns the page for a URL that no page has.</summary>
    /// <param name="url">The URL, as the client wrote it.</param>
    public static string NotFound(string url) =>
        Layout(
            "No such page",
            $"""
            <h1>No such page</h1>
            <p>There is no page <code>{Html.Encode(url)}</code>. <a href="/docs">The documentation</a> lists all of
            them.</p>
            """,
            Navigation("")
        );

    // The navigation follows the text, so that it does not precede the text on a phone. A wide window shows it on the
    // left.
    private static string Layout(string title, string content, string navigation) =>
        Html.Page(
            $"{title} - Adam",
            $"""
            <div class="columns">
            <main id="content">
            <p class="jump"><a href="#contents">Contents</a></p>
            {content}
            </main>
            <aside id="contents" aria-label="Contents">
            {navigation}
            </aside>
            </div>
            """
        );

    /// <summary>Parses a page, with its links as URLs of this server.</summary>
    /// <param name="path">The path of the page, which its links are relative to.</param>
    /// <param name="text">The Markdown of the page.</param>
    internal static MarkdownDocument Parse(string path, string text)
    {
        var document = Markdown.Parse(text, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (Documents.Resolve(path, link.Url ?? "") is { } url)
                link.Url = url;
            else
                link.ReplaceBy(new ContainerInline()); // keeps the text of the link or picture
        }

        return document;
    }

    internal static string Body(MarkdownDocument document)
    {
        using var html = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(html);
        Pipeline.Setup(renderer);
        foreach (var block in document)
        {
            var (before, after) = block switch
            {
                Table => ("""<div class="scroll" tabindex="0" role="region" aria-label="Table">""", "</div>"),
                // The pages load no script that could draw it.
                FencedCodeBlock { Info: "mermaid" } => ("<details><summary>Diagram, as text</summary>", "</details>"),
                _ => ("", ""),
            };
            html.Write(before);
            renderer.Render(block);
            html.Write(after);
        }

        return html.ToString();
    }

    private static string Contents(MarkdownDocument document)
    {
        var headings = document.OfType<HeadingBlock>().Where(heading => heading.Level is 2 or 3).ToList();
        if (headings.Count < 2)
            return "";

        var html = new StringBuilder("<nav aria-label=\"On this page\"><h2>On this page</h2><ul>");
        for (var i = 0; i < headings.Count; i++)
        {
            html.Append(Item(headings[i]));
            if (headings[i].Level is 2 && i + 1 < headings.Count && headings[i + 1].Level is 3)
            {
                html.Append("<ul>");
                while (i + 1 < headings.Count && headings[i + 1].Level is 3)
                    html.Append(Item(headings[++i])).Append("</li>");
                html.Append("</ul>");
            }

            html.Append("</li>");
        }

        return html.Append("</ul></nav>").ToString();
    }

    private static string Item(HeadingBlock heading) =>
        $"<li><a href=\"#{heading.GetAttributes().Id}\">{Html.Encode(TextOf(heading))}</a>";

    /// <summary>Returns the links of the index page, under its headings.</summary>
    private static string Navigation(string current)
    {
        var html = new StringBuilder("<nav aria-label=\"Documentation\">");
        foreach (var block in Parse(Documents.Index, Documents.Read(Documents.Index)))
        {
            if (block is HeadingBlock { Level: 2 } heading)
                html.Append("<h2>").Append(Html.Encode(TextOf(heading))).Append("</h2>");
            if (block is not ListBlock list)
                continue;

            html.Append("<ul>");
            foreach (var link in list.Select(item => item.Descendants<LinkInline>().First()))
            {
                var mark = current.Length > 0 && link.Url == Documents.UrlOf(current) ? " aria-current=\"page\"" : "";
                var item = $"<li><a href=\"{Html.Encode(link.Url!)}\"{mark}>{Html.Encode(TextOf(link))}</a></li>";
                html.Append(item);
            }

            html.Append("</ul>");
        }

        return html.Append("</nav>").ToString();
    }

    private static string TitleOf(MarkdownDocument document) => TextOf(document.OfType<HeadingBlock>().First());

    private static string TextOf(HeadingBlock heading) => TextOf(heading.Inline!);

    private static string TextOf(ContainerInline inline) =>
        string.Concat(
            inline
                .Descendants()
                .Select(part =>
                    part switch
                    {
                        LiteralInline literal => literal.Content.ToString(),
                        CodeInline code => code.Content,
                        _ => "",
                    }
                )
        );
}
