using System.Text.Json.Nodes;

namespace Adam.Tests.Fuzzing;

/// <summary>Lets bodies refer to records that former responses have named.</summary>
internal static class References
{
    /// <summary>Members that refer to other records, with the lists of these and the member that names them.</summary>
    private static readonly Dictionary<string, (string List, string Name)[]> Members = new(StringComparer.Ordinal)
    {
        ["projects"] = [("/v1/projects", "id")],
        ["documents"] = [("/v1/documents", "reference")],
        ["recommendations"] = [("/v1/recommendations", "reference")],
        ["implements"] = [("/v1/recommendations", "reference"), ("/v1/measures", "reference")],
        ["declaredMeasures"] = [("/v1/measures", "reference")],
        ["continues"] = [("/v1/recommendations", "reference"), ("/v1/questionnaires", "reference")],
        ["madeAt"] = [("/v1/meetings", "reference")],
        ["endorsedAt"] = [("/v1/meetings", "reference")],
        ["notEndorsedAt"] = [("/v1/meetings", "reference")],
        ["decidedAt"] = [("/v1/meetings", "reference")],
        ["isPartOf"] = [("/v1/meetings", "reference")],
    };

    /// <summary>
    /// Replaces the values of these members, where responses have named such records. Lists get up to three of them.
    /// </summary>
    public static void Fill(JsonNode body, Harvest harvest, Random random)
    {
        if (body is not JsonObject members)
            return;

        foreach (var (name, value) in members.ToList())
        {
            if (!Members.TryGetValue(name, out var lists))
                continue;

            var (list, member) = random.Pick(lists);
            var known = harvest.Values(list, member);
            if (known.Count == 0)
                continue;

            if (value is JsonArray)
                members[name] = new JsonArray([
                    .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (JsonNode)random.Pick(known)),
                ]);
            else
                members[name] = random.Pick(known);
        }
    }
}
