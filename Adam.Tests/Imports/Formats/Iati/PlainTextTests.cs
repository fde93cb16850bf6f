using System.Diagnostics;
using Adam.Api.Imports.Formats.Iati;

namespace Adam.Tests.Imports.Formats.Iati;

public sealed class PlainTextTests
{
    [TestCase("Boats", "Boats")]
    [TestCase("  Boats \t\r\n and  ships ", "Boats and ships")]
    [TestCase("<p>Boats</p><p>and ships</p>", "Boats and ships")]
    [TestCase("<b>Bo</b>ats", "Boats")]
    [TestCase("Boats<br>ships", "Boats ships")]
    [TestCase("Boats &amp; ships", "Boats & ships")]
    [TestCase("Boats &amp;amp; ships &amp;lt;b&amp;gt;now&amp;lt;/b&amp;gt;", "Boats & ships now")]
    [TestCase("&lt;p&gt;Boats&lt;/p&gt;", "Boats")]
    [TestCase("&nbsp;Boats&#160;&#x2013; ships&nbsp;", "Boats – ships")]
    [TestCase("AT&T, R&D; 5 < 6 > 4", "AT&T, R&D; 5 < 6 > 4")]
    [TestCase("<script>alert(1)</script>Boats<style>p { }</style>", "Boats")]
    [TestCase("Boats<script>alert(1)", "Boats")]
    [TestCase("<!-- hidden -->Boats", "Boats")]
    [TestCase("<!-- hidden --><i>Boats</i>", "Boats")]
    [TestCase(
        "Boats --> ships <!-- more",
        "Boats --> ships",
        TestName = "A comment that does not end goes to the end, where others do"
    )]
    [TestCase("Boats <!-- more", "Boats <!-- more")]
    [TestCase("Boats <a href='x", "Boats <a href='x")]
    [TestCase("&#xD800;Boats&#0;", "Boats")]
    [TestCase("&#x1F600;", "😀")]
    [TestCase("Pr\u00C3\u00A9vention du trafic", "Prévention du trafic")]
    [TestCase("l\u00E2\u20AC\u2122usage", "l’usage")]
    [TestCase("\u00D0\u203A\u00D0\u00BE\u00D0\u00B4\u00D0\u00BA\u00D0\u00B8", "Лодки")]
    [TestCase(
        "Pr\u00C3\u00A9vention in \u041B\u043E\u0434\u043A\u0438",
        "Pr\u00C3\u00A9vention in Лодки",
        TestName = "Letters that are no Windows-1252 prove that the text was read rightly"
    )]
    [TestCase(
        "Pr\u00C3\u00A9vention and caf\u00E9",
        "Pr\u00C3\u00A9vention and café",
        TestName = "A letter that was read rightly proves nothing of the others"
    )]
    [TestCase("S\u00C3O PAULO, \u00C0 venda", "SÃO PAULO, À venda")]
    [TestCase(
        "\u0645\u06CC\u200C\u0634\u0648\u062F",
        "\u0645\u06CC\u200C\u0634\u0648\u062F",
        TestName = "What parts the halves of a Persian word stays"
    )]
    [TestCase("\u202BBoats\u202C\u200F \uFEFFand\u00AD ships\u200B\uFFFD\u0007", "Boats and ships")]
    [TestCase("cafe\u0301", "caf\u00E9")]
    [TestCase("<p> </p>&nbsp;", "")]
    [TestCase("", "")]
    public void Line_is_plain(string text, string line) => Assert.That(PlainText.Line(text), Is.EqualTo(line));

    [TestCase("<p>One</p><p>Two<br/>three</p>", "One\n\nTwo\nthree")]
    [TestCase("One\r\n\r\n\r\n\r\n Two ", "One\n\nTwo")]
    [TestCase("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo")]
    [TestCase("One\u2028Two", "One\nTwo")]
    public void Paragraphs_stay(string text, string paragraphs) =>
        Assert.That(PlainText.Paragraphs(text), Is.EqualTo(paragraphs));

    [TestCase("one two three", 9, "one two…")]
    [TestCase("onetwothree", 9, "onetwoth…")]
    [TestCase("onetwot😀😀", 9, "onetwot…")]
    [TestCase("a onetwothree", 9, "a onetwo…")]
    public void Long_text_is_cut_at_a_word(string text, int most, string cut) =>
        Assert.That(PlainText.Cut(text, most), Is.EqualTo(cut).And.Length.AtMost(most));

    [TestCaseSource(nameof(Pathological))]
    public void Pathological_text_takes_no_time(string text)
    {
        var clock = Stopwatch.StartNew();
        PlainText.Line(text);
        PlainText.Paragraphs(text);
        // A time that grows with the square of the length would be minutes. A busy machine needs a second or two.
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
    }

    private static IEnumerable<TestCaseData> Pathological()
    {
        foreach (
            var unit in (string[])
                [
                    "<",
                    "<a",
                    "<a ",
                    "<a b=",
                    "<a b='",
                    "</",
                    "<!--",
                    "<!",
                    "<![CDATA[",
                    "&",
                    "&a",
                    "&#",
                    "&#x",
                    "&lt;",
                    "&amp;",
                    "&amp;lt;",
                    "<script>",
                    "<div>",
                    "a<b>&amp;</b>",
                    "\n",
                    " ",
                    " \n ",
                    "\u0301",
                    "\u00C3\u00A9",
                    "\u00AD",
                    "a\u200B",
                    "ﷺ",
                ]
        )
            yield return new TestCaseData(
                string.Concat(Enumerable.Repeat(unit, 300_000 / unit.Length))
            ).SetArgDisplayNames(unit.Length > 1 || unit[0] > ' ' ? unit : $"U+{(int)unit[0]:X4}");
        yield return new TestCaseData(
            string.Concat(Enumerable.Repeat("&amp;", 1)) + string.Concat(Enumerable.Repeat("amp;", 75_000))
        ).SetArgDisplayNames("an entity escaped 75,000 times");
        yield return new TestCaseData("<b>" + new string('<', 300_000)).SetArgDisplayNames("brackets in markup");
        yield return new TestCaseData("<b>" + string.Concat(Enumerable.Repeat("<a ", 100_000))).SetArgDisplayNames(
            "open tags in markup"
        );
        yield return new TestCaseData("<b>" + new string('&', 300_000)).SetArgDisplayNames("ampersands in markup");
    }
}
