using Adam.Domain.Text;
using CsCheck;

namespace Adam.Tests.Text;

public sealed class NearestTests
{
    private static readonly Gen<string> Word = Gen.Char['a', 'd'].Array[0, 7].Select(letters => new string(letters));

    [Test]
    public void Nearest_candidate_is_that_of_a_recursive_definition() =>
        Gen.Select(Word, Word.Array[0, 4])
            .Sample((word, candidates) => Nearest.FindIn(word, candidates) == Expected(word, candidates));

    [TestCase("Tajikstan", "Tajikistan")]
    [TestCase("pilar", "pillar")]
    [TestCase("PILLRA", "pillar")] // a swap is one edit, and case none
    [TestCase("pillars2", "pillar")]
    [TestCase("plr", null)] // three edits
    [TestCase("", null)]
    public void Word_means_the_candidate_that_differs_little(string word, string? candidate) =>
        Assert.That(Nearest.FindIn(word, ["Tajikistan", "pillar", "reference"]), Is.EqualTo(candidate));

    [TestCase(100, true)]
    [TestCase(101, false)]
    public void Long_word_is_not_compared(int length, bool isCompared) =>
        Assert.That(Nearest.FindIn(new('a', length), [new('a', 100)]) is not null, Is.EqualTo(isCompared));

    private static string? Expected(string word, string[] candidates)
    {
        if (word.Length == 0 || candidates.Length == 0)
            return null;

        var best = candidates.MinBy(candidate => Edits(word, candidate))!;
        var (edits, longer) = (Edits(word, best), Math.Max(word.Length, best.Length));
        return edits < longer && (edits <= 2 || edits <= longer / 3) ? best : null;
    }

    // The definition of the optimal string alignment distance, without a table.
    private static int Edits(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
            return a.Length + b.Length;

        var edits = Math.Min(
            Math.Min(Edits(a[1..], b), Edits(a, b[1..])) + 1,
            Edits(a[1..], b[1..]) + (a[0] == b[0] ? 0 : 1)
        );
        return a.Length > 1 && b.Length > 1 && a[0] == b[1] && a[1] == b[0]
            ? Math.Min(edits, Edits(a[2..], b[2..]) + 1)
            : edits;
    }
}
