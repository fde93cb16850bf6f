using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Desk.Texts;
using Adam.Domain.CodeLists;
using Adam.Domain.Keys;
using AngleSharp.Dom;

namespace Adam.Tests.Desk;

/// <summary>
/// The pages of the desk in Russian, on the sample register. Texts of records stay in their language: they are marked
/// by <c>lang</c>, <c>dir</c> or <c>bdi</c>. All others are those of the page.
/// </summary>
[Category("sqlite")]
public sealed partial class RussianPagesTests
{
    private static readonly string[] AdminViews =
    [
        "/desk/partners",
        "/desk/keys",
        "/desk/subscriptions",
        "/desk/audit",
        "/desk/health",
        "/desk/projects/new",
        "/desk/projects?country=IS&country=NZ&activeFrom=2015-01-01",
        "/desk/map?country=NZ&endsFrom=2020-02-01",
        "/desk/countries/IS",
        "/desk/imports",
        "/desk/imports/new",
        "/desk/judging",
        "/desk/measures/new",
        "/desk/measures/M-II-2/edit",
        "/desk/measures/M-II-2/judging",
        "/desk/documents/new",
        "/desk/documents/EX-STUDY-2024",
        "/desk/posts/new",
        "/desk/posts/RLO-ISB",
        "/desk/posts/RLO-ISB/edit",
        "/desk/questionnaires/EX-FLOWS-2016/responses/DE",
        "/desk/report/2015",
    ];

    private static readonly string[] Attributes = ["aria-label", "title", "placeholder", "data-label"];

    private DemoServer _demo = null!;
    private HttpClient _viewer = null!;
    private HttpClient _admin = null!;
    private IReadOnlyList<string> _organisations = [];

    private static IEnumerable<TestCaseData> Pages =>
        DeskPagesTests
            .Views.Select(view => new TestCaseData(Role.Viewer, view))
            .Concat(AdminViews.Select(view => new TestCaseData(Role.Admin, view)));

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _demo = await DemoServer.StartAsync();
        _viewer = await DeskPagesTests.SignInAsync(_demo, Role.Viewer);
        _admin = await DeskPagesTests.SignInAsync(_demo, Role.Admin);
        using var api = _demo.Client(Role.Admin);
        var partners = (await api.GetFromJsonOrFailAsync("/v1/partners?limit=500&kind=organisation"))!["items"]!;
        // The register has the names of organisations in English, and others among its other names.
        _organisations = [.. partners.AsArray().Select(one => (string)one!["name"]!)];
        Assert.That(_organisations, Has.Count.GreaterThan(20));
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        _viewer.Dispose();
        _admin.Dispose();
        await _demo.DisposeAsync();
    }

    [TestCaseSource(nameof(Pages))]
    public async Task Page_has_no_code_no_english_and_no_foreign_form_of_days_and_numbers(Role role, string view)
    {
        var browser = role == Role.Admin ? _admin : _viewer;
        var page = await browser.OpenAsync(view, ("Accept-Language", "ru"));
        var texts = TextsOf(page.DocumentElement).Distinct().ToList();
        Assert.That(texts, Has.Count.GreaterThan(20));
        Assert.Multiple(() =>
        {
            Assert.That(texts.Where(text => IsoDay().IsMatch(text)), Is.Empty, "days as the API writes them");
            Assert.That(texts.Where(text => EnglishNumber().IsMatch(text)), Is.Empty, "numbers as in English");
            Assert.That(texts.Where(text => EnglishTexts.Value.Contains(text)), Is.Empty, "texts of the English pages");
            Assert.That(texts.Where(NamesOrganisation), Is.Empty, "English names of organisations");
            var sentences = texts.Where(text => Cyrillic().IsMatch(text)).ToList();
            Assert.That(sentences.Where(text => EnglishWord().IsMatch(text)), Is.Empty, "English words");
            Assert.That(sentences.Where(HasCountryCode), Is.Empty, "codes of countries");
            Assert.That(sentences.Where(text => CodeOfList().IsMatch(text)), Is.Empty, "codes of lists");
        });
    }

    /// <summary>The texts of the English pages that the Russian pages say in another way.</summary>
    private static readonly Lazy<HashSet<string>> EnglishTexts = new(() =>
        Words
            .Resources.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>()
            .Where(entry =>
                Words.Resources.GetString((string)entry.Key, CultureInfo.GetCultureInfo("ru")) != (string)entry.Value!
            )
            .Select(entry => (string)entry.Value!)
            .Where(text => text.Any(char.IsLetter))
            .ToHashSet(StringComparer.Ordinal)
    );

    /// <summary>Returns the texts of the page itself, and of its attributes that people read or hear.</summary>
    private static IEnumerable<string> TextsOf(IElement element)
    {
        if (IsOfRecord(element))
            yield break;

        foreach (var attribute in Attributes.Select(element.GetAttribute).OfType<string>())
            yield return attribute.Trim();
        foreach (var node in element.ChildNodes)
        {
            if (node is IText text && text.Text.Trim() is { Length: > 0 } words)
                yield return words;
            else if (node is IElement child)
            {
                foreach (var inner in TextsOf(child))
                    yield return inner;
            }
        }
    }

    private static bool IsOfRecord(IElement element) =>
        element.LocalName is "bdi" or "code" or "pre" or "script" or "option" or "title" or "datalist"
        || element.GetAttribute("dir") == "auto"
        || element.GetAttribute("lang") is { } language && language != "ru"
        || element.ClassList.Contains("print-only");

    private bool NamesOrganisation(string text) =>
        _organisations.Any(name => text.Contains(name, StringComparison.Ordinal));

    private static bool HasCountryCode(string text) =>
        LoneCode().Matches(text).Any(match => CodeListCatalog.Countries.Find(match.Value) is not null);

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d\b")]
    private static partial Regex IsoDay();

    [GeneratedRegex(@"(?<![\d.,/-])\d{1,3},\d{3}(?!\d)")]
    private static partial Regex EnglishNumber();

    [GeneratedRegex(@"\p{IsCyrillic}")]
    private static partial Regex Cyrillic();

    [GeneratedRegex(
        @"\b(the|of|and|or|is|are|was|from|until|since|with|without|under|none|unknown|days?|years?|projects?|"
            + @"partners?|countries|country)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex EnglishWord();

    /// <summary>Two capital letters by themselves, and not part of a reference such as <c>LV RS-2015/07</c>.</summary>
    [GeneratedRegex(@"(?<![\w/-])[A-Z]{2}(?![\w/-])(?! \w+-)")]
    private static partial Regex LoneCode();

    /// <summary>A code such as <c>financial-flows</c>, and not the package of the boundaries.</summary>
    [GeneratedRegex(@"(?<![\w/.:#@-])(?!world-atlas)[a-z]{4,}(-[a-z]+)+(?![\w/.@-])")]
    private static partial Regex CodeOfList();
}
