using System.Globalization;
using Adam.Benchmarks.Overlaps;

const string Usage = """
    Usage: dotnet run -c Release --project Adam.Benchmarks -- overlaps [--projects 2000,20000,100000]
    """;

switch (args)
{
    case ["overlaps"]:
        await OverlapsBenchmark.RunAsync([2_000, 20_000, 100_000], CancellationToken.None);
        return 0;
    case ["overlaps", "--projects", var sizes]:
        await OverlapsBenchmark.RunAsync([.. sizes.Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))], CancellationToken.None);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
