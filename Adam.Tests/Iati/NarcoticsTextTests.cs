using Adam.Domain.Iati;
using Adam.Domain.Text;
using CsCheck;

namespace Adam.Tests.Iati;

public sealed class NarcoticsTextTests
{
    private static readonly IReadOnlyList<(string Language, string Words, string Subject)> Rows =
    [
        .. Repository
            .Read("Adam.Domain", "Iati", "narcotics-words.tsv")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => line.Split('\t'))
            .Select(cells => (cells[0], cells[1], cells[2])),
    ];

    // The words of each row. A trailing '*' matches any continuation of the word.
    private static readonly IReadOnlyList<(string[] Words, string Subject)> Folded =
    [
        .. Rows.Select(row =>
            (
                row.Words.Split(' ')
                    .SelectMany(word => (Folding.Fold(word) + (word.EndsWith('*') ? "*" : "")).Split(' '))
                    .ToArray(),
                row.Subject
            )
        ),
    ];

    [TestCase("Training of customs officers against drug trafficking", "drug trafficking")]
    [TestCase(
        "Counter-narcotics, counternarcotics & Anti-Drug coalitions",
        "narcotics",
        "counternarcotics",
        "anti drug"
    )]
    [TestCase("Lutte contre les stupéfiants et la toxicomanie", "stupefiants", "toxicomanie")]
    [TestCase("Prevención del consumo de DROGAS; sustitución de cultivos ilícitos", "drogas", "cultivos ilicitos")]
    [TestCase("Bekämpfung des Drogenhandels", "drogenhandels")]
    [TestCase("Борьба с незаконным оборотом наркотиков и прекурсоров", "наркотиков", "прекурсоров")]
    [TestCase("مبارزه با مواد مخدر و پیش‌سازها", "مواد مخدر", "پیش سازها")]
    [TestCase("د نشه‌يي توکو پر وړاندې مبارزه", "نشه یی توکو")]
    [TestCase("مكافحة المخدرات", "المخدرات")]
    [TestCase("Uyuşturucu ile mücadele", "uyusturucu")]
    [TestCase("Giyohvandlikka qarshi kurash", "giyohvandlikka")]
    [TestCase("Баңгизаттарга каршы күрөш", "баңгизаттарга")]
    [TestCase("Мубориза бо маводи мухаддир", "мухаддир")]
    [TestCase("Combating the diversion of acetic anhydride", "acetic anhydride")]
    public void Text_about_narcotics_says_by_which_words(string text, params string[] words) =>
        Assert.That(NarcoticsText.Find([text]), Is.EqualTo(words));

    [TestCase("Essential drugs for rural clinics; drug-resistant tuberculosis; drug procurement and drug supply chain")]
    [TestCase("Treatment of HIV with antiretroviral drugs")]
    [TestCase("National Agency for Food and Drug Control")]
    [TestCase("Promoting rational drug use")]
    [TestCase("Coca-Cola Foundation water project; poppy seed oil")]
    [TestCase("Bureau of International Narcotics and Law Enforcement Affairs (INL): anti-corruption courts")]
    [TestCase("International Narcotics Control and Law Enforcement (INCLE) funds")]
    [TestCase(
        "UNODC - United Nations Office on Drugs and Crime: piracy; "
            + "ONUDC, Office des Nations Unies contre la drogue et le crime"
    )]
    [TestCase("Oficina de las Naciones Unidas contra la Droga y el Delito: justicia juvenil")]
    [TestCase("Управление ООН по наркотикам и преступности: торговля людьми")]
    [TestCase("Nasza droga ekspresowa")]
    [TestCase("Наркоз и анестезия; героиня труда")]
    [TestCase("The heroine of the story; a precursor of reform; control of explosives precursors")]
    [TestCase("")]
    public void Text_about_something_else_has_none_of_the_words(string text) =>
        Assert.That(NarcoticsText.Find([text, null]), Is.Empty);

    [TestCase("Precursor chemicals diverted to laboratories", true)]
    [TestCase("Контроль прекурсоров", true)]
    [TestCase("Heroin seizures", false)]
    [TestCase("Explosive precursors", false)]
    public void Precursors_are_told_from_other_narcotics(string text, bool expected)
    {
        Assert.That(NarcoticsText.SpeaksOfPrecursors([null, text]), Is.EqualTo(expected));
        Assert.That(
            NarcoticsText.IsAboutNarcotics([text]),
            Is.EqualTo(!text.StartsWith("Explosive", StringComparison.Ordinal))
        );
    }

    [Test]
    public void A_phrase_does_not_reach_from_one_text_into_the_next() =>
        Assert.That(NarcoticsText.IsAboutNarcotics(["New drug", "trafficking in persons"]), Is.False);

    [Test]
    public void Every_row_is_there_once_and_means_what_it_says()
    {
        Assert.That(Folded.Select(row => string.Join(' ', row.Words)), Is.Unique);
        using (Assert.EnterMultipleScope())
        {
            foreach (var (language, words, subject) in Rows)
            {
                var text = words.Replace("*", "", StringComparison.Ordinal);
                var expected = subject == "except" ? [] : new[] { Folding.Fold(text) };
                Assert.That(NarcoticsText.Find([$"1 {text} 2"]), Is.EqualTo(expected), $"{language} {words}");
                Assert.That(
                    NarcoticsText.Precursors([text]),
                    Is.EqualTo(subject == "precursors" ? expected : []),
                    $"{language} {words}"
                );
            }
        }
    }

    [Test]
    public void Words_are_those_that_reading_word_by_word_finds()
    {
        var pieces = Folded
            .SelectMany(row => row.Words)
            .Select(word => word.TrimEnd('*'))
            .Distinct()
            .Concat(["and", "de", "x", "drugx"])
            .ToArray();
        Gen.Int[0, pieces.Length - 1]
            .Array[0, 12]
            .Sample(picked =>
            {
                // Consecutive pieces of the list form phrases more often than random pieces would.
                var words = picked.SelectMany(at => pieces.Skip(at).Take(1 + (at % 4))).ToArray();
                Assert.That(NarcoticsText.Find([string.Join(' ', words)]), Is.EqualTo(WordByWord(words)));
            });
    }

    private static List<string> WordByWord(string[] words)
    {
        var found = new List<string>();
        for (var at = 0; at < words.Length; )
        {
            var fitting = Folded
                .Where(row =>
                    row.Words.Length <= words.Length - at
                    && row.Words.Select((word, index) => Fits(word, words[at + index])).All(fits => fits)
                )
                .ToList();
            if (fitting.Count == 0)
            {
                at++;
                continue;
            }

            var (longest, subject) = fitting.MaxBy(row =>
                (row.Words.Length, row.Words.Sum(word => word.TrimEnd('*').Length))
            );
            var text = string.Join(' ', words.Skip(at).Take(longest.Length));
            if (subject != "except" && !found.Contains(text))
                found.Add(text);
            at += longest.Length;
        }

        return found;

        static bool Fits(string word, string given) =>
            word.EndsWith('*') ? given.StartsWith(word[..^1], StringComparison.Ordinal) : given == word;
    }
}
