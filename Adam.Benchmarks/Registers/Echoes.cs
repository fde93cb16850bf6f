using Adam.Domain.Partners;

namespace Adam.Benchmarks.Registers;

/// <summary>Puts into a world what a register is asked for: now and then a project that another partner has reported already, a little differently.</summary>
internal sealed class Echoes(int seed)
{
    private const double Share = 0.3;
    private const double Memorable = 0.15;
    private const double Skew = 1.5;
    private const int Remembered = 5_000;

    private static readonly string[] Partners = [.. FoundingPartners.All.Select(partner => partner.Code)];

    private readonly Random _random = new(seed);

    /// <summary>As many entries as there are, three tenths of them echoes of earlier ones. An echo may be echoed in turn: some projects are heard of from many sides.</summary>
    public IEnumerable<Entry> In(IEnumerable<Entry> world)
    {
        var heard = new List<Entry>();
        foreach (var entry in world)
        {
            var echo = heard.Count > 0 && _random.NextDouble() < Share ? Echo(heard[(int)(heard.Count * Math.Pow(_random.NextDouble(), Skew))], entry) : entry;
            if (heard.Count < Remembered)
                heard.Add(echo);
            else if (_random.NextDouble() < Memorable)
                heard[_random.Next(Remembered)] = echo;
            yield return echo;
        }
    }

    private Entry Echo(Entry heard, Entry entry)
    {
        // Those who record most repeat most.
        var owner = entry.Owner == heard.Owner ? Partners[_random.Next(Partners.Length)] : entry.Owner;
        var (start, end) = (heard.Draft.PlannedStart!.Value.AddDays(_random.Next(60)), heard.Draft.PlannedEnd);
        return new(owner, heard.Draft with
        {
            Reference = $"echo-{entry.Draft.Reference}",
            Title = Shortened(heard.Draft.Title),
            Description = Shortened(heard.Draft.Description!),
            PlannedStart = start,
            PlannedEnd = end < start ? start.AddYears(1) : end,
            Implementers = entry.Draft.Implementers,
        });
    }

    /// <summary>Most of the words.</summary>
    private string Shortened(string text) => string.Join(' ', text.Split(' ').Where((word, place) => place == 0 || _random.NextDouble() < 0.8));
}
