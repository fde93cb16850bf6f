using Adam.Api.Errors;
using Adam.Domain.CodeLists;

namespace Adam.Tests.CodeLists;

public sealed class CountryNamesTests
{
    [TestCase("UK", "GB")]
    [TestCase("EL", "GR")]
    [TestCase("KOS", "XK")]
    [TestCase("Turkey", "TR")]
    [TestCase("Türkiye", "TR")]
    [TestCase("turkiye", "TR")]
    [TestCase("Таджикистан", "TJ")]
    [TestCase("تاجیکستان", "TJ")]
    [TestCase("Tadjikistan", "TJ")]
    [TestCase("Kyrgyz Republic", "KG")]
    [TestCase("Allemagne", "DE")]
    [TestCase("塔吉克斯坦", "TJ")]
    [TestCase("Uzbekstan", "UZ")]
    public void Country_is_meant_by_its_name_in_any_language(string text, string code)
    {
        Assert.That(CodeListCatalog.Countries.Guess(text), Is.EqualTo(code));
        Assert.That(ValidationError.NoCodeOf(CodeListCatalog.Countries, text), Does.Contain($"Did you mean '{code}'?"));
    }

    [TestCase("XX")]
    [TestCase("QQ")]
    [TestCase("TX")]
    [TestCase("Atlantis")]
    public void Nothing_is_suggested_because_two_letters_are_near(string text) =>
        Assert.That(CodeListCatalog.Countries.Guess(text), Is.Null);

    [TestCase("CS", "'CS' was Serbia and Montenegro until 2006: write RS, ME.")]
    [TestCase("SCG", "'SCG' was Serbia and Montenegro until 2006: write RS, ME.")]
    [TestCase("yu", "'yu' was Yugoslavia until 2003: write RS, ME; until 1992 also BA, HR, MK, SI.")]
    [TestCase("Soviet Union", "'Soviet Union' was the Soviet Union until 1992: write AM, AZ")]
    [TestCase("ZR", "'ZR' was Zaire until 1997: write CD.")]
    public void Former_country_is_named_with_its_successors(string code, string reason) =>
        Assert.That(ValidationError.NoCodeOf(CodeListCatalog.Countries, code), Does.StartWith(reason));

    [Test]
    public void Every_country_has_its_name_and_every_successor_is_a_country()
    {
        Assert.Multiple(() =>
        {
            foreach (var entry in CodeListCatalog.Countries.Entries)
                Assert.That(CodeListCatalog.Countries.Guess(entry.Name), Is.EqualTo(entry.Code), entry.Name);
            foreach (var row in CodeListCatalog.Rows("former-countries"))
            {
                var codes = row["successors"].Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
                foreach (var code in codes.Where(code => code.All(char.IsUpper)))
                    Assert.That(CodeListCatalog.Countries.Find(code), Is.Not.Null, code);
            }
        });
    }

    [Test]
    public void Every_country_has_a_name_in_every_language()
    {
        Assert.That(CountryNames.Languages, Has.Count.EqualTo(17));
        foreach (var country in CodeListCatalog.Countries.Codes)
        {
            foreach (var language in CountryNames.Languages)
                Assert.That(
                    CountryNames.Find(CountryNames.Name(country, language)!) ?? country,
                    Is.EqualTo(country),
                    language
                );
        }
    }

    [TestCase("TR", "en", "Türkiye")]
    [TestCase("TR", "de", "Türkei")]
    [TestCase("TR", "ky", "Түркия")]
    [TestCase("GB", "pt", "Reino Unido")]
    [TestCase("GB", "zh", "英国")]
    [TestCase("TJ", "fa", "تاجیکستان")]
    public void Name_is_that_of_the_language(string country, string language, string name) =>
        Assert.That(CountryNames.Name(country, language), Is.EqualTo(name));
}
