using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Adam.Api.Reports.Blocks;
using Adam.Api.Serialization;
using Adam.Desk.Texts;
using Adam.Domain.CodeLists;
using Adam.Domain.Partners;

namespace Adam.Api.Reports.Texts;

/// <summary>The texts of reports in one language, from the resource files beside this one.</summary>
internal sealed partial class ReportTexts(ReportLanguage language)
{
    private static readonly ResourceManager Resources = new(
        "Adam.Api.Reports.Texts.ReportTexts",
        typeof(ReportTexts).Assembly
    );

    private const string Russian = "ru";

    /// <summary>The words of the pages, which name the parts of layers too.</summary>
    private readonly Words _words = new(CultureInfo.GetCultureInfo(Json.NameOf(language)));

    /// <summary>The code of the language, as <c>Accept-Language</c> states it.</summary>
    public string Language { get; } = Json.NameOf(language);

    private CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(Json.NameOf(language));

    /// <summary>The order of names in the language.</summary>
    public IComparer<string> Names => StringComparer.Create(Culture, ignoreCase: true);

    /// <exception cref="KeyNotFoundException">The resource files have no such name.</exception>
    public string this[string name] =>
        Resources.GetString(name, Culture) ?? throw new KeyNotFoundException($"No resource has the name {name}.");

    /// <summary>Returns a text; null if the resource files do not have it.</summary>
    public string? Find(string name) => Resources.GetString(name, Culture);

    /// <summary>Returns a text with values in the place of <c>{0}</c>, <c>{1}</c> …</summary>
    public string this[string name, params object[] values] => string.Format(Culture, this[name], values);

    /// <summary>Returns a paragraph with texts and figures in the place of <c>{0}</c>, <c>{1}</c> …</summary>
    public ReportBlock Paragraph(string name, params IReadOnlyList<ReportRun> values) =>
        ParagraphOfLists(name, [.. values.Select(value => (IReadOnlyList<ReportRun>)[value])]);

    /// <summary>Returns a paragraph with a list of texts and figures in the place of <c>{0}</c>.</summary>
    public ReportBlock ParagraphOf(string name, IReadOnlyList<ReportRun> list) => ParagraphOfLists(name, [list]);

    private ReportBlock ParagraphOfLists(string name, IReadOnlyList<IReadOnlyList<ReportRun>> values) =>
        ReportBlock.Paragraph([
            .. Placeholder()
                .Split(this[name])
                .SelectMany(
                    (part, index) =>
                        index % 2 == 0
                            ? [ReportRun.FromText(part)]
                            : values[int.Parse(part, CultureInfo.InvariantCulture)]
                )
                .Where(run => run.Text.Length > 0),
        ]);

    /// <summary>Returns a figure.</summary>
    /// <param name="from">The request whose response has the number.</param>
    /// <param name="at">Where the response has it, as a JSON Pointer.</param>
    public ReportRun Figure(decimal value, string from, string at) =>
        new()
        {
            Text = value.ToString(value == decimal.Truncate(value) ? "N0" : "N2", Culture),
            Value = value,
            From = from,
            At = at,
        };

    /// <summary>Returns a figure in per cent, with one decimal.</summary>
    /// <inheritdoc cref="Figure" path="/param"/>
    public ReportRun Rate(decimal value, string from, string at) =>
        Figure(value, from, at) with
        {
            Text = value.ToString("N1", Culture),
        };

    /// <summary>Returns amounts as figures, with their currencies.</summary>
    public static IReadOnlyList<ReportRun> Amounts(IEnumerable<(string Currency, ReportRun Figure)> amounts) =>
        [
            .. amounts.SelectMany(
                (amount, index) =>
                    (IEnumerable<ReportRun>)
                        [ReportRun.FromText($"{(index > 0 ? "; " : "")}{amount.Currency}\u00a0"), amount.Figure]
            ),
        ];

    /// <summary>Returns a day in words. In Russian, a year stands with the word for it.</summary>
    public string Day(DateOnly day) =>
        day.ToString(Language == Russian ? "d MMMM yyyy\u00a0'года'" : "d MMMM yyyy", Culture);

    /// <summary>Returns a day for a column of days: <c>31 Dec 2015</c>.</summary>
    public string ShortDay(DateOnly day) => day.ToString(Language == Russian ? "dd.MM.yyyy" : "d MMM yyyy", Culture);

    /// <summary>Returns the days from one to another: <c>1–5 June 2015</c>.</summary>
    public string Days(DateOnly from, DateOnly until) =>
        from == until ? Day(from)
        : (from.Year, from.Month) == (until.Year, until.Month)
            ? string.Create(CultureInfo.InvariantCulture, $"{from.Day}–{Day(until)}")
        : $"{Day(from)} – {Day(until)}";

    public string Country(string code) => CountryNames.Name(code, Language) ?? code;

    /// <summary>Returns the name of a partner in the language.</summary>
    public string Partner(Partner partner) =>
        partner.Kind == PartnerKind.Country
            ? CountryNames.Name(partner.Code, Language) ?? partner.Name
            : _words.Organisation(partner.Name, partner.OtherNames);

    /// <summary>Returns the title of a layer in the language; as it is if an admin has written it.</summary>
    /// <param name="id">The id of the layer.</param>
    public string LayerTitle(string id, string title) => _words.Translation($"Layer.{id}", title);

    /// <summary>Returns the name of a code of a layer, such as a substance.</summary>
    public string LayerCode(string code) => Word("LayerCode", code);

    /// <summary>Returns the name of a property of a layer, such as a quantity.</summary>
    public string LayerProperty(string name) =>
        Word("LayerProperty", name) is { Length: > 0 } word ? char.ToLower(word[0], Culture) + word[1..] : "";

    /// <summary>Returns the name of a unit, whose parts, as of a price, are named one by one.</summary>
    public string LayerUnit(string unit) => string.Join('/', unit.Split('/').Select(part => Word("LayerUnit", part)));

    /// <summary>Returns the word of the pages for a code; in English, a code is its own word.</summary>
    private string Word(string list, string code) =>
        Language == Russian && code.Length > 0 && _words.Name(list, code) is var word && word != code
            ? word
            : code.Replace('-', ' ');

    /// <summary>Returns the requests of the figures of a table; null if it has none, or too many to print.</summary>
    public string? SourceOf(ReportBlock table)
    {
        const int MostSources = 2;
        var requests = table.AllRuns.Select(run => run.From).OfType<string>().Distinct().ToList();
        return requests.Count is > 0 and <= MostSources ? $"{this["Source"]} {string.Join(" · ", requests)}" : null;
    }

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Placeholder();
}
