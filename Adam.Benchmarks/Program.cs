using System.Globalization;
using Adam.Benchmarks.Copies;
using Adam.Benchmarks.Floor;
using Adam.Benchmarks.Http;
using Adam.Benchmarks.Imports;
using Adam.Benchmarks.Overlaps;
using Adam.Benchmarks.Quality;

const string Usage = """
    Usage: dotnet run -c Release --project Adam.Benchmarks -- overlaps [--projects 2000,20000,100000]
           dotnet run -c Release --project Adam.Benchmarks -- register --projects 10000,100000 [--rebuild-only]
           dotnet run -c Release --project Adam.Benchmarks -- http
           dotnet run -c Release --project Adam.Benchmarks -- import [--activities 1000,10000,100000] [FOLDER OF IATI FILES]
           dotnet run -c Release --project Adam.Benchmarks -- quality [folder of lists with known duplicates]
           dotnet run -c Release --project Adam.Benchmarks -- learn [folder] [table to write]
           dotnet run -c Release --project Adam.Benchmarks -- scoring [--projects 100000]
           dotnet run -c Release --project Adam.Benchmarks -- copy --projects 100000 "CONNECTION STRING OF AN EMPTY DATABASE"
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
            await OverlapsBenchmark.RunAsync(Sizes(sizes), stop.Token);
            return 0;
        case ["register", "--projects", var sizes]:
            await RegisterBenchmark.RunAsync(Sizes(sizes), rebuildOnly: false, stop.Token);
            return 0;
        case ["register", "--projects", var sizes, "--rebuild-only"]:
            await RegisterBenchmark.RunAsync(Sizes(sizes), rebuildOnly: true, stop.Token);
            return 0;
        case ["http"]:
            await HttpBenchmark.RunAsync(stop.Token);
            return 0;
        case ["import", .. var folder] when folder is [] or [not "--activities"]:
            await ImportBenchmark.RunAsync([1_000, 10_000, 100_000], folder.FirstOrDefault(), stop.Token);
            return 0;
        case ["import", "--activities", var sizes, .. var folder] when folder.Length < 2:
            await ImportBenchmark.RunAsync(Sizes(sizes), folder.FirstOrDefault(), stop.Token);
            return 0;
        case ["quality"] or ["quality", _]:
            QualityBenchmark.Run(Repository.Path(args.ElementAtOrDefault(1) ?? KnownDuplicates.Folder));
            return 0;
        case ["learn"] or ["learn", _] or ["learn", _, _]:
            LearnCommand.Run(Repository.Path(args.ElementAtOrDefault(1) ?? KnownDuplicates.Folder), Repository.Path(args.ElementAtOrDefault(2) ?? LearnCommand.TableFile));
            return 0;
        case ["scoring"]:
            ScoringBenchmark.Run(100_000);
            return 0;
        case ["scoring", "--projects", var size]:
            ScoringBenchmark.Run(int.Parse(size, CultureInfo.InvariantCulture));
            return 0;
        case ["copy", "--projects", var size, var server]:
            await CopyBenchmark.RunAsync(int.Parse(size, CultureInfo.InvariantCulture), server, stop.Token);
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

static int[] Sizes(string sizes) => [.. sizes.Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
