using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Domain.CodeLists;
using Adam.Domain.Sentences;
using CsCheck;

namespace Adam.Tests.Sentences;

/// <summary>Sentences of clauses with values, in each language.</summary>
public sealed partial class SentenceTests
{
    private static readonly SentenceTexts Russian = SentenceTexts.Languages.Single(texts => texts.Language == "ru");

    [Test]
    public void Each_language_has_a_text_for_every_rule_with_the_same_places_for_values()
    {
        var english = TextsOf("");
        Assert.That(english, Has.Count.GreaterThan(100));
        foreach (var language in SentenceTexts.Languages.Where(texts => texts != SentenceTexts.English))
        {
            var translated = TextsOf(language.Language);
            Assert.That(translated.Keys, Is.EquivalentTo(english.Keys), language.Language);
            foreach (var (name, text) in english)
                Assert.That(PlacesOf(translated[name]), Is.EqualTo(PlacesOf(text)), name);
        }
    }

    [Test]
    public void Each_clause_of_the_program_has_a_text_and_each_text_is_used()
    {
        var sources = new[] { "Adam.Domain", "Adam.Data", "Adam.Api" }
            .SelectMany(project =>
                Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories)
            )
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(File.ReadAllText)
            .Where(source => source.Contains("Adam.Domain.Sentences", StringComparison.Ordinal))
            .ToList();
        var names = TextsOf("").Keys.ToHashSet();
        var stated = sources
            .SelectMany(source => Stated().Matches(source))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        Assert.That(stated.Except(names), Is.Empty);
        Assert.That(stated, Has.Count.GreaterThan(30));
        // Names of codes stand in lists, and a clause with years has the name of the one without.
        var unused = names
            .Where(name => !name.Contains('.', StringComparison.Ordinal))
            .Select(name => name.EndsWith("-in", StringComparison.Ordinal) ? name[..^3] : name)
            .Where(name => !sources.Any(source => source.Contains($"\"{name}\"", StringComparison.Ordinal)));
        Assert.That(unused, Is.EqualTo(new[] { "works" }).Or.Empty, "only works-in is no clause with years");
    }

    [Test]
    public void Codes_have_their_names_of_the_code_lists()
    {
        var texts = TextsOf("");
        foreach (
            var (list, entries) in new[]
            {
                ("pillar", CodeListCatalog.Pillars.Entries),
                ("activity", CodeListCatalog.ActivityTypes.Entries),
            }
        )
        {
            foreach (var entry in entries)
            {
                Assert.That(texts[$"{list}.{entry.Code}"], Is.EqualTo(entry.Name.ToLowerInvariant()));
                Assert.That(texts[$"{list}-code.{entry.Code}"], Is.EqualTo(entry.Code));
            }
        }
    }

    [Test]
    public void Names_and_quoted_words_are_the_same_in_each_language_whatever_they_contain() =>
        Gen.OneOf(Gen.String, Gen.String["ab(),;[]{}^|~\"\\« контроль"])
            .List[1, 4]
            .Sample(words =>
            {
                var values = words.Select(Sentence.Verbatim).ToList();
                var sentence = Sentence.Create(
                    Sentence.Clause("places-apart", Sentence.List(values), Sentence.Part("quoted", values[0])),
                    "against"
                );
                Assert.That(
                    sentence.ToString(),
                    Is.EqualTo(
                        $"They name different places: {Listed("and")}; and '{words[0]}'; "
                            + "duplicates usually agree more, so the score is lower."
                    )
                );
                Assert.That(
                    Russian.StateOf(sentence),
                    Is.EqualTo(
                        $"Они называют разные места: {Listed("и")}; и «{words[0]}»; "
                            + "дубликаты обычно совпадают больше, поэтому оценка ниже."
                    )
                );

                string Listed(string and) =>
                    words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} {and} {words[^1]}";
            });

    [Test]
    public void Numbers_are_the_same_written_as_the_language_writes_them()
    {
        var sentence = Sentence.Create(
            Sentence.Clause("period-shared", Sentence.Number(1234567), Sentence.Number(2)),
            Sentence.Clause("titles-agree", Sentence.Percent(50)),
            Sentence.Clause("amounts-same", Sentence.Verbatim("EUR"), Sentence.Amount(1234.5m)),
            Sentence.Clause("years-apart", Sentence.Year(2014), Sentence.Year(2015))
        );
        Assert.That(
            sentence.ToString(),
            Is.EqualTo(
                "1,234,567 of 2 days are shared; the titles agree in 50% of what they say; both state EUR 1,234.5; "
                    + "the titles name different years: 2014, and 2015."
            )
        );
        Assert.That(
            Russian.StateOf(sentence).Replace('\u00a0', ' '),
            Is.EqualTo(
                "Общих дней: 1 234 567 из 2; названия совпадают в том, что говорят, на 50 %; оба указывают сумму "
                    + "EUR 1 234,5; в названиях разные годы: 2014 и 2015."
            )
        );
    }

    [Test]
    public void Day_is_written_as_the_language_writes_it()
    {
        var sentence = Sentence.Create(
            Sentence.Clause("posts-none", Sentence.Country("TJ"), Sentence.Day(new(2015, 7, 21)))
        );
        Assert.That(sentence.Code, Is.EqualTo("posts-none(cTJ,d2015-07-21)"));
        Assert.That(
            sentence.ToString(),
            Is.EqualTo("No post covers Tajikistan on 21 July 2015: what is not reported is unknown.")
        );
        Assert.That(Russian.StateOf(sentence), Does.Contain(" на 21 июля 2015 г. "));
    }

    [Test]
    public void Clause_that_nobody_has_written_is_an_error() =>
        Assert.That(() => new Sentence("no-such-clause").ToString(), Throws.InstanceOf<KeyNotFoundException>());

    private static Dictionary<string, string> TextsOf(string culture) =>
        SentenceTexts
            .Resources.GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static IEnumerable<string> PlacesOf(string text) =>
        Place().Matches(text).Select(match => match.Value).Distinct().Order();

    [GeneratedRegex(@"\b(?:Clause|Part)\(\s*""([a-z-]+)""")]
    private static partial Regex Stated();

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Place();
}
