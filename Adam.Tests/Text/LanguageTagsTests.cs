using Adam.Domain.Text;

namespace Adam.Tests.Text;

public sealed class LanguageTagsTests
{
    [TestCase("en", true)]
    [TestCase("tgk", true)]
    [TestCase("zh-Hant-TW", true)]
    [TestCase("de-1996", true)]
    [TestCase("e", false)]
    [TestCase("engl", false)]
    [TestCase("en-", false)]
    [TestCase("en_GB", false)]
    [TestCase("en-abcdefghi", false)]
    [TestCase("en\n", false)]
    [TestCase("en-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaa", true)] // 35 characters
    [TestCase("en-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaa", false)]
    public void Tag_has_the_form_of_BCP_47(string text, bool isTag) =>
        Assert.That(LanguageTags.IsTag(text), Is.EqualTo(isTag));

    [TestCase("PT-br", "pt-BR")]
    [TestCase("ZH-HANT-tw", "zh-Hant-TW")]
    [TestCase("DE-1996", "de-1996")]
    [TestCase("EN", "en")]
    [TestCase("TGK", "tgk")]
    public void Tag_has_one_case(string tag, string canonical) =>
        Assert.That(LanguageTags.Canonical(tag), Is.EqualTo(canonical));
}
