using Adam.Domain.Text;
using CsCheck;

namespace Adam.Tests.Text;

public sealed class SpellingVariantsTests
{
    private static readonly Gen<string> Word = Gen.OneOf(
            Gen.Char['a', 'z'],
            Gen.OneOf('б', 'в', 'ғ', 'ҷ'),
            Gen.OneOf('پ', 'و', 'ل', 'ی')
        )
        .Array[1, 8]
        .Select(letters => new string(letters))
        .Where(word => Folding.Fold(word) == word);

    [Test]
    public void Every_word_within_one_edit_is_among_them()
    {
        Gen.Select(Word, Gen.Int[0, 3], Gen.Int[0, 100], Gen.Int[0, 100])
            .Sample(
                (word, edit, place, source) =>
                {
                    // Letters of the word itself, so that they are of its scripts.
                    var (i, letter) = (place % word.Length, word[source % word.Length].ToString());
                    var edited = edit switch
                    {
                        0 => word.Remove(i, 1),
                        1 => word.Insert(i, letter),
                        2 => word.Remove(i, 1).Insert(i, letter),
                        _ when i + 1 < word.Length => word.Remove(i, 1).Insert(i + 1, word[i].ToString()),
                        _ => word,
                    };
                    if (edited != word)
                        Assert.That(SpellingVariants.WithinOneEdit(word), Does.Contain(edited));
                }
            );
    }

    [Test]
    public void Number_is_bounded_in_every_script()
    {
        foreach (var letter in (string[])["a", "б", "پ", "ა", "的", "한"])
        {
            var word = string.Concat(Enumerable.Repeat(Folding.Fold(letter), Folding.LongestWord));
            Assert.That(SpellingVariants.WithinOneEdit(word).Count(), Is.InRange(80, 150 * 2 * 256), letter);
        }
    }

    [TestCase("bac")] // exchanged
    [TestCase("acb")]
    [TestCase("bc")] // left out
    [TestCase("ab")]
    [TestCase("xabc")] // added
    [TestCase("abcx")]
    [TestCase("xbc")] // replaced
    [TestCase("abx")]
    [TestCase("ab7")]
    public void First_and_last_letters_are_edited_too(string edited) =>
        Assert.That(SpellingVariants.WithinOneEdit("abc"), Does.Contain(edited));

    [Test]
    public void Edits_have_letters_and_digits_and_those_at_the_end_come_first()
    {
        var variants = SpellingVariants.WithinOneEdit("abc").ToList();
        Assert.That(variants.Take(2), Is.EqualTo(new[] { "acb", "bac" }));
        Assert.That(variants.SelectMany(word => word), Has.All.Matches<char>(char.IsLetterOrDigit));
        Assert.That(variants.Select(word => word.Length), Has.All.InRange(2, 4));
    }
}
