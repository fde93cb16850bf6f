using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Domain.Questionnaires;

/// <summary>The dimensions of rates.</summary>
public enum RateDimension
{
    Questionnaire = 1,

    /// <summary>A questionnaire under several pillars counts under each.</summary>
    Pillar = 2,

    /// <summary>The kind of the partner.</summary>
    Kind = 3,

    /// <summary>A country on several routes counts on each; others are on none.</summary>
    Route = 4,
}

/// <summary>A questionnaire that was opened, with its responses.</summary>
/// <param name="Asked">The partners that are asked.</param>
/// <param name="Received">The days on which responses were received, by the code of the partner.</param>
public sealed record AskedQuestionnaire(
    string Reference,
    IReadOnlyList<Pillar> Pillars,
    DateOnly OpenedOn,
    DateOnly DueOn,
    IReadOnlyList<Partner> Asked,
    IReadOnlyDictionary<string, DateOnly> Received
);

/// <summary>A number of partners of a day: a part of the denominator of a rate.</summary>
/// <param name="Questionnaire">The reference of the questionnaire.</param>
/// <param name="On">The day on which it was opened, whose members are counted.</param>
public sealed record AskedOn(string Questionnaire, DateOnly On, int Partners);

/// <summary>The responses that were expected and received.</summary>
/// <param name="Key">The value of the dimension; null for all.</param>
/// <param name="Expected">The number of responses that were asked for.</param>
/// <param name="Received">The number of those that were received by the day.</param>
/// <param name="ReceivedOnTime">The number of these that were received by the day on which they were due.</param>
/// <param name="AskedOn">The denominator: the partners of which day, for each questionnaire.</param>
public sealed record ResponseRate(
    string? Key,
    int Expected,
    int Received,
    int ReceivedOnTime,
    IReadOnlyList<AskedOn> AskedOn
)
{
    /// <summary>Responses received of those expected, in per cent with one decimal; null if none is expected.</summary>
    public decimal? Rate => PerCent(Received, Expected);

    /// <inheritdoc cref="Rate"/>
    public decimal? RateOnTime => PerCent(ReceivedOnTime, Expected);

    /// <summary>Returns a part of a whole, in per cent with one decimal; null without a whole.</summary>
    public static decimal? PerCent(int part, int whole) =>
        // The sum has one decimal also where the quotient has none.
        whole == 0
            ? null
            : Math.Round(100m * part / whole, 1, MidpointRounding.AwayFromZero) + 0.0m;
}

/// <summary>The rates of responses on a day.</summary>
/// <param name="Items">The rates by value of the dimension.</param>
/// <param name="Total">The rate of all.</param>
/// <param name="PartnersAsked">The number of different partners that one of the questionnaires asks.</param>
/// <param name="PartnersAnswered">
/// The number of these from which one response was received by the day; null if it would tell who has not answered.
/// </param>
/// <param name="Withheld">
/// The references of the questionnaires that the items leave out, because a number would tell who has not answered.
/// </param>
public sealed record ResponseRateTable(
    IReadOnlyList<ResponseRate> Items,
    ResponseRate Total,
    int PartnersAsked,
    int? PartnersAnswered,
    IReadOnlyList<string> Withheld
);

/// <summary>Computes rates of responses.</summary>
public static class ResponseRates
{
    /// <summary>The fewest partners of a group whose number of responses everybody may see.</summary>
    public const int FewestAsked = 5;

    /// <summary>The fewest responses of a group whose number everybody may see.</summary>
    public const int FewestReceived = 3;

    /// <param name="on">The day: later questionnaires and responses do not count.</param>
    /// <param name="seesNames">
    /// True for a reader who may know who has not answered. For others, questionnaires with a group of partners that is
    /// too small are left out.
    /// </param>
    public static ResponseRateTable Compute(
        IEnumerable<AskedQuestionnaire> questionnaires,
        RateDimension by,
        DateOnly on,
        bool seesNames
    )
    {
        var opened = questionnaires.Where(one => one.OpenedOn <= on && one.Asked.Count > 0).ToList();
        var counted = seesNames ? opened : [.. opened.Where(one => TellsNobody(one, _ => "", on))];
        var shown = seesNames
            ? opened
            : [.. counted.Where(one => TellsNobody(one, partner => GroupOf(partner, by), on))];
        var asked = counted.SelectMany(one => CodesOf(one.Asked)).ToHashSet(StringComparer.Ordinal);
        // Were other partners asked by another questionnaire, the number of those that have answered one of them would
        // tell about the difference.
        var isOneGroup = counted.All(one => one.Asked.Count == asked.Count);
        return new(
            [.. KeysOf(by, shown).Select(key => Rate(key, shown, by, on))],
            Rate(null, counted, by, on),
            asked.Count,
            seesNames || isOneGroup
                ? counted
                    .SelectMany(one => CodesOf(one.Asked.Where(partner => IsReceived(one, partner, on))))
                    .Distinct(StringComparer.Ordinal)
                    .Count()
                : null,
            [.. opened.Except(shown).Select(one => one.Reference)]
        );
    }

