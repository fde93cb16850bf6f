using System.Globalization;
using Adam.Api.Posts;
using Adam.Data.Gaps;
using Adam.Domain.Gaps;
using Adam.Domain.Layers;
using Adam.Domain.Posts;

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
    IReadOnlyList<PostDraft> Posts
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
        var number = Ranked.Count == 1 ? "1 country" : Invariant($"{Ranked.Count} countries");
        var text =
            figure is not null
                ? Invariant($"Rank {figure.Rank} of {number} with a figure: {figure.Value:0.####} {What}{Period}.")
            : Reported.Contains(country) ? $"No {What}, though other items of {country} count{Period}."
            : $"No item of {country} counts{Period}: what happens there is unknown, and not zero.";
        if (Access.SummaryByThrees)
            text += " Events of others count by threes, so one or two of a kind do not show.";
        var query = new List<string> { $"by={string.Join(',', By)}", $"country={country}" };
        if (FromYear is { } from)
            query.Add(Invariant($"fromYear={from}"));
        if (UntilYear is { } until)
            query.Add(Invariant($"untilYear={until}"));
        return new(text, $"/v1/layers/{Layer.Id}/summary?{string.Join('&', query)}");
    }

    private UnassistedReason OfGap(Gap gap)
    {
        var pillar = Serialization.Json.NameOf(gap.Pillars[0]);
        var text = gap.Coverage.State switch
        {
            CoverageState.Planned => "one is planned",
            CoverageState.Ended => "the last one has ended",
            _ => "there has been none",
        };
        return new(
            Invariant($"No project works under {pillar} in {gap.Country} on {AsOf:yyyy-MM-dd}: {text}."),
            Invariant($"/v1/gaps?by=pillar&country={gap.Country}&pillar={pillar}&asOf={AsOf:yyyy-MM-dd}")
        );
    }

    private UnassistedReason OfPosts(string country, List<string> posts) =>
        new(
            posts.Count > 0
                ? Invariant($"{country} is covered by {string.Join(", ", posts)} on {AsOf:yyyy-MM-dd}.")
                : Invariant($"No post covers {country} on {AsOf:yyyy-MM-dd}: what is not reported is unknown."),
            Invariant($"/v1/posts/coverage?country={country}&on={AsOf:yyyy-MM-dd}")
        );

    /// <summary>The dimensions of the summary that has the figure: country, and the codes of the indicator.</summary>
    private IEnumerable<string> By =>
        [
            LayerSummary.Country,
            .. Indicator.Property is null
                ? Layer.Dimensions.Select(one => one.Name).Where(Indicator.Codes.ContainsKey)
                : [],
        ];

    private string What
    {
        get
        {
            var name = Indicator.Property ?? LayerIndicator.Events;
            List<string> of =
            [
                .. Layer.Dimensions.Select(one => Indicator.Codes.GetValueOrDefault(one.Name)).OfType<string>(),
            ];
            return Indicator.Unit is { } unit ? $"{unit} ({string.Join(", ", [name, .. of])})"
                : of.Count > 0 ? $"{name} ({string.Join(", ", of)})"
                : name;
        }
    }

    private string Period =>
        (FromYear, UntilYear) switch
        {
            (null, null) => "",
            var (from, until) when from == until => Invariant($" in {from}"),
            var (from, until) => Invariant($" from {from} to {until}"),
        };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
