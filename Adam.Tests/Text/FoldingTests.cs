using Adam.Domain.Text;

namespace Adam.Tests.Text;

public sealed class FoldingTests
{
    [Test]
    public void What_is_too_long_is_cut_between_characters()
    {
        Assert.That(Folding.Words(new string('a', 50)), Is.EqualTo(new[] { new string('a', 40) }));
        Assert.That(Folding.Words(new string('a', 38) + "😀b"), Is.EqualTo(new[] { new string('a', 38) + "😀" }));
        Assert.That(
            Folding.Words(new string('a', 39) + "😀b"),
            Is.EqualTo(new[] { new string('a', 39) }),
            "a surrogate pair is not split"
        );
        Assert.That(Folding.Key(new string('ß', 150)), Is.EqualTo(new string('s', 200)), "the key fits its column");
    }

    [TestCase("Gеrmany", "Germany")] // Cyrillic е
    [TestCase("UNODС", "UNODC")] // Cyrillic С
    [TestCase("ΝATO", "NATO")] // Greek Ν
    [TestCase("Роccия", "Россия")] // Latin c
    [TestCase("USАID office", "USAID office")]
    public void Word_that_mixes_scripts_is_the_word_that_it_looks_like(string mixed, string word)
    {
        Assert.That(mixed, Is.Not.EqualTo(word));
        Assert.That(Folding.Fold(mixed), Is.EqualTo(Folding.Fold(word)));
    }

    [TestCase("Россия")]
    [TestCase("Ελλάδα")]
    [TestCase("IT-отдел")]
    [TestCase("3я COVIDный")]
    public void Other_words_keep_their_letters(string text) =>
        Assert.That(Folding.Key(text), Has.Length.EqualTo(text.Count(char.IsLetterOrDigit)));

    [TestCase("مواد\u200cمخدر", "مواد مخدر")]
    [TestCase("her\u200coin", "heroin")]
    [TestCase("her\u00adoin", "heroin")]
    [TestCase("\ufeffheroin\u200b", "heroin")]
    public void Half_space_parts_words_only_where_a_script_uses_it(string text, string expected) =>
        Assert.That(Folding.Fold(text), Is.EqualTo(Folding.Fold(expected)));

    [TestCase("ßæœøđðłħıþŧ", "ssaeoeoddlhitht")]
    [TestCase("ي ى ك", "ی ی ک")]
    public void Letters_that_Unicode_does_not_decompose_are_those_without_the_stroke(string text, string expected) =>
        Assert.That(Folding.Fold(text), Is.EqualTo(expected));

    [TestCase("аb", "ab")] // as many letters of each: Latin
    [TestCase("ааf", "aaf")] // mostly Cyrillic, which has nothing like f
    [TestCase("ssж", "ѕѕж")] // mostly Latin, which has nothing like ж
    [TestCase("жжf", "жжf")] // neither can write it
    [TestCase("αж", "аж")] // Greek and Cyrillic
    [TestCase("αβa", "aba")]
    [TestCase("aω z", "aw z")]
    [TestCase("aԯ", "аԯ")]
    [TestCase("αβ", "αβ")]
    [TestCase("abc αβ", "abc αβ")] // each word is of one script
    public void Word_is_written_in_the_script_of_most_of_its_letters_that_can_write_it(string text, string expected) =>
        Assert.That(Folding.Fold(text), Is.EqualTo(expected));

    [TestCase("abc", 3, "abc")]
    [TestCase("abc", 2, "ab")]
    [TestCase("a😀", 2, "a")]
    [TestCase("a😀", 3, "a😀")]
    public void Text_is_cut_between_characters(string text, int longest, string expected) =>
        Assert.That(Folding.Cut(text, longest), Is.EqualTo(expected));
}
