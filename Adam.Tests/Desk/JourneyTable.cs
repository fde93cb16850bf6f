using System.Globalization;

namespace Adam.Tests.Desk;

/// <summary>
/// The journeys of <c>docs/desk.md</c>, with the clicks, fields and keys that each takes. The tests of the journeys
/// count them, and compare.
/// </summary>
internal static class JourneyTable
{
    /// <summary>Asserts that the table states a number.</summary>
    /// <param name="journey">The first column.</param>
    /// <param name="column">The heading of the column.</param>
    public static void AssertStates(string journey, string column, int counted)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "desk.md"));
        var columns = Cells(lines.Single(line => line.StartsWith("| Journey |", StringComparison.Ordinal)));
        var row = Cells(lines.Single(line => line.StartsWith($"| {journey} |", StringComparison.Ordinal)));
        Assert.That(
            int.Parse(row[Array.IndexOf(columns, column)], CultureInfo.InvariantCulture),
            Is.EqualTo(counted),
            $"{journey}: {column} in docs/desk.md, and as counted"
        );
    }

    private static string[] Cells(string line) =>
        line.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
