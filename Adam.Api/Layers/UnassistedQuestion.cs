using System.Globalization;
using Adam.Api.Posts;
using Adam.Data.Gaps;
using Adam.Domain.Gaps;
using Adam.Domain.Layers;
using Adam.Domain.Posts;
using Adam.Domain.Sentences;

namespace Adam.Api.Layers;

/// <summary>Judges whether a pillar in a country has evidence without assistance, and says why.</summary>
/// <param name="FromYear">The first year of the items; null for no limit.</param>
/// <param name="UntilYear">The last year of the items; null for no limit.</param>
/// <param name="Top">The last rank that is high.</param>
/// <param name="AtLeast">The lowest figure that is high; null for every figure above zero.</param>
/// <param name="AsOf">The day of the gaps and of the posts.</param>
/// <param name="Access">The items of the layer that the reader sees.</param>
/// <param name="Ranked">The figures of the countries that have one.</param>
/// <param name="Reported">The countries with an item that counts, of any code.</param>
/// <param name="Posts">The posts of the day.</param>
/// <param name="Texts">The language of the reasons.</param>
internal sealed record UnassistedQuestion(
    LayerDraft Layer,
    LayerIndicator Indicator,
    int? FromYear,
    int? UntilYear,
    int Top,
    decimal? AtLeast,
    DateOnly AsOf,
    LayerAccess Access,
    IReadOnlyList<RankedFigure> Ranked,
    IReadOnlyList<string> Reported,
    IReadOnlyList<PostDraft> Posts,
    SentenceTexts Texts
)
{
    /// <summary>
    /// Returns the row of a pillar in a country that no project covers; null if its indicator is known not to be high.
    /// </summary>
    public UnassistedResponse? Judge(Gap gap)
    {
        var country = gap.Country!;
        var figure = Ranked.FirstOrDefault(one => one.Country == country);
        List<string> posts = [.. Posts.Where(post => post.Covers.Contains(country)).Select(post => post.Reference)];
        var isHigh = figure is not null && figure.Rank <= Top && (AtLeast is not { } least || figure.Value >= least);
        if (!isHigh && posts.Count > 0 && Reported.Contains(country))
            return null;

        return new(
            country,
            gap.Pillars[0],
            isHigh ? EvidenceState.High : EvidenceState.Unknown,
            figure?.Value,
            figure?.Rank,
            gap.Coverage.State,
            posts.Count > 0 ? PostState.Covered : PostState.Unknown,
            posts,
            [OfFigure(country, figure), OfGap(gap), OfPosts(country, posts)]
        );
    }

    private UnassistedReason OfFigure(string country, RankedFigure? figure)
    {
        var clause =
            figure is not null
                ? InPeriod(
                    "rank",
                    Sentence.Number(figure.Rank),
                    Sentence.Part(Ranked.Count == 1 ? "countries-one" : "countries", Sentence.Number(Ranked.Count)),
                    Sentence.Amount(figure.Value),
                    What
                )
            : Reported.Contains(country) ? InPeriod("no-figure", What, Sentence.Country(country))
            : InPeriod("no-item", Sentence.Country(country));
        var query = new List<string> { $"by={string.Join(',', By)}", $"country={country}" };
        if (FromYear is { } from)
            query.Add(Invariant($"fromYear={from}"));
        if (UntilYear is { } until)
            query.Add(Invariant($"untilYear={until}"));
        return Because(
            Access.SummaryByThrees ? Sentence.Create(clause, "by-threes") : Sentence.Create(clause),
            $"/v1/layers/{Layer.Id}/summary?{string.Join('&', query)}"
        );
    }

    private UnassistedReason OfGap(Gap gap)
    {
        var pillar = Serialization.Json.NameOf(gap.Pillars[0]);
        var state = gap.Coverage.State switch
        {
            CoverageState.Planned => "gap-planned",
            CoverageState.Ended => "gap-ended",
            _ => "gap-gap",
        };
        return Because(
            Sentence.Create(
                Sentence.Clause(
                    "no-project",
                    Sentence.Named("pillar-code", pillar),
                    Sentence.Country(gap.Country!),
                    Day,
                    Sentence.Part(state)
                )
            ),
            Invariant($"/v1/gaps?by=pillar&country={gap.Country}&pillar={pillar}&asOf={AsOf:yyyy-MM-dd}")
        );
    }

    private UnassistedReason OfPosts(string country, List<string> posts) =>
        Because(
            Sentence.Create(
                posts.Count > 0
                    ? Sentence.Clause(
                        "posts-cover",
                        Sentence.Country(country),
                        Sentence.Verbatim(string.Join(", ", posts)),
                        Day
                    )
                    : Sentence.Clause("posts-none", Sentence.Country(country), Day)
            ),
            Invariant($"/v1/posts/coverage?country={country}&on={AsOf:yyyy-MM-dd}")
        );

    private UnassistedReason Because(Sentence sentence, string from) => new(Texts.StateOf(sentence), from);

    private string Day => Sentence.Day(AsOf);

    /// <summary>The dimensions of the summary that has the figure: country, and the codes of the indicator.</summary>
    private IEnumerable<string> By =>
        [
            LayerSummary.Country,
            .. Indicator.Property is null
                ? Layer.Dimensions.Select(one => one.Name).Where(Indicator.Codes.ContainsKey)
                : [],
        ];

    /// <summary>The indicator as a value of a sentence: its unit, or its name, with the codes that it is of.</summary>
    private string What
    {
        get
        {
            var name = Sentence.Named("layer", Indicator.Property ?? LayerIndicator.Events);
            List<string> of =
            [
                .. Layer
                    .Dimensions.Select(one => Indicator.Codes.GetValueOrDefault(one.Name))
                    .OfType<string>()
                    .Select(code => Sentence.Named("layer", code)),
            ];
            return Indicator.Unit is { } unit ? Sentence.Part("with-codes", Unit(unit), Listed([name, .. of]))
                : of.Count > 0 ? Sentence.Part("with-codes", name, Listed(of))
                : name;
        }
    }

    /// <summary>Returns a unit whose parts, as of a price, have names one by one.</summary>
    private static string Unit(string unit) =>
        unit.Split('/') is [var amount, var per]
            ? Sentence.Part("per", Sentence.Named("layer", amount), Sentence.Named("layer", per))
            : Sentence.Named("layer", unit);

    private static string Listed(IReadOnlyList<string> values) =>
        values.Skip(1).Aggregate(values[0], (list, value) => Sentence.Part("listed", list, value));

    /// <summary>Returns a clause with the years of the question.</summary>
    /// <param name="name">The name of the clause without years; with <c>-in</c> that of the one with years.</param>
    private string InPeriod(string name, params IReadOnlyList<string> values) =>
        (FromYear, UntilYear) switch
        {
            ({ } from, { } until) when from == until => Sentence.Clause(
                $"{name}-in",
                [.. values, Sentence.Part("in-year", Sentence.Year(from))]
            ),
            ({ } from, { } until) => Sentence.Clause(
                $"{name}-in",
                [.. values, Sentence.Part("in-years", Sentence.Year(from), Sentence.Year(until))]
            ),
            _ => Sentence.Clause(name, values),
        };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
