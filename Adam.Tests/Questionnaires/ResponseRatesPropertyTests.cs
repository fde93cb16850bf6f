using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Questionnaires;
using CsCheck;

namespace Adam.Tests.Questionnaires;

/// <summary>
/// Rates, compared with brute force: what they count, and what they tell about those who have not answered.
/// </summary>
public sealed class ResponseRatesPropertyTests
{
    private static readonly DateOnly Opened = new(2016, 1, 1);
    private static readonly DateOnly Due = new(2016, 1, 10);
    private static readonly DateOnly On = new(2016, 1, 5);

    private static readonly string[] Countries = ["AF", "TJ", "UZ", "KG", "AL", "RS", "PK", "KE", "DE", "JP"];
    private static readonly string[] Organisations = ["UNODC", "OSCE", "WCO", "EAG", "CARICC", "EU", "NATO"];

    /// <summary>
    /// A reader that knows its own response cannot exclude, whatever it sees, that another partner has answered. All
    /// possible responses are tried.
    /// </summary>
    [Test]
    public void Nobody_else_learns_who_has_not_answered()
    {
        var shown = 0;
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[0, 4095])
            .Sample(
                (countries, organisations, bits) =>
                {
                    Partner[] asked =
                    [
                        .. Countries.Take(countries).Select(code => Of(code, PartnerKind.Country)),
                        .. Organisations.Take(organisations).Select(code => Of(code, PartnerKind.Organisation)),
                    ];
                    var actual = bits & ((1 << asked.Length) - 1);
                    var seen = Seen(asked, actual);
                    shown += seen.Contains("received", StringComparison.Ordinal) ? 1 : 0;
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
                iter: 60,
                threads: 1
            );
        Assert.That(shown, Is.Positive, "Some registers show numbers.");
    }

    [Test]
    public void Rates_are_those_of_a_count()
    {
        Gen.Select(Gen.Int[1, 10], Gen.Int[0, 7], Gen.Int[0, 20].Array[17])
            .Sample(
                (countries, organisations, days) =>
                {
                    Partner[] asked =
                    [
                        .. Countries.Take(countries).Select(code => Of(code, PartnerKind.Country)),
                        .. Organisations.Take(organisations).Select(code => Of(code, PartnerKind.Organisation)),
                    ];
                    // 0 is a response that was not received.
                    var received = asked
                        .Select((partner, i) => (partner.Code, Day: days[i]))
                        .Where(one => one.Day > 0)
                        .ToDictionary(one => one.Code, one => Opened.AddDays(one.Day));
                    var one = new AskedQuestionnaire("A", [Pillar.Precursors], Opened, Due, asked, received);
                    foreach (var on in new[] { On, Due, Due.AddDays(5) })
                    {
                        var rate = ResponseRates.Compute([one], RateDimension.Kind, on, seesNames: true);
                        var expected = received.Values.Count(day => day <= on);
                        var onTime = received.Values.Count(day => day <= on && day <= Due);
                        if (
                            (rate.Total.Expected, rate.Total.Received, rate.Total.ReceivedOnTime)
                                != (asked.Length, expected, onTime)
                            || rate.Items.Sum(item => item.Received) != expected
                            || rate.PartnersAnswered != expected
                        )
                            return false;
                    }

                    return true;
                },
                iter: 200
            );
    }

    [TestCase(30, 81, "37.0")]
    [TestCase(30, 80, "37.5")]
    [TestCase(29, 79, "36.7")]
    [TestCase(0, 0, null)]
    public void Rate_has_one_decimal(int part, int whole, string? rate) =>
        Assert.That(
            ResponseRate.PerCent(part, whole)?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Is.EqualTo(rate)
        );

    private static Partner Of(string code, PartnerKind kind) =>
        new(code, kind, code, [Membership.SinceBeforeRecords], [], [], null, 1);

    private static bool Has(int responses, int partner) => (responses & (1 << partner)) != 0;

    /// <summary>Returns everything that others see of rates if these partners have answered.</summary>
    private static string Seen(Partner[] asked, int responses)
    {
        var received = asked
            .Where((_, i) => Has(responses, i))
            .ToDictionary(partner => partner.Code, _ => On, StringComparer.Ordinal);
        var one = new AskedQuestionnaire("A", [Pillar.Precursors], Opened, Due, asked, received);
        return string.Join(
            '|',
            Enum.GetValues<RateDimension>()
                .Select(by => ResponseRates.Compute([one], by, On, seesNames: false))
                .Select(table =>
                    $"{string.Join(' ', table.Withheld)} {table.PartnersAnswered} "
                    + string.Join(
                        ' ',
                        table
                            .Items.Append(table.Total)
                            .Where(rate => rate.Expected > 0)
                            .Select(rate => $"{rate.Key} received {rate.Received}")
                    )
                )
        );
    }
}
