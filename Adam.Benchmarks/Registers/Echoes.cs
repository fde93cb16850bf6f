using Adam.Domain.Partners;

namespace Adam.Benchmarks.Registers;

/// <summary>
/// Adds near-duplicates to a world: some entries repeat a project of another partner with small changes.
/// </summary>
internal sealed class Echoes(int seed)
{
    private const double Share = 0.3;
    private const double Memorable = 0.15;
    private const double Skew = 1.5;
    private const int Remembered = 5_000;

    private static readonly string[] Partners = [.. FoundingPartners.All.Select(partner => partner.Code)];

    private readonly Random _random = new(seed);

    /// <summary>
    /// Returns as many entries as it receives. 30 % are replaced by echoes of earlier ones. An echo may be repeated
    /// too, so some projects have several duplicates.
    /// </summary>
    public IEnumerable<Entry> In(IEnumerable<Entry> world)
    {
        var heard = new List<Entry>();
        foreach (var entry in world)
        {
            var echo =
                heard.Count > 0 && _random.NextDouble() < Share
                    ? Echo(heard[(int)(heard.Count * Math.Pow(_random.NextDouble(), Skew))], entry)
                    : entry;
            if (heard.Count < Remembered)
                heard.Add(echo);
            else if (_random.NextDouble() < Memorable)
                heard[_random.Next(Remembered)] = echo;
            yield return echo;
        }
    }

    private Entry Echo(Entry heard, Entry entry)
    {
        // The owner of the replaced entry repeats the project, so partners with many projects repeat many.
        var owner = entry.Owner == heard.Owner ? Partners[_random.Next(Partners.Length)] : entry.Owner;
        var (start, end) = (heard.Draft.PlannedStart!.Value.AddDays(_random.Next(60)), heard.Draft.PlannedEnd);
        return new(
            owner,
            heard.Draft with
            {
                Reference = $"echo-{entry.Draft.Reference}",
                Title = Shortened(heard.Draft.Title),
                Description = Shortened(heard.Draft.Description!),
                PlannedStart = start,
                PlannedEnd = end < start ? start.AddYears(1) : end,
                Implementers = entry.Draft.Implementers,
            }
        );
    }

    /// <summary>Drops about a fifth of the words, but never the first.</summary>
    private string Shortened(string text) =>
        string.Join(' ', text.Split(' ').Where((word, place) => place == 0 || _random.NextDouble() < 0.8));
}
