using Adam.Domain.Text;
using CsCheck;

namespace Adam.Tests.Text;

public sealed class TextNormalizationTests
{
    [TestCase("d\u0092héroïne", "d’héroïne")]
    [TestCase("police\u0096heroin", "police–heroin")]
    [TestCase("\u0093caf\u00e9\u0094 \u0080 5", "“café” € 5")]
    [TestCase("a\u0081b\u008d\u008f\u0090\u009d", "ab")]
    [TestCase("more\u0085", "more…")]
    public void Characters_of_Windows_1252_are_read_as_HTML_reads_them(string text, string expected)
    {
        Assert.That(TextNormalization.HasWindows1252(text), Is.True);
        Assert.That(TextNormalization.Line(text), Is.EqualTo(expected));
    }

    [TestCase("\u200bC14-1")]
    [TestCase("\ufeffC14-1")]
    [TestCase("C14\u00ad-1")]
    [TestCase("C\u200d14-1\u200c")]
    [TestCase("\u202aC14-1\u202c")]
    [TestCase("C14-1\u2060\ufe0f\u3164")]
    [TestCase("C14-1\U000E0041\U000E007F")]
    public void Invisible_characters_are_removed(string text) =>
        Assert.That(TextNormalization.Line(text), Is.EqualTo("C14-1"));

    [Test]
    public void Joiner_between_letters_that_need_it_stays()
    {
        const string Persian = "مواد\u200cمخدر";
        Assert.That(TextNormalization.Line(Persian), Is.EqualTo(Persian));
        Assert.That(TextNormalization.Line("\u200cمواد\u200c مخدر\u200c"), Is.EqualTo("مواد مخدر"));
        Assert.That(TextNormalization.Line("مواد\u200b\u200cمخدر"), Is.EqualTo(Persian));
    }

    [TestCase("  two\t spaces\u00a0\u2003here \n", "two spaces here")]
    [TestCase(" \u200b ", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void Line_has_single_spaces(string? text, string? expected) =>
        Assert.That(TextNormalization.Line(text), Is.EqualTo(expected));

    [TestCase(" a  b \r\n\r\n\r\n c\rd ", "a b\n\nc\nd")]
    [TestCase("\n\n", null)]
    [TestCase("a \t b\tc", "a\tb\tc")]
    public void Paragraphs_keep_lines_and_single_empty_lines(string text, string? expected) =>
        Assert.That(TextNormalization.Paragraphs(text), Is.EqualTo(expected));

    [Test]
    public void Normal_form_is_stable() =>
        Gen.OneOf(Gen.String, Gen.String["ab \u0085\u0092\u200b\u200c\u200d\ufeff\nم\u00ad"])
            .Where(text => !text.Any(char.IsSurrogate))
            .Sample(text =>
            {
                var line = TextNormalization.Line(text);
                var paragraphs = TextNormalization.Paragraphs(text);
                return TextNormalization.Line(line) == line && TextNormalization.Paragraphs(paragraphs) == paragraphs;
            });

    /// <summary>Default_Ignorable_Code_Point of DerivedCoreProperties.txt, without those beyond U+FFFF.</summary>
    private static readonly string[] Ignorable =
    [
        "\u00ad",
        "\u034f",
        "\u061c",
        "\u115f\u1160",
        "\u17b4\u17b5",
        "\u180b\u180f",
        "\u200b\u200f",
        "\u202a\u202e",
        "\u2060\u206f",
        "\u3164",
        "\ufe00\ufe0f",
        "\ufeff",
        "\uffa0",
        "\ufff0\ufff8",
    ];

    [Test]
    public void Each_ignorable_character_is_removed_and_no_other()
    {
        for (var code = 0; code <= char.MaxValue; code++)
        {
            var character = (char)code;
            if (char.IsSurrogate(character))
                continue;

            var isIgnorable = Array.Exists(Ignorable, range => character >= range[0] && character <= range[^1]);
            Assert.That(
                TextNormalization.RemoveInvisible($"a{character}b"),
                Is.EqualTo(isIgnorable ? "ab" : $"a{character}b"),
                $"U+{code:X4}"
            );
        }
    }

    [TestCase(0xDFFFF, false)]
    [TestCase(0xE0000, true)]
    [TestCase(0xE0FFF, true)]
    [TestCase(0xE1000, false)]
    public void Supplementary_characters_are_removed_whole(int code, bool isIgnorable)
    {
        var character = char.ConvertFromUtf32(code);
        Assert.That(
            TextNormalization.RemoveInvisible($"a{character}b"),
            Is.EqualTo(isIgnorable ? "ab" : $"a{character}b")
        );
    }

    [TestCase(0x058f, false)]
    [TestCase(0x0590, true)]
    [TestCase(0x109f, true)]
    [TestCase(0x10a0, false)]
    [TestCase(0x177f, false)]
    [TestCase(0x1780, true)]
    [TestCase(0x18af, true)]
    [TestCase(0x18b0, false)]
    [TestCase(0xfb4f, false)]
    [TestCase(0xfb50, true)]
    [TestCase(0xfefc, true)]
    [TestCase(0xfefd, false)]
    public void Joiner_stays_between_letters_of_a_script_that_writes_with_it(int code, bool stays)
    {
        var letter = (char)code;
        var (with, without) = ($"{letter}\u200c{letter}", $"{letter}{letter}");
        Assert.That(TextNormalization.RemoveInvisible(with), Is.EqualTo(stays ? with : without));
        Assert.That(TextNormalization.RemoveInvisible($"{letter}\u200c"), Is.EqualTo($"{letter}"), "nothing follows");
        Assert.That(TextNormalization.RemoveInvisible($"{letter}\u200c\u200bx"), Is.EqualTo($"{letter}x"));
    }
}
