using System.Text;
using System.Text.RegularExpressions;
using Adam.Domain.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Text;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// Converts publishers' texts to plain text: removes HTML, decodes entities that were escaped twice, and repairs UTF-8
/// that was decoded as Windows-1252.
/// </summary>
internal static partial class PlainText
{
    /// <summary>
    /// The maximum number of times that entities are decoded. Text that was escaped more often was escaped
    /// intentionally.
    /// </summary>
    private const int MostRounds = 3;

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(
        1252,
        EncoderFallback.ExceptionFallback,
        DecoderFallback.ExceptionFallback
    )!;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // HTML elements that begin or end a line.
    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "p",
        "br",
        "div",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "blockquote",
        "section",
        "article",
        "dt",
        "dd",
    };

    /// <summary>Returns the text on one line; empty if nothing is left.</summary>
    public static string Line(string text) => Blanks().Replace(Clean(text), " ").Trim();

    /// <summary>Returns the text with its paragraphs: lines trimmed, at most one empty line in a row.</summary>
    public static string Paragraphs(string text)
    {
        var lines = Clean(text).ReplaceLineEndings("\n").Split('\n').Select(line => Blanks().Replace(line, " ").Trim());
        return EmptyLines().Replace(string.Join('\n', lines), "\n\n").Trim();
    }

    /// <summary>Cuts the text at a word, with an ellipsis, to at most <paramref name="most"/> characters.</summary>
    public static string Cut(string text, int most)
    {
        var end = text.LastIndexOf(' ', most - 2) is var blank && blank > most / 2 ? blank : most - 1;
        if (char.IsLowSurrogate(text[end]))
            end--;
        return text[..end].TrimEnd() + "…";
    }

    private static string Clean(string text)
    {
        for (var round = 0; round < MostRounds && Markup().IsMatch(text); round++)
            text = WithoutMarkup(text);

        var read = Unseen().Replace(TextNormalization.ReadWindows1252(Mended(text)), "");
        return TextNormalization.RemoveInvisible(read).Normalize(NormalizationForm.FormC);
    }

    private static string WithoutMarkup(string html)
    {
        using var source = new TextSource(html);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver);
        var text = new StringBuilder();
        while (tokenizer.Get() is { Type: not HtmlTokenType.EndOfFile } token)
        {
            switch (token.Type)
            {
                case HtmlTokenType.Character:
                    text.Append(token.Data);
                    break;
                case HtmlTokenType.StartTag or HtmlTokenType.EndTag when Blocks.Contains(token.Name):
                    text.Append('\n');
                    break;
                case HtmlTokenType.StartTag when token.Name is "script" or "style":
                    // The content of these elements is code or style, not text.
                    tokenizer.State = HtmlParseMode.Rawtext;
                    tokenizer.Get();
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// Repairs mojibake: "vÃ©rifiÃ©" becomes "vérifié". It does so only if the bytes of the whole text are valid UTF-8,
    /// which other texts practically never are.
    /// </summary>
    private static string Mended(string text)
    {
        if (!Mojibake().IsMatch(text))
            return text;

        try
        {
            return Utf8.GetString(Windows1252.GetBytes(text));
        }
        catch (Exception error) when (error is EncoderFallbackException or DecoderFallbackException)
        {
            // A part of the text is correct, so the damaged part cannot be determined.
            return text;
        }
    }

    [GeneratedRegex("</?[A-Za-z][^<>]*>|&(#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);|-->")]
    private static partial Regex Markup();

    [GeneratedRegex(
        "[\u00C2\u00C3\u00D0\u00D1]"
            + "[\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u2122]|\u00E2\u20AC"
    )]
    private static partial Regex Mojibake();

    /// <summary>Matches control characters except line ends and tabs, and the replacement character.</summary>
    [GeneratedRegex("[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD\uFFFE\uFFFF]")]
    private static partial Regex Unseen();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("\n{3,}")]
    private static partial Regex EmptyLines();
}
