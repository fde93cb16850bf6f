using System.Globalization;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Questionnaires;
using CsCheck;

namespace Adam.Tests.Questionnaires;

/// <summary>Results, compared with brute force: what they count, and what they tell.</summary>
public sealed class ResultTablePropertyTests
{
    private static readonly DateOnly Opened = new(2016, 1, 1);

    // Countries on the Balkan route alone, Afghanistan on all, and organisations on none.
    private static readonly string[] Countries = ["BG", "GR", "MK", "AL", "ME", "AF"];
    private static readonly string[] Organisations = ["OSCE", "WCO", "CARICC", "NATO", "SELEC", "EU"];

    private static readonly QuestionnaireDraft Draft = new()
    {
        Reference = "A",
        Title = [new("en", "A")],
        Pillars = [Pillar.Precursors],
        Choices = [new("yes_no", "yes", []), new("yes_no", "no", [])],
        Questions =
        [
            new()
            {
                Type = QuestionType.SelectOne,
                Name = "unit",
                List = "yes_no",
                Open = true,
            },
            new() { Type = QuestionType.WholeNumber, Name = "staff" },
        ],
        OpenedOn = Opened,
    };

    /// <summary>
    /// A reader that knows its own response, and sees all results and all rates, cannot exclude that another partner
    /// has answered. All possible responses are tried.
    /// </summary>
    [Test]
    public void Nobody_else_learns_who_has_not_answered()
    {
        Gen.Select(Gen.Int[4, 6], Gen.Int[4, 6], Gen.Int[0, 4095])
            .Sample(
                (countries, organisations, bits) =>
                {
                    var asked = Asked(countries, organisations);
                    var actual = bits & ((1 << asked.Length) - 1);
                    var seen = Seen(asked, actual);
                    int[] possible = [.. Enumerable.Range(0, 1 << asked.Length).Where(one => Seen(asked, one) == seen)];
                    for (var reader = 0; reader < asked.Length; reader++)
                    {
                        var consistent = possible.Where(one => Has(one, reader) == Has(actual, reader)).ToList();
                        for (var other = 0; other < asked.Length; other++)
                        {
                            if (other != reader && !consistent.Any(one => Has(one, other)))
                                return false;
                        }
                    }

                    return true;
                },
                iter: 30,
                threads: 1
            );
        // Two groups of five are shown if three of each have answered.
        Assert.That(Seen(Asked(5, 5), 0b00111_00111), Does.Contain("results balkan 5 3"));
        Assert.That(Seen(Asked(5, 5), 0b00011_11111), Does.Contain("results  10 7").And.Not.Contain("balkan"));
    }

