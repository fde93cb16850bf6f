using System.Globalization;

namespace Adam.Benchmarks.Layers;

/// <summary>
/// Writes tables of random seizures: nine of ten near forty places of Asia and Europe, over sixteen years.
/// </summary>
internal static class SeizureFile
{
    private const int Places = 40;
    private static readonly DateOnly FirstDay = new(2005, 1, 1);
    private static readonly string[] Countries = ["AF", "IR", "TJ", "UZ", "PK", "TR", "KZ", "KG", "RU", "BG"];
    private static readonly string[] Substances = ["heroin", "opium", "morphine"];

    public static async Task WriteAsync(string file, int count, int seed, CancellationToken ct)
    {
        var random = new Random(seed);
        await using var to = new StreamWriter(file);
        await to.WriteLineAsync("reference,date,country,longitude,latitude,substance,quantity,unit,sourceKind");
        for (var i = 0; i < count; i++)
        {
            ct.ThrowIfCancellationRequested();
            var (longitude, latitude) = Place(random);
            await to.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"S-{i},{Day(random):yyyy-MM-dd},{Countries[random.Next(Countries.Length)]},"
                        + $"{longitude:0.#####},{latitude:0.#####},{Substances[random.Next(Substances.Length)]},"
                        + $"{random.Next(1, 100_000) / 100.0:0.##},kg,government"
                )
            );
        }
    }

    public static DateOnly Day(Random random) => FirstDay.AddDays(random.Next(16 * 365));

    /// <summary>Returns the longitude and the latitude of a random seizure.</summary>
    public static (double Longitude, double Latitude) Place(Random random)
    {
        if (random.Next(10) == 0)
            return (random.NextDouble() * 360 - 180, random.NextDouble() * 160 - 80);

        var place = random.Next(Places);
        return (20 + place * 37 % 60 + Near(random), 25 + place * 23 % 30 + Near(random));
    }

    private static double Near(Random random) => (random.NextDouble() + random.NextDouble() - 1) * 1.5;
}
