using System.Globalization;
using Adam.Benchmarks.Copying;
using Adam.Benchmarks.Exchange;
using Adam.Benchmarks.Floor;
using Adam.Benchmarks.Http;
using Adam.Benchmarks.Imports;
using Adam.Benchmarks.Isolation;
using Adam.Benchmarks.Layers;
using Adam.Benchmarks.Measures;
using Adam.Benchmarks.Overlaps;
using Adam.Benchmarks.Quality;

const string Usage = """
    Usage: dotnet run -c Release --project Adam.Benchmarks -- COMMAND

    Commands:
      overlaps [--projects N,N,...]              queries of the stores and the search for all pairs
      growth [--projects N,N,... [--register FILE]]
                                                 how the cost of each query and write grows, as Markdown
                                                 and as docs/benchmarks/growth.svg
      filters --projects N,N,...                 pages of the report with every two filters
      filters --register FILE                    the same of a register that there is
      aggregates --projects N,N,...              clusters, presence and summaries
      register --projects N,N,... [--rebuild-only | --beside-writers]
                                                 rebuild of scored pairs, and writes that update them
      statements --projects N                    the statements of one write, with their times
      http [--projects N [--only NAME | --compare | --frameworks]]
                                                 requests to the service, compared with a minimal server
      import [--activities N,N,...] [IATI-FOLDER]
                                                 import of IATI files
      exchange [--projects N,N,... [--only FORMAT,FORMAT,...]]
                                                 whole lists in each format, and imports of them
      exchange --register FILE [--only FORMAT,FORMAT,...]
                                                 whole lists of a register that there is
      quality [LISTS-FOLDER]                     precision and recall of the scores
      learn [LISTS-FOLDER] [TABLE]               learns the weights and writes their table
      calibrate [LISTS-FOLDER] [TABLE]           fits the probabilities of scores and writes their table
      gaps [--projects N --measures N]           gaps, the projects of measures, and the warning at entry
      layers [--items N,N,...]                   imports of items of a layer, and pages of them by box and days
      measures                                   precision and recall of the sample's measures
      scoring [--projects N]                     time to score pairs
      isolation [--projects N [--only NAME]]     one partner's requests while another one misbehaves
      copy --projects N "CONNECTION-STRING"      copy to an empty SQL Server database, and back
    """;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // Cancel instead of exiting, so that temporary files are deleted first.
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
        case ["growth"]:
            await OverlapsBenchmark.GrowthAsync([2_000, 6_000, 20_000], file: null, stop.Token);
            return 0;
        case ["growth", "--projects", var sizes]:
            await OverlapsBenchmark.GrowthAsync(Sizes(sizes), file: null, stop.Token);
            return 0;
        case ["growth", "--projects", var sizes, "--register", var file]:
            await OverlapsBenchmark.GrowthAsync(Sizes(sizes), file, stop.Token);
            return 0;
        case ["filters", "--projects", var sizes]:
            await OverlapsBenchmark.FiltersAsync(Sizes(sizes), stop.Token);
            return 0;
        case ["filters", "--register", var file]:
            await OverlapsBenchmark.FiltersAsync(file, stop.Token);
            return 0;
        case ["aggregates", "--projects", var sizes]:
            await OverlapsBenchmark.AggregatesAsync(Sizes(sizes), stop.Token);
            return 0;
        case ["register", "--projects", var sizes]:
            await RegisterBenchmark.RunAsync(Sizes(sizes), rebuildOnly: false, stop.Token);
            return 0;
        case ["register", "--projects", var sizes, "--rebuild-only"]:
            await RegisterBenchmark.RunAsync(Sizes(sizes), rebuildOnly: true, stop.Token);
            return 0;
        case ["register", "--projects", var sizes, "--beside-writers"]:
            await RegisterBenchmark.BesideWritersAsync(Sizes(sizes), stop.Token);
            return 0;
        case ["statements", "--projects", var size]:
            await WriteStatements.RunAsync(Number(size), stop.Token);
            return 0;
        case ["http"]:
            await HttpBenchmark.RunAsync(HttpBenchmark.DefaultProjects, "", stop.Token);
            return 0;
        case ["http", "--projects", var size]:
            await HttpBenchmark.RunAsync(Number(size), "", stop.Token);
            return 0;
        case ["http", "--projects", var size, "--compare"]:
            await HttpBenchmark.CompareAsync(Number(size), stop.Token);
            return 0;
        case ["http", "--projects", var size, "--frameworks"]:
            await HttpBenchmark.FrameworksAsync(Number(size), stop.Token);
            return 0;
        case ["http", "--projects", var size, "--only", var name]:
            await HttpBenchmark.RunAsync(Number(size), name, stop.Token);
            return 0;
        case ["import", .. var folder] when folder is [] or [not "--activities"]:
            await ImportBenchmark.RunAsync([1_000, 10_000, 100_000], folder.FirstOrDefault(), stop.Token);
            return 0;
        case ["import", "--activities", var sizes, .. var folder] when folder.Length < 2:
            await ImportBenchmark.RunAsync(Sizes(sizes), folder.FirstOrDefault(), stop.Token);
            return 0;
        case ["exchange"]:
            await ExchangeBenchmark.RunAsync([10_000, 1_000_000], formats: null, stop.Token);
            return 0;
        case ["exchange", "--projects", var sizes]:
            await ExchangeBenchmark.RunAsync(Sizes(sizes), formats: null, stop.Token);
            return 0;
        case ["exchange", "--projects", var sizes, "--only", var formats]:
            await ExchangeBenchmark.RunAsync(Sizes(sizes), formats.Split(','), stop.Token);
            return 0;
        case ["exchange", "--register", var file]:
            await ExchangeBenchmark.ExportAsync(file, formats: null, stop.Token);
            return 0;
        case ["exchange", "--register", var file, "--only", var formats]:
            await ExchangeBenchmark.ExportAsync(file, formats.Split(','), stop.Token);
            return 0;
        case ["quality"] or ["quality", _]:
            QualityBenchmark.Run(Repository.Path(args.ElementAtOrDefault(1) ?? KnownDuplicates.Folder));
            return 0;
        case ["learn"] or ["learn", _] or ["learn", _, _]:
            LearnCommand.Run(
                Repository.Path(args.ElementAtOrDefault(1) ?? KnownDuplicates.Folder),
                Repository.Path(args.ElementAtOrDefault(2) ?? LearnCommand.TableFile)
            );
            return 0;
        case ["calibrate"] or ["calibrate", _] or ["calibrate", _, _]:
            CalibrateCommand.Run(
                Repository.Path(args.ElementAtOrDefault(1) ?? KnownDuplicates.Folder),
                Repository.Path(args.ElementAtOrDefault(2) ?? CalibrateCommand.TableFile)
            );
            return 0;
        case ["gaps"]:
            await GapsBenchmark.RunAsync(100_000, 100, stop.Token);
            return 0;
        case ["gaps", "--projects", var size, "--measures", var measures]:
            await GapsBenchmark.RunAsync(Number(size), Number(measures), stop.Token);
            return 0;
        case ["layers"]:
            await LayersBenchmark.RunAsync([100_000, 1_000_000], stop.Token);
            return 0;
        case ["layers", "--items", var sizes]:
            await LayersBenchmark.RunAsync(Sizes(sizes), stop.Token);
            return 0;
        case ["measures"]:
            MeasureQuality.Run();
            return 0;
        case ["scoring"]:
            ScoringBenchmark.Run(100_000);
            return 0;
        case ["scoring", "--projects", var size]:
            ScoringBenchmark.Run(Number(size));
            return 0;
        case ["isolation"]:
            await IsolationBenchmark.RunAsync(5_000, TimeSpan.FromSeconds(20), "", stop.Token);
            return 0;
        case ["isolation", "--projects", var size]:
            await IsolationBenchmark.RunAsync(Number(size), TimeSpan.FromSeconds(20), "", stop.Token);
            return 0;
        case ["isolation", "--projects", var size, "--only", var name]:
            await IsolationBenchmark.RunAsync(Number(size), TimeSpan.FromSeconds(20), name, stop.Token);
            return 0;
        case ["copy", "--projects", var size, var server]:
            await CopyBenchmark.RunAsync(Number(size), server, stop.Token);
            return 0;
        case ["floor", var path, var url]: // Started by the command http in its own process.
            await FloorServer.RunAsync(path, url);
            return 0;
        case ["framework-floor", var path, var url]: // Started by the command http --frameworks.
            await FrameworkServer.RunAsync(path, url);
            return 0;
        case ["exchange-floor", var format, var pages, var url]: // Started by the command exchange.
            await ExchangeFloor.RunAsync(format, pages, url);
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

static int Number(string size) => int.Parse(size, CultureInfo.InvariantCulture);

static int[] Sizes(string sizes) => [.. sizes.Split(',').Select(size => Number(size))];
