using System.Text.Json.Nodes;
using Adam.Benchmarks.Registers;

namespace Adam.Benchmarks.Quality;

/// <summary>A pair of invented records, and what a reader of both knows about it.</summary>
/// <param name="Type">The difficulty that the pair poses. Each type has pairs of one undertaking and others.</param>
/// <param name="IsForJudging">True if learning must not see the pair.</param>
/// <param name="Kind">The kind of overlap that a reader would assign; <c>unrelated</c> if none.</param>
internal sealed record LookAlikePair(string Id, string Type, bool IsForJudging, string Kind, Entry A, Entry B)
{
    /// <summary>True if both records describe one undertaking, paid by one partner or by several.</summary>
    public bool IsOneUndertaking => Kind is "same-project" or "co-funded";
}

/// <summary>Reads the invented pairs that are hard to tell apart.</summary>
internal static class LookAlikePairs
{
    /// <summary>The pairs that are hard to tell apart.</summary>
    public const string LookAlikes = "look-alikes.ndjson";

    /// <summary>The pairs of records of two institutions, each in its own words.</summary>
    public const string Retold = "retold.ndjson";

    public static IReadOnlyList<LookAlikePair> Read(string file) =>
        [
            .. File.ReadLines(Repository.Path(Path.Combine("db", "sample", file)))
                .Select(line => Pair(JsonNode.Parse(line)!.AsObject())),
        ];

    private static LookAlikePair Pair(JsonObject line) =>
        new(
            (string)line["id"]!,
            (string)line["type"]!,
            (string)line["half"]! == "judging",
            (string)line["kind"]!,
            SampleRecords.Entry(line["projects"]![0]!.AsObject()),
            SampleRecords.Entry(line["projects"]![1]!.AsObject())
        );
}
