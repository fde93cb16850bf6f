using System.Globalization;
using System.Text.Json.Nodes;

namespace Adam.Tests.Reports;

/// <summary>Reads reports over HTTP.</summary>
internal static class ReportHttp
{
    /// <summary>Returns all runs of a report: of headings, paragraphs, lists and tables.</summary>
    public static IEnumerable<JsonObject> Runs(this JsonNode report) =>
        report["blocks"]!
            .AsArray()
            .SelectMany(block =>
                (block!["runs"]?.AsArray() ?? [])
                    .Concat((block["items"]?.AsArray() ?? []).SelectMany(item => item!["runs"]!.AsArray()))
                    .Concat(
                        (block["rows"]?.AsArray() ?? [])
                            .SelectMany(row => row!["cells"]!.AsArray())
                            .SelectMany(cell => cell!.AsArray())
                    )
            )
            .Select(run => run!.AsObject());

    /// <summary>Returns the figures of a report.</summary>
    public static IReadOnlyList<JsonObject> Figures(this JsonNode report) =>
        [.. report.Runs().Where(run => run.ContainsKey("value"))];

    /// <summary>Returns the texts of the blocks of a section, one for each block.</summary>
    public static IReadOnlyList<string> Section(this JsonNode report, string id) =>
        [
            .. report["blocks"]!
                .AsArray()
                .SkipWhile(block => (string?)block!["id"] != id)
                .Skip(1)
                .TakeWhile(block => block!["id"] is null)
                .Select(block => TextOf(block!)),
        ];

    private static string TextOf(JsonNode block) =>
        block["rows"] is { } rows
            ? string.Join(
                '\n',
                rows.AsArray()
                    .Select(row => string.Join(" | ", row!["cells"]!.AsArray().Select(cell => Join(cell!.AsArray()))))
            )
        : block["items"] is { } items
            ? string.Join('\n', items.AsArray().Select(item => Join(item!["runs"]!.AsArray())))
        : Join(block["runs"]!.AsArray());

    private static string Join(JsonArray runs) => string.Concat(runs.Select(run => (string)run!["text"]!));

    /// <summary>Returns the value at a JSON Pointer (RFC 6901); null if there is none.</summary>
    public static JsonNode? At(this JsonNode document, string pointer) =>
        pointer
            .Split('/')
            .Skip(1)
            .Aggregate(
                (JsonNode?)document,
                (node, part) =>
                    node switch
                    {
                        JsonArray list => IndexOf(part) is var index && index < list.Count ? list[index] : null,
                        JsonObject record => record[part],
                        _ => null,
                    }
            );

    private static int IndexOf(string part) => int.Parse(part, CultureInfo.InvariantCulture);
}
