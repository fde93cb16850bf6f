using System.Text.Json.Nodes;
using Adam.Benchmarks.Quality;
using Adam.Benchmarks.Timing;
using Adam.Domain.CodeLists;
using Adam.Domain.Measures;
using Adam.Domain.Projects;

namespace Adam.Benchmarks.Measures;

/// <summary>
/// Precision and recall of what the criteria of the sample's measures find, against the judged links of the sample. The
/// lines of the sample are divided by parity.
/// </summary>
internal static class MeasureQuality
{
    /// <summary>The precision below which a criterion is too wide.</summary>
    private const double LeastPrecision = 0.9;

    private const double LeastRecall = 0.7;

    public static void Run()
    {
        var judged = File.ReadLines(PathOf("measure-links.tsv"))
            .Skip(1)
            .Select(line => line.Split('\t'))
            .ToLookup(row => row[0], row => (row[1], row[2]));
        var projects = SampleRecords.Read().Index().ToList();
        var report = new Report("Measures of the sample", "judged", "found", "right", "precision", "recall");
        var (odd, even) = (new Counts(), new Counts());
        var differences = new List<string>();
        foreach (var line in File.ReadLines(PathOf("measures.ndjson")))
        {
            var measure = Read(JsonNode.Parse(line)!.AsObject());
            var criterion = new MeasureCriterion(measure);
            var counts = new Counts();
            foreach (var (index, project) in projects)
            {
                var serves = judged[measure.Reference].Contains((project.Owner, project.Draft.Reference));
                var isFound = criterion.IsMet(project.Draft, project.Draft.Words);
                counts.Add(serves, isFound);
                (index % 2 == 0 ? odd : even).Add(serves, isFound);
                if (serves != isFound)
                    differences.Add(
                        $"{measure.Reference} {(isFound ? "finds" : "misses")} {project.Owner} "
                            + $"{project.Draft.Reference}: {project.Draft.Title}"
                    );
            }

            report.Line(measure.Reference, counts.Cells());
        }

        report.Line("odd lines", odd.Cells());
        report.Line("even lines", even.Cells());
        Console.WriteLine();
        foreach (var difference in differences)
            Console.WriteLine(difference);
        var isReached = new[] { odd, even }.All(half => half.Precision >= LeastPrecision && half.Recall >= LeastRecall);
        Console.WriteLine(
            $"Goal: precision {LeastPrecision} at recall {LeastRecall} in both halves. "
                + (isReached ? "Reached." : "Not reached.")
        );
    }

    private static string PathOf(string file) => Repository.Path(Path.Combine("db", "sample", file));

    private static MeasureDraft Read(JsonObject measure) =>
        new()
        {
            Reference = (string)measure["reference"]!,
            Title = (string)measure["title"]!,
            Pillars = [.. List(measure["pillars"]).Select(code => (Pillar)CodeListCatalog.Pillars.Find(code)!.Number!)],
            Countries = List(measure["where"]!["countries"]),
            Routes = List(measure["where"]!["routes"]),
            ActivityTypes = List(measure["criterion"]!["activityTypes"]),
            Words = List(measure["criterion"]!["words"]),
        };

    private static IReadOnlyList<string> List(JsonNode? list) =>
        [.. (list?.AsArray() ?? []).Select(item => (string)item!)];

    private sealed class Counts
    {
        private int _judged;
        private int _found;
        private int _right;

        public double Precision => _found == 0 ? 1 : (double)_right / _found;

        public double Recall => _judged == 0 ? 1 : (double)_right / _judged;

        public void Add(bool serves, bool isFound)
        {
            _judged += serves ? 1 : 0;
            _found += isFound ? 1 : 0;
            _right += serves && isFound ? 1 : 0;
        }

        public string[] Cells() => [$"{_judged}", $"{_found}", $"{_right}", $"{Precision:0.00}", $"{Recall:0.00}"];
    }
}
