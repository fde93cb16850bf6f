using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Benchmarks.Registers;

/// <summary>
/// Generates projects, equal for equal seeds, as unevenly distributed as real ones: a few countries and donors have
/// most projects; most projects have one country and one pillar; starts cluster on the first of January and of the
/// month; a quarter has no end.
/// </summary>
internal sealed class World(int seed)
{
    private const int FirstYear = 2005;
    private const int LastYear = 2028;
    private const int ShortestMonths = 3;
    private const int LongestMonths = 84;

    /// <summary>The recipient countries, the busiest first. The first has a tenth of all mentions.</summary>
    private static readonly string[] Countries = (
        "AF TJ PK IR UZ KG TM KZ TR UA AL RS BA MK ME XK GE AM AZ MD IQ IN BD MM LA TH VN KH ID PH CN MN LK NP "
        + "RU BY BG RO KE TZ UG ET SO DJ ER MZ ZA NG GH SN ML GW CV MA TN LY EG JO LB YE"
    ).Split(' ');

    private static readonly string[] Partners = [.. FoundingPartners.All.Select(partner => partner.Code)];

    private static readonly string[] ActivityTypes = [.. CodeListCatalog.ActivityTypes.Codes];

    private static readonly string[] Syllables = (
        "ba be bo da de di fa fo ga ge go ka ke ko la le li lo ma me mi mo na ne ni no "
        + "pa pe po ra re ri ro sa se si so ta te ti to va ve vi vo za ze zo"
    ).Split(' ');

    /// <summary>The shares of pillars I to IV.</summary>
    private static readonly double[] PillarShares = [0.40, 0.15, 0.15, 0.30];

    private static readonly double[] ByCountry = Shares(Countries.Length, place => 1.0 / (place + 3));
    private static readonly double[] ByDonor = Shares(Partners.Length, place => 1.0 / (place + 1));
    private static readonly double[] ByPillar = Shares(4, place => PillarShares[place]);
    private static readonly double[] ByWord = Shares(5_000, place => 1.0 / (place + 5));

    private readonly Random _random = new(seed);
    private readonly string[] _donors = Shuffled(Partners);
    private int _count;

    public IEnumerable<Entry> Take(int count)
    {
        for (var i = 0; i < count; i++)
            yield return Next();
    }

    public Entry Next()
    {
        var number = ++_count;
        var donors = Several(ByDonor, 0.80, 0.15).Select(place => Donor(_donors[place])).ToList();
        if (_random.NextDouble() < 0.05)
            donors.Add(new(null, $"Foundation {_random.Next(200)}", null, null));

        var owner = _random.NextDouble() < 0.8 ? donors[0].Partner! : _donors[Draw(ByDonor)];
        var (start, end) = Period();
        return new(
            owner,
            new()
            {
                Reference = $"{owner}-{seed}-{number}",
                Title = Text(6),
                Description = Text(25),
                Countries = [.. Several(ByCountry, 0.60, 0.25).Select(place => Countries[place])],
                Pillars = [.. Several(ByPillar, 0.70, 0.30).Select(place => (Pillar)(place + 1)).Order()],
                ActivityTypes =
                [
                    .. Enumerable
                        .Range(0, _random.Next(1, 4))
                        .Select(_ => ActivityTypes[_random.Next(ActivityTypes.Length)])
                        .Distinct(),
                ],
                Donors = donors,
                Implementers = [new(_donors[Draw(ByDonor)], null), new(null, $"Centre {_random.Next(2_000)}")],
                Beneficiaries = [Text(3)],
                Status = _random.NextDouble() < 0.02 ? ProjectStatus.Cancelled : (ProjectStatus)_random.Next(1, 5),
                PlannedStart = start,
                PlannedEnd = end,
                Sectors = [new("dac", "16063")],
            }
        );
    }

    private Donor Donor(string partner) =>
        new(partner, null, 1_000 * _random.Next(10, 5_000), partner == "US" ? "USD" : "EUR");

    private (DateOnly Start, DateOnly? End) Period()
    {
        var year = _random.Next(FirstYear, LastYear + 1);
        var start = _random.NextDouble() switch
        {
            < 0.3 => new DateOnly(year, 1, 1),
            < 0.7 => new DateOnly(year, _random.Next(1, 13), 1),
            _ => new DateOnly(year, 1, 1).AddDays(_random.Next(365)),
        };
        if (_random.NextDouble() < 0.25)
            return (start, null);

        // Log-uniform: durations of 3 to 6 months are as frequent as those of 3 to 6 years.
        var months = ShortestMonths * Math.Pow((double)LongestMonths / ShortestMonths, _random.NextDouble());
        return (start, start.AddMonths((int)Math.Round(months)).AddDays(-1));
    }

    /// <summary>
    /// Draws one value with the first probability, two with the second, otherwise three. No value is drawn twice.
    /// </summary>
    private HashSet<int> Several(double[] shares, double one, double two)
    {
        var chance = _random.NextDouble();
        var count =
            chance < one ? 1
            : chance < one + two ? 2
            : 3;
        var drawn = new HashSet<int>();
        while (drawn.Count < count)
            drawn.Add(Draw(shares));
        return drawn;
    }

    private string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Word(Draw(ByWord))));

    private static string Word(int place) =>
        Syllables[place % Syllables.Length]
        + Syllables[place / Syllables.Length % Syllables.Length]
        + Syllables[(place / Syllables.Length * 7 + place) % Syllables.Length];

    private int Draw(double[] shares)
    {
        var found = Array.BinarySearch(shares, _random.NextDouble());
        return Math.Min(found < 0 ? ~found : found, shares.Length - 1);
    }

    /// <summary>Returns cumulative weights, normalised to 1, for drawing an index by its weight.</summary>
    private static double[] Shares(int count, Func<int, double> weight)
    {
        var weights = Enumerable.Range(0, count).Select(weight).ToArray();
        var (total, sum) = (weights.Sum(), 0.0);
        return [.. weights.Select(one => (sum += one) / total)];
    }

    /// <summary>
    /// Returns the values in an order that is random but the same in every world, so that larger registers have the
    /// same distribution.
    /// </summary>
    private static string[] Shuffled(string[] values)
    {
        var copy = values.ToArray();
        new Random(1).Shuffle(copy);
        return copy;
    }
}
