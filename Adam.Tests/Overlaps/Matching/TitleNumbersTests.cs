using Adam.Domain.Overlaps.Matching;

namespace Adam.Tests.Overlaps.Matching;

public sealed class TitleNumbersTests
{
    [TestCase("River patrol, Phase II", "2")]
    [TestCase("River patrol III: engines", "3")]
    [TestCase("Second river patrol", "2")]
    [TestCase("River patrol (2nd stage)", "2")]
    [TestCase("River patrol APL#6", "6")]
    [TestCase("River patrol 4", "4")]
    [TestCase("River patrol 2 (FY08)", "2")]
    [TestCase("Речной патруль, второй этап", "2")]
    [TestCase("Речной патруль, этап 3", "3")]
    [TestCase("Курс лодочников, 3-й набор", "3")]
    [TestCase("Восьмая школа лодочников", "8")]
    [TestCase("Экипажи 9-х бригад", "")]
    [TestCase("گشت رودخانه، مرحله ۲", "2")]
    [TestCase("Patrouille fluviale, deuxième phase", "2")]
    [TestCase("Quizzes for pupils aged 9 to 12", "")]
    [TestCase("Meeting in Nukus, 5 May", "")]
    [TestCase("Meeting in Nukus on 12.05.2018", "")]
    [TestCase("Gloves for 20 officers", "")]
    [TestCase("Comments on article 14", "")]
    [TestCase("First aid for drivers", "")]
    [TestCase("Care for IV drug users", "")]
    [TestCase("Hotline open 24/7", "")]
    [TestCase("UH-60 spare parts", "")]
    [TestCase("Lessons for grades 5 to 7", "")]
    public void Only_numbers_of_a_series_are_phases(string title, string expected) =>
        Assert.That(string.Join(' ', Read(title).Phases), Is.EqualTo(expected));

    [TestCase("Autumn school 2016", "2016")]
    [TestCase("Autumn school 2016-2018", "2016 2018")]
    [TestCase("Autumn school 2016/17", "2016 2017")]
    [TestCase("Autumn school FY17", "2017")]
    [TestCase("Осенняя школа 2016 года", "2016")]
    [TestCase("Hall for 2000 spectators", "2000")]
    [TestCase("Resolution No. 2017", "")]
    public void Years_of_a_title_are_kept(string title, string expected) =>
        Assert.That(string.Join(' ', Read(title).Years), Is.EqualTo(expected));

    [TestCase("Roof of School No. 5", "school 5")]
    [TestCase("Quizzes for pupils aged 9 to 12", "aged 9, aged 12")]
    [TestCase("Comments on article 14", "article 14")]
    [TestCase("Gloves for 20 officers", "")]
    [TestCase("Meeting in Nukus, 5 May", "")]
    public void Numbers_keep_the_word_that_they_number(string title, string expected) =>
        Assert.That(
            string.Join(", ", Read(title).Labelled.Select(number => $"{number.Label} {number.Number}")),
            Is.EqualTo(expected)
        );

    [TestCase("Autumn school 2016", "Autumn school 2017", Feature.YearOther)]
    [TestCase("Autumn school 2015-2017", "Autumn school 2017-2019", Feature.YearOther)]
    [TestCase("Autumn school 2016", "Autumn school in 2016", Feature.YearSame)]
    [TestCase("Roof of School No. 5", "Roof of School No. 8", Feature.NumberOther)]
    [TestCase("Lessons, ages 9 to 12", "Lessons, ages 13 to 16", Feature.NumberOther)]
    [TestCase("Autumn school 2016", "Autumn school 2014-2018", null)]
    [TestCase("Autumn school 2016", "Autumn school", null)]
    [TestCase("Roof of School No. 5", "Roof of the school", null)]
    [TestCase("Lessons, ages 9 to 12", "Lessons for 12 classes", null)]
    public void Titles_of_a_series_are_told_apart_by_their_numbers(string one, string other, Feature? expected)
    {
        var vector = MatchingPairs.Compare(
            MatchingPairs.Patrol with
            {
                Title = one,
            },
            MatchingPairs.Same with
            {
                Title = other,
            }
        );
        Feature[] numbers =
        [
            Feature.YearSame,
            Feature.YearOther,
            Feature.NumberOther,
            Feature.PhaseOther,
            Feature.PhaseUnmatched,
        ];
        Assert.That(
            numbers.Where(feature => !double.IsNaN(vector[feature])),
            Is.EqualTo(expected is { } feature ? [feature] : Array.Empty<Feature>())
        );
    }

    private static TitleNumbers Read(string title) => TitleNumbers.FromParts(TitleNumbers.Parts(Token.Read(title)));
}
