using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Text;

namespace Adam.Tests.Overlaps.Matching;

public sealed class WordSimilarityTests
{
    [TestCase("transport", "transp", true)]
    [TestCase("management", "mgmt", true)]
    [TestCase("rural", "rurl", true)]
    [TestCase("environment", "environmental", true)]
    [TestCase("resources", "recources", true)]
    [TestCase("development", "devopment", true)]
    [TestCase("port", "project", false)]
    [TestCase("border", "order", false)]
    [TestCase("2011", "2012", false)]
    [TestCase("aid", "air", false)]
    public void WordSimilarity_knows_abbreviations_endings_and_slips(string one, string other, bool alike)
    {
        Assert.That(WordSimilarity.Similarity(one, other) > 0, Is.EqualTo(alike));
        Assert.That(WordSimilarity.Similarity(other, one), Is.EqualTo(WordSimilarity.Similarity(one, other)));
    }

    [TestCase("Kulob", "Куляб", "کولاب")]
    [TestCase("Dushanbe", "Душанбе", "دوشنبه")]
    [TestCase("Panj", "Пяндж", "پنج")]
    [TestCase("Athena", "Αθήνα", "Athena")]
    public void Skeleton_knows_a_name_in_other_scripts(string latin, string one, string other) =>
        Assert.That(
            new[] { latin, one, other }
                .Select(name => LatinFolding.Skeleton(LatinFolding.Write(Folding.Fold(name))))
                .Distinct()
                .ToList(),
            Has.Count.EqualTo(1)
        );

    [Test]
    public void Logarithm_and_exponential_are_those_of_the_platform_but_for_the_last_digits()
    {
        for (var x = 0.0001; x < 1e7; x *= 1.37)
            Assert.That(Arithmetic.Ln(x), Is.EqualTo(Math.Log(x)).Within(1e-13 * Math.Max(1, Math.Abs(Math.Log(x)))));
        for (var x = -30.0; x < 30; x += 0.37)
            Assert.That(Arithmetic.Exp(x), Is.EqualTo(Math.Exp(x)).Within(1e-13 * Math.Exp(x)));
    }

    [Test]
    public void Rules_are_the_table_that_is_embedded() =>
        Assert.That(
            Rules.Current.Write(),
            Is.EqualTo(Repository.Read("Adam.Domain", "Overlaps", "Matching", "rules.tsv"))
        );
}
