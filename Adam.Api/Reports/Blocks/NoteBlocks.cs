using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Adam.Api.Reports.Blocks;

/// <summary>Converts what an editor has written in CommonMark to blocks.</summary>
/// <remarks>
/// HTML is text. A picture is its description, because a report loads nothing from elsewhere. A link that is neither
/// <c>https</c>, <c>http</c> nor <c>mailto</c> is its text.
/// </remarks>
internal static class NoteBlocks
{
    /// <summary>The headings of a note stand below that of its chapter.</summary>
    private const int HighestLevel = 3;

    private const int LowestLevel = 4;
    private const int DeepestItem = 4;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    public static IReadOnlyList<ReportBlock> FromMarkdown(string markdown) =>
        [.. Markdown.Parse(markdown, Pipeline).SelectMany(block => Convert(block, isQuote: false))];

    private static IEnumerable<ReportBlock> Convert(Block block, bool isQuote)
    {
        switch (block)
        {
            case HeadingBlock heading:
                var text = string.Concat(Runs(heading.Inline).Select(run => run.Text));
                if (text.Length > 0)
                    yield return ReportBlock.Heading(
                        Math.Clamp(heading.Level + HighestLevel - 1, HighestLevel, LowestLevel),
                        text
                    );
                break;
            case ParagraphBlock paragraph:
                yield return ReportBlock.Paragraph([.. Runs(paragraph.Inline)]) with
                {
                    Quote = isQuote,
                };
                break;
            case ListBlock list:
                yield return ReportBlock.List([.. Items(list, level: 1)], list.IsOrdered);
                break;
            case QuoteBlock quote:
                foreach (var inner in quote.SelectMany(child => Convert(child, isQuote: true)))
                    yield return inner;
                break;
            case CodeBlock code:
                foreach (var line in code.Lines.Lines.Take(code.Lines.Count))
                    yield return ReportBlock.Paragraph(new ReportRun { Text = line.Slice.ToString(), Code = true });
                break;
            case ContainerBlock container and not LinkReferenceDefinitionGroup:
                foreach (var inner in container.SelectMany(child => Convert(child, isQuote)))
                    yield return inner;
                break;
        }
    }

    private static IEnumerable<ReportItem> Items(ListBlock list, int level)
    {
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var own = item.OfType<LeafBlock>().ToList();
            var runs = own.Select(leaf => leaf is CodeBlock code ? [CodeOf(code)] : Runs(leaf.Inline).ToList())
                .Aggregate((IEnumerable<ReportRun>)[], (all, next) => all.Any() ? [.. all, Space, .. next] : next)
                .ToList();
            if (runs.Count > 0)
                yield return new(level, runs);
            foreach (
                var inner in item.OfType<ListBlock>().SelectMany(one => Items(one, Math.Min(level + 1, DeepestItem)))
            )
                yield return inner;
        }
    }

    private static ReportRun Space => ReportRun.FromText(" ");

    private static ReportRun CodeOf(CodeBlock code) =>
        new()
        {
            Text = string.Join(' ', code.Lines.Lines.Take(code.Lines.Count).Select(line => line.Slice.ToString())),
            Code = true,
        };

    private static IEnumerable<ReportRun> Runs(ContainerInline? inlines) => inlines is null ? [] : Runs(inlines, Space);

    /// <param name="form">The form of the text around the inlines.</param>
    private static IEnumerable<ReportRun> Runs(ContainerInline inlines, ReportRun form)
    {
        foreach (var inline in inlines)
        {
            var found = inline switch
            {
                LiteralInline literal => [form with { Text = literal.Content.ToString() }],
                CodeInline code => [form with { Text = code.Content, Code = true }],
                HtmlEntityInline entity => [form with { Text = entity.Transcoded.ToString() }],
                LineBreakInline => [form with { Text = " " }],
                AutolinkInline link =>
                [
                    form with
                    {
                        Text = link.Url,
                        Href = AddressOf(link.IsEmail ? $"mailto:{link.Url}" : link.Url),
                    },
                ],
                LinkInline link => Runs(
                    link,
                    link.IsImage ? form : form with { Href = AddressOf(link.Url) ?? form.Href }
                ),
                EmphasisInline { DelimiterCount: >= 2 } strong => Runs(strong, form with { Strong = true }),
                EmphasisInline emphasis => Runs(emphasis, form with { Emphasis = true }),
                ContainerInline container => Runs(container, form),
                _ => (IEnumerable<ReportRun>)[],
            };
            foreach (var run in found.Where(run => run.Text.Length > 0))
                yield return run;
        }
    }

    private static string? AddressOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" or "mailto"
            ? address.AbsoluteUri
            : null;
}
