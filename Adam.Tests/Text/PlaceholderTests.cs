using Adam.Domain.Text;

namespace Adam.Tests.Text;

public sealed class PlaceholderTests
{
    [TestCase("Information Redacted")]
    [TestCase("REDACTED")]
    [TestCase("TBD")]
    [TestCase("N/A")]
    [TestCase("n.a.")]
    [TestCase("Other")]
    [TestCase("-")]
    [TestCase("2019")]
    [TestCase("")]
    [TestCase("Untitled project")]
    [TestCase("Not specified")]
    [TestCase("Sin título")]
    [TestCase("Без названия")]
    public void Text_that_says_nothing_is_recognised(string text) =>
        Assert.That(Placeholder.IsPlaceholder(text), Is.True);

    [TestCase("Other drugs")]
    [TestCase("Border project")]
    [TestCase("Project A")]
    [TestCase("Информация о наркотиках")]
    [TestCase("塔吉克斯坦")]
    public void Text_that_says_something_is_not(string text) => Assert.That(Placeholder.IsPlaceholder(text), Is.False);
}
