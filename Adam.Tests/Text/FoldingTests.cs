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
}
