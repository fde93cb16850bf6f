using Adam.Desk.Calls;
using Adam.Desk.Judging;
using CsCheck;

namespace Adam.Tests.Desk;

/// <summary>The marks of the side-by-side view, and its drawing of a score.</summary>
public sealed class WordMarksTests
{
    private static readonly Gen<string> Texts = Gen.Char["aAbВвйИ ىيک1IV-\u200C\u0301ё"]
        .Array[0, 30]
        .Select(letters => new string(letters));

    [TestCase("Training of border guards", "Guards are trained at the border", "border|guards")]
    [TestCase("Обучение пограничников, 2-й этап", "2-й ЭТАП: обучение таможни", "Обучение|2|этап")]
    [TestCase("Ёмкость лаборатории", "емкость другой Лаборатории", "Ёмкость|лаборатории")]
    [TestCase("آموزش نيروهاي مرزي", "نیروهای مرزی در هرات", "نيروهاي|مرزي")]
    [TestCase("Coopération régionale", "cooperation at large", "Coopération")]
    [TestCase("the and for", "for the and", "")]
    public void Words_that_both_have_are_marked_in_every_script(string text, string other, string same)
    {
        var pieces = WordMarks.Compare(text, other);
        Assert.That(
            string.Join('|', pieces.Where(piece => piece.Mark == Mark.Same).Select(piece => piece.Text)),
            Is.EqualTo(same)
        );
    }

    [TestCase("Border control, phase II", "Border control, phase III", "II")]
    [TestCase("Equipment 2014", "Equipment 2015", "2014")]
    [TestCase("Equipment 2014", "Equipment", "")]
    [TestCase("Equipment 2014", "Equipment 2014", "")]
    public void Numbers_that_differ_are_marked_in_titles(string text, string other, string marked)
    {
        var pieces = WordMarks.Compare(text, other, numbersDiffer: true);
        Assert.That(
            string.Join('|', pieces.Where(piece => piece.Mark == Mark.Other).Select(piece => piece.Text)),
            Is.EqualTo(marked)
        );
        Assert.That(WordMarks.Compare(text, other).Select(piece => piece.Mark), Has.None.EqualTo(Mark.Other));
    }

    [Test]
    public void Parts_add_up_to_the_text_and_words_are_marked_on_both_sides_or_on_none() =>
        Gen.Select(Texts, Texts)
            .Sample(
                (one, other) =>
                {
                    var (a, b) = (WordMarks.Compare(one, other, true), WordMarks.Compare(other, one, true));
                    Assert.That(string.Concat(a.Select(piece => piece.Text)), Is.EqualTo(one));
                    Assert.That(Same(a), Is.EquivalentTo(Same(b)));
                },
                iter: 5_000
            );

    [Test]
    public void Waterfall_reaches_the_score_and_each_step_begins_where_the_last_one_ended()
    {
        Gen.Int[-9_999, 9_999]
            .Array[1, 12]
            .Sample(
                points =>
                {
                    var waterfall = new Waterfall(points.Select(point => new Reason("text", point / 10_000m, null)));
                    Assert.That(waterfall.Score, Is.EqualTo(points.Sum() / 10_000m));
                    Assert.That(
                        waterfall.Steps.Skip(1).Select(step => step.From),
                        Is.EqualTo(waterfall.Steps.SkipLast(1).Select(step => step.To))
                    );
                    foreach (var step in waterfall.Steps)
                        Assert.That(waterfall.Position(step.To), Is.InRange(-1e-9, 100 + 1e-9));
                },
                iter: 2_000
            );
    }

    private static HashSet<string> Same(IEnumerable<Piece> pieces) =>
        [.. pieces.Where(piece => piece.Mark == Mark.Same).Select(piece => WordMarks.Fold(piece.Text))];
}
