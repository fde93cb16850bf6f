using System.Globalization;

namespace Adam.Benchmarks.Timing;

/// <summary>
/// Collects the times of measures for several sizes, prints how they grow as a table in Markdown, and draws it.
/// </summary>
internal sealed class Growth
{
    private readonly List<string> _measures = [];
    private readonly Dictionary<(string Measure, int Size), double> _times = [];

    /// <param name="milliseconds">The fastest run, which other programs disturb least.</param>
    public void Add(string measure, int size, double milliseconds)
    {
        if (!_measures.Contains(measure))
            _measures.Add(measure);
        _times[(measure, size)] = milliseconds;
    }

    /// <summary>
    /// Prints a row for each measure: its time for each size, and the exponent of its growth from the least to the
    /// greatest size. 0 is a constant time, 1 one that grows with the register, 2 one with its square.
    /// </summary>
    public void Print()
    {
        var sizes = _times.Keys.Select(one => one.Size).Distinct().Order().ToList();
        if (sizes.Count < 2)
            return;

        Console.WriteLine();
        Console.WriteLine($"| | {string.Join(" | ", sizes.Select(size => Report.Number(size)))} projects | exponent |");
        Console.WriteLine($"|---|{string.Concat(sizes.Select(_ => "--:|"))}--:|");
        foreach (var measure in _measures)
        {
            var times = sizes.Select(size => _times.TryGetValue((measure, size), out var time) ? time : double.NaN);
            Console.WriteLine(
                $"| {measure} | {string.Join(" | ", times.Select(Text))} | {Exponent(measure, sizes[0], sizes[^1])} |"
            );
        }
    }

    /// <summary>Draws the measures of which there are times for two sizes or more.</summary>
    /// <param name="path">The path of the SVG file.</param>
    public void Draw(string path)
    {
        var drawn = _measures
            .Select(measure =>
                (
                    measure,
                    (IReadOnlyList<(int, double)>)
                        [
                            .. _times
                                .Where(time => time.Key.Measure == measure)
                                .Select(time => (time.Key.Size, time.Value))
                                .OrderBy(time => time.Size),
                        ]
                )
            )
            .Where(measure => measure.Item2.Count > 1)
            .ToList();
        if (drawn.Count > 0)
            GrowthChart.Write(path, drawn);
    }

    private static string Text(double milliseconds) =>
        double.IsNaN(milliseconds) ? "" : Report.Milliseconds(milliseconds);

    private string Exponent(string measure, int least, int most) =>
        _times.TryGetValue((measure, least), out var first) && _times.TryGetValue((measure, most), out var last)
            ? (Math.Log(last / first) / Math.Log((double)most / least)).ToString("0.00", CultureInfo.InvariantCulture)
            : "";
}
