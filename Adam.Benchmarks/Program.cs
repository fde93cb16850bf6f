using System.Globalization;
using Adam.Benchmarks.Floor;
using Adam.Benchmarks.Http;
using Adam.Benchmarks.Overlaps;

const string Usage = """
    Usage: dotnet run -c Release --project Adam.Benchmarks -- overlaps [--projects 2000,20000,100000]
           dotnet run -c Release --project Adam.Benchmarks -- http
    """;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // What stands in temporary files goes before the program does.
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    switch (args)
    {
        case ["overlaps"]:
            await OverlapsBenchmark.RunAsync([2_000, 20_000, 100_000], stop.Token);
            return 0;
        case ["overlaps", "--projects", var sizes]:
            await OverlapsBenchmark.RunAsync([.. sizes.Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))], stop.Token);
            return 0;
        case ["http"]:
            await HttpBenchmark.RunAsync(stop.Token);
            return 0;
        case ["floor", var path, var url]: // what http starts as a process of its own
            await FloorServer.RunAsync(path, url);
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (OperationCanceledException)
{
    return 1;
}