    private static IEnumerable<string> CodesOf(IEnumerable<Partner> partners) =>
        partners.Select(partner => partner.Code);

    /// <summary>
    /// Returns true if the numbers of a questionnaire tell of no partner that it has not answered, not even to another
    /// one that knows its own response.
    /// </summary>
    /// <remarks>
    /// Numbers do not change if the responses of two partners of a group are exchanged. Three responses leave two to
    /// the others if the reader knows one of them, so that each other partner may be among them. If nothing is shown,
    /// up to two are there, and one of them may be anybody's. The size of a group is public, so it may decide, too.
    /// </remarks>
    private static bool TellsNobody(AskedQuestionnaire one, Func<Partner, string> groupOf, DateOnly on) =>
        TellsNobody(one.Asked, groupOf, partner => IsReceived(one, partner, on));

    /// <inheritdoc cref="TellsNobody(AskedQuestionnaire, Func{Partner, string}, DateOnly)"/>
    internal static bool TellsNobody(
        IEnumerable<Partner> asked,
        Func<Partner, string> groupOf,
        Func<Partner, bool> isReceived
    ) =>
        asked
            .GroupBy(groupOf, StringComparer.Ordinal)
            .All(group => group.Count() >= FewestAsked && group.Count(isReceived) >= FewestReceived);

    /// <summary>
    /// Returns the group of partners from which a partner cannot be told by the numbers of a dimension.
    /// </summary>
    internal static string GroupOf(Partner partner, RateDimension by) =>
        by switch
        {
            RateDimension.Kind => partner.Kind.ToString(),
            RateDimension.Route => $"{partner.Kind} {string.Join(' ', RoutesOf(partner))}",
            _ => "",
        };

    private static IReadOnlyList<string> KeysOf(RateDimension by, IReadOnlyList<AskedQuestionnaire> shown) =>
        by switch
        {
            RateDimension.Questionnaire => [.. shown.Select(one => one.Reference)],
            RateDimension.Pillar => [.. shown.SelectMany(one => one.Pillars).Distinct().Order().Select(KeyOf)],
            RateDimension.Kind =>
            [
                .. shown.SelectMany(one => one.Asked).Select(partner => partner.Kind).Distinct().Order().Select(KeyOf),
            ],
            _ =>
            [
                .. Route
                    .All.Select(route => route.Code)
                    .Where(code => shown.Any(one => one.Asked.Any(partner => Audience.LiesOn(code, partner)))),
            ],
        };

    private static ResponseRate Rate(
        string? key,
        IReadOnlyList<AskedQuestionnaire> questionnaires,
        RateDimension by,
        DateOnly on
    )
    {
        var (received, onTime, asked) = (0, 0, new List<AskedOn>());
        foreach (var one in questionnaires)
        {
            var partners = one.Asked.Where(partner => key is null || Has(one, partner, by, key)).ToList();
            if (partners.Count == 0)
                continue;
            asked.Add(new(one.Reference, one.OpenedOn, partners.Count));
            received += partners.Count(partner => IsReceived(one, partner, on));
            onTime += partners.Count(partner => IsReceived(one, partner, on < one.DueOn ? on : one.DueOn));
        }

        return new(key, asked.Sum(part => part.Partners), received, onTime, asked);
    }

    private static bool Has(AskedQuestionnaire one, Partner partner, RateDimension by, string key) =>
        by switch
        {
            RateDimension.Questionnaire => one.Reference == key,
            RateDimension.Pillar => one.Pillars.Any(pillar => KeyOf(pillar) == key),
            RateDimension.Kind => KeyOf(partner.Kind) == key,
            _ => Audience.LiesOn(key, partner),
        };

    private static bool IsReceived(AskedQuestionnaire one, Partner partner, DateOnly by) =>
        one.Received.TryGetValue(partner.Code, out var day) && day <= by;

    private static IEnumerable<string> RoutesOf(Partner partner) =>
        Route.All.Where(route => Audience.LiesOn(route.Code, partner)).Select(route => route.Code);

    internal static string KeyOf(Pillar pillar) =>
        CodeListCatalog.Pillars.Entries.Single(entry => entry.Number == (int)pillar).Code;

    private static string KeyOf(PartnerKind kind) => kind == PartnerKind.Country ? "country" : "organisation";
}
