using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Text;

namespace Adam.Api.Imports.Iati;

/// <summary>Makes plain text of what publishers put into their texts: HTML, entities that were escaped twice, UTF-8 that was once taken for Windows-1252.</summary>
internal static partial class PlainText
{
    /// <summary>A text escaped more often than this was escaped on purpose.</summary>
    private const int MostRounds = 3;

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // What begins or ends a line when it is shown.
    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
        { "p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "section", "article", "dt", "dd" };

    /// <summary>The text on one line; empty when nothing is left.</summary>
    public static string Line(string text) => Blanks().Replace(Clean(text), " ").Trim();

    /// <summary>The text with its paragraphs: lines trimmed, never more than one empty line.</summary>
    public static string Paragraphs(string text)
    {
        var lines = Clean(text).ReplaceLineEndings("\n").Split('\n').Select(line => Blanks().Replace(line, " ").Trim());
        return EmptyLines().Replace(string.Join('\n', lines), "\n\n").Trim();
    }

    /// <summary>The text cut at a word, with an ellipsis, so that it has at most so many characters.</summary>
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

        return Unseen().Replace(Mended(text), "").Normalize(NormalizationForm.FormC);
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
                    // Its content is one run of characters, and no text.
                    tokenizer.State = HtmlParseMode.Rawtext;
                    tokenizer.Get();
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>"vÃ©rifiÃ©" was "vérifié": undone where the whole text proves it, since the bytes of no other text happen to be UTF-8.</summary>
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
            // Some of it was written rightly: then nobody can tell which.
            return text;
        }
    }

    [GeneratedRegex("</?[A-Za-z][^<>]*>|&(#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);|-->")]
    private static partial Regex Markup();

    [GeneratedRegex("[\u00C2\u00C3\u00D0\u00D1][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u2122]|\u00E2\u20AC")]
    private static partial Regex Mojibake();

    /// <summary>Control characters but line ends and tabs, marks of direction and of zero width, and what stands for a character that was lost.</summary>
    [GeneratedRegex("[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFFD\uFFFE\uFFFF]")]
    private static partial Regex Unseen();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("\n{3,}")]
    private static partial Regex EmptyLines();
}
