using Adam.Domain.Text;

namespace Adam.Tests.Text;

public sealed class LatinFoldingTests
{
    [TestCase("куляб", "kulyab")]
    [TestCase("ab жд", "ab zhd")]
    [TestCase("љњћђџқғҳҷӣӯңөүұһә", "ljnjcdjdzkghjiunouuha")]
    [TestCase("ж中", "zh中")]
    [TestCase("kulob", "kulob")]
    public void Letters_with_a_Latin_counterpart_are_replaced(string folded, string latin) =>
        Assert.That(LatinFolding.Write(folded), Is.EqualTo(latin));

    [TestCase("balla", "bl")] // equal ones count once
    [TestCase("kalabman", "klbmn")]
    [TestCase("ishkashim", "asksm")]
    [TestCase("eshkashim", "asksm")]
    [TestCase("orel", "orl")] // two consonants after the vowel
    [TestCase("panj", "pnj")]
    [TestCase("pandzh", "pnj")]
    [TestCase("khorog", "hrg")]
    public void Skeleton_has_the_consonants(string word, string skeleton) =>
        Assert.That(LatinFolding.Skeleton(word), Is.EqualTo(skeleton));
}
