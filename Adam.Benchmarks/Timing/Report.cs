using System.Globalization;

namespace Adam.Benchmarks.Timing;

/// <summary>A table that is printed line by line, so that a long run shows its progress.</summary>
internal sealed class Report(string title, params string[] columns)
{
    private const int FirstWidth = 52;
    private const int Width = 13;
    private bool _begun;

    /// <summary>Receives the times of the lines; null if nobody compares sizes.</summary>
    public Growth? Growth { get; init; }

    /// <summary>The number of projects.</summary>
    public int Size { get; init; }

    public void Line(string name, params string[] values)
    {
        if (!_begun)
        {
            Console.WriteLine();
            Console.WriteLine(title);
            Print("", columns);
            _begun = true;
        }

        Print(name, values);
    }

    public void Line(string name, Timings timings, string note = "")
    {
        Growth?.Add(name, Size, timings.Fastest);
        Line(
            name,
            Milliseconds(timings.Fastest),
            Milliseconds(timings.Median),
            Milliseconds(timings.At(0.95)),
            Number(timings.Milliseconds.Count),
            note
        );
    }

    public static string Milliseconds(double value) =>
        value.ToString(
            value < 10 ? "0.000"
                : value < 100 ? "0.0"
                : "#,0",
            CultureInfo.InvariantCulture
        ) + " ms";

    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static void Print(string name, IEnumerable<string> values) =>
        Console.WriteLine(
            $"  {name.PadRight(FirstWidth)}{string.Concat(values.Select(value => value.PadLeft(Width)))}".TrimEnd()
        );
}