    /// <summary>Whole and groups are counted anew, partner by partner.</summary>
    [Test]
    public void Groups_are_those_of_a_count()
    {
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[-2, 3].Array[12], Gen.Int[0, 15].Array[12])
            .Sample(
                (countries, organisations, answers, pillars) =>
                {
                    // -2 is no response, -1 an unknown number; other numbers are answers.
                    var asked = Asked(countries, organisations);
                    var received = asked
                        .Select((partner, i) => (partner.Code, Answer: answers[i]))
                        .Where(one => one.Answer > -2)
                        .ToDictionary(one => one.Code, one => Answers(one.Answer), StringComparer.Ordinal);
                    var under = asked
                        .SelectMany((partner, i) => Under(pillars[i]).Select(pillar => (pillar, partner.Code)))
                        .ToLookup(one => one.pillar, one => one.Code);
                    return Enum.GetValues<ResultDimension>()
                        .All(by =>
                        {
                            var table = ResultTable.Compute(Draft, asked, received, by, under, seesAll: true);
                            return !table.IsWithheld
                                && table
                                    .Groups.Prepend(table.Whole!)
                                    .All(group => IsCounted(group, asked, answers, pillars))
                                && table.Groups.Select(group => group.Value!).SequenceEqual(Keys(by, asked, pillars));
                        });
                },
                iter: 300
            );
    }

    private static bool IsCounted(ResultGroup group, Partner[] asked, int[] answers, int[] pillars)
    {
        int[] members =
        [
            .. Enumerable
                .Range(0, asked.Length)
                .Where(i => group.Value is null || KeysOf(asked[i], pillars[i]).Contains(group.Value)),
        ];
        int[] given = [.. members.Select(i => answers[i]).Where(answer => answer > -2)];
        int[] numbers = [.. given.Where(answer => answer >= 0).Order()];
        var (unit, staff) = (group.Questions[0], group.Questions[1]);
        return (group.Asked, group.Responses) == (members.Length, given.Length)
            && unit.Choices.SequenceEqual([("yes", given.Length - numbers.Length), ("no", numbers.Length)])
            && (staff.Values, staff.Unknown, staff.Unanswered) == (numbers.Length, given.Length - numbers.Length, 0)
            && staff.Least == (numbers.Length == 0 ? null : numbers[0])
            && staff.Most == (numbers.Length == 0 ? null : numbers[^1]);
    }

    private static IEnumerable<string> Keys(ResultDimension by, Partner[] asked, int[] pillars)
    {
        string[] all =
            by == ResultDimension.Route
                ? ["northern", "balkan", "southern"]
                : [.. Enum.GetValues<Pillar>().Select(NameOf)];
        return all.Where(key => asked.Where((partner, i) => KeysOf(partner, pillars[i]).Contains(key)).Any());
    }

    /// <summary>Returns the routes and pillars of a partner.</summary>
    private static IEnumerable<string> KeysOf(Partner partner, int pillars) =>
        (
            partner.Code switch
            {
                "AF" => (string[])["northern", "balkan", "southern"],
                { Length: 2 } when partner.Kind == PartnerKind.Country => ["balkan"],
                _ => [],
            }
        ).Concat(Under(pillars).Select(NameOf));

    private static IEnumerable<Pillar> Under(int bits) =>
        Enum.GetValues<Pillar>().Where((_, i) => (bits & (1 << i)) != 0);

    private static string NameOf(Pillar pillar) =>
        pillar switch
        {
            Pillar.RegionalInitiatives => "regional-initiatives",
            Pillar.FinancialFlows => "financial-flows",
            Pillar.Precursors => "precursors",
            _ => "prevention-and-health",
        };

    /// <summary>Returns everything that others see of results and rates if these partners have answered.</summary>
    private static string Seen(Partner[] asked, int responses)
    {
        var answering = asked.Where((_, i) => Has(responses, i)).ToList();
        var received = answering.ToDictionary(one => one.Code, _ => Answers(1), StringComparer.Ordinal);
        var days = answering.ToDictionary(one => one.Code, _ => Opened, StringComparer.Ordinal);
        var one = new AskedQuestionnaire("A", [Pillar.Precursors], Opened, Opened, asked, days);
        var rates = new[] { RateDimension.Kind, RateDimension.Route }
            .Select(by => ResponseRates.Compute([one], by, Opened, seesNames: false))
            .Select(table =>
                $"{table.PartnersAnswered} {table.Total.Received} "
                + string.Join(' ', table.Items.Select(rate => $"{rate.Key} {rate.Received}"))
            );
        var none = Array.Empty<string>().ToLookup(_ => Pillar.Precursors);
        var table = ResultTable.Compute(Draft, asked, received, ResultDimension.Route, none, seesAll: false);
        return string.Join('|', rates)
            + $"|{table.IsWithheld} {Shown(table.Whole)} {string.Join(' ', table.Groups.Select(Shown))}";
    }

    private static string Shown(ResultGroup? group) =>
        group is null
            ? "nothing"
            : $"results {group.Value} {group.Asked} {group.Responses} "
                + string.Join(
                    ' ',
                    group.Questions.Select(one =>
                        $"{one.Question.Name} {one.Values} {one.Unanswered} {string.Join(' ', one.Choices)}"
                    )
                );

    private static Partner[] Asked(int countries, int organisations) =>
        [
            .. Countries.Take(countries).Select(code => Of(code, PartnerKind.Country)),
            .. Organisations.Take(organisations).Select(code => Of(code, PartnerKind.Organisation)),
        ];

    private static Partner Of(string code, PartnerKind kind) =>
        new(code, kind, code, [Membership.SinceBeforeRecords], [], [], null, 1);

    private static bool Has(int responses, int partner) => (responses & (1 << partner)) != 0;

    private static IReadOnlyList<Answer> Answers(int number) =>
        number < 0
            ? [new("unit", AnswerKind.Text, ["yes"]), Answer.Without("staff", AnswerAbsence.Unknown)]
            :
            [
                new("unit", AnswerKind.Text, ["no"]),
                new("staff", AnswerKind.Number, [number.ToString(CultureInfo.InvariantCulture)]),
            ];
}
