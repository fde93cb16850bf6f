using System.Text.Json.Nodes;
using Adam.Benchmarks.Registers;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Benchmarks.Quality;

/// <summary>Reads the projects of the sample register and the judgements on some of its pairs.</summary>
internal static class SampleRecords
{
    public static IReadOnlyList<Entry> Read() =>
        [
            .. File.ReadLines(Repository.Path(Path.Combine("db", "sample", "projects.ndjson")))
                .Select(line => Entry(JsonNode.Parse(line)!.AsObject())),
        ];

    /// <summary>
    /// Returns the judged pairs that overlap: owner and reference of both projects, and true if they were judged
    /// <c>duplicate</c>.
    /// </summary>
    public static IReadOnlyList<(
        (string Owner, string Reference) A,
        (string Owner, string Reference) B,
        bool Same
    )> Judged() =>
        [
            .. File.ReadLines(Repository.Path(Path.Combine("db", "sample", "pairs.tsv")))
                .Skip(1)
                .Select(line => line.Split('\t'))
                .Where(row => row[5] == "yes")
                .Select(row => ((row[0], row[1]), (row[2], row[3]), row[4] == "duplicate")),
        ];

    public static Entry Entry(JsonObject record) =>
        new(
            (string)record["owner"]!,
            new()
            {
                Reference = (string)record["reference"]!,
                Title = (string)record["title"]!,
                Description = (string?)record["description"],
                Pillars =
                [
                    .. List(record, "pillars")
                        .Select(code => (Pillar)CodeListCatalog.Pillars.Find((string)code!)!.Number!),
                ],
                Countries = [.. List(record, "countries").Select(code => (string)code!)],
                Places =
                [
                    .. List(record, "places")
                        .Select(place => new Place(
                            (string)place!["name"]!,
                            (string?)place["admin1"],
                            (double?)place["latitude"],
                            (double?)place["longitude"]
                        )),
                ],
                ActivityTypes = [.. List(record, "activityTypes").Select(code => (string)code!)],
                Donors =
                [
                    .. List(record, "donors")
                        .Select(donor => new Donor(
                            (string?)donor!["partner"],
                            (string?)donor["name"],
                            (decimal?)donor["amount"],
                            (string?)donor["currency"]
                        )),
                ],
                Implementers =
                [
                    .. List(record, "implementers")
                        .Select(one => new Implementer((string?)one!["partner"], (string?)one["name"])),
                ],
                Beneficiaries = [.. List(record, "beneficiaries").Select(name => (string)name!)],
                Status = (ProjectStatus)CodeListCatalog.Statuses.Find((string)record["status"]!)!.Number!,
                PlannedStart = Date(record, "plannedStart"),
                PlannedEnd = Date(record, "plannedEnd"),
                ActualStart = Date(record, "actualStart"),
                ActualEnd = Date(record, "actualEnd"),
                FundedUntil = Date(record, "fundedUntil"),
                IatiIdentifier = (string?)record["iatiIdentifier"],
                RelatedProjects =
                [
                    .. List(record, "relatedProjects")
                        .Select(link => new RelatedProject(
                            (string)link!["identifier"]!,
                            (Relation)CodeListCatalog.Relations.Find((string)link["relation"]!)!.Number!
                        )),
                ],
            }
        );

    private static JsonArray List(JsonObject record, string name) => record[name]?.AsArray() ?? [];

    private static DateOnly? Date(JsonObject record, string name) =>
        (string?)record[name] is { } text ? DateOnly.Parse(text, null) : null;
}
