using System.Text.Json;
using System.Text.Json.Nodes;

namespace Adam.Api.Projects;

/// <summary>A list of a project that a table has one row for each value of.</summary>
internal enum ProjectRowDimension
{
    Country,
    Pillar,
    Donor,
}

/// <summary>
/// Divides a project into rows with one country, one pillar or one donor each. The amounts of the rows add up to those
/// of the project, unless the owner's percentages do not add up to 100.
/// </summary>
internal static class ProjectRows
{
    /// <summary>The member of a row that states how its amount was found.</summary>
    private const string Basis = "amountBasis";

    /// <summary>The whole amount that the donor gives, as the owner states it.</summary>
    private const string Stated = "stated";

    /// <summary>The part by the owner's percentages of countries.</summary>
    private const string Percentages = "percentages";

    /// <summary>Equal parts, because the owner states no percentages.</summary>
    private const string Equal = "equal-parts";

    /// <summary>Returns the members of a project of which each row has one value.</summary>
    public static IReadOnlyCollection<string> MembersOf(IReadOnlyCollection<ProjectRowDimension> dimensions) =>
        [
            .. dimensions.SelectMany(dimension =>
                dimension switch
                {
                    ProjectRowDimension.Country => ["countries", "countryPercentages"],
                    ProjectRowDimension.Pillar => (string[])["pillars"],
                    ProjectRowDimension.Donor => ["donors"],
                    _ => throw new ArgumentOutOfRangeException(nameof(dimensions)),
                }
            ),
        ];

    /// <summary>Returns the rows of a project in its JSON form, each with the members of a project.</summary>
    public static IEnumerable<JsonElement> Explode(
        JsonElement project,
        IReadOnlyCollection<ProjectRowDimension> dimensions
    )
    {
        var countries = Values(project, "countries", dimensions.Contains(ProjectRowDimension.Country));
        var pillars = Values(project, "pillars", dimensions.Contains(ProjectRowDimension.Pillar));
        var donors = Values(project, "donors", dimensions.Contains(ProjectRowDimension.Donor));
        var percentages = PercentagesOf(project);
        for (var country = 0; country < countries.Count; country++)
        {
            // Percentages divide amounts only among several countries.
            var (part, basis) =
                countries.Count == 1 ? (new Part(1, 1, 0), Stated)
                : percentages is null ? (new Part(1m / countries.Count, countries.Count, country), Equal)
                : (
                    new Part(percentages.GetValueOrDefault(countries[country]![0]!.GetValue<string>()) / 100, 1, 0),
                    Percentages
                );
            for (var pillar = 0; pillar < pillars.Count; pillar++)
            {
                foreach (var donor in donors)
                {
                    var row = JsonObject.Create(project)!;
                    Set(row, "countries", countries[country]);
                    Set(row, "pillars", pillars[pillar]);
                    Set(row, "donors", Divide(Divide(donor, part), new(1m / pillars.Count, pillars.Count, pillar)));
                    row[Basis] = pillars.Count > 1 ? Equal : basis;
                    yield return JsonSerializer.SerializeToElement(row);
                }
            }
        }
    }

    /// <summary>Returns a list for each row: of one value each, or the whole list once.</summary>
    private static List<JsonArray?> Values(JsonElement project, string member, bool isDivided)
    {
        if (!project.TryGetProperty(member, out var list))
            return [null];
        return isDivided
            ? [.. list.EnumerateArray().Select(value => new JsonArray(JsonSerializer.SerializeToNode(value)))]
            : [JsonArray.Create(list)];
    }

    private static Dictionary<string, decimal>? PercentagesOf(JsonElement project)
    {
        var shares =
            project.TryGetProperty("countryPercentages", out var list) && list.GetArrayLength() > 0
                ? list.EnumerateArray()
                : default;
        var result = shares.ToDictionary(
            share => share.GetProperty("country").GetString()!,
            share => share.GetProperty("percentage").GetDecimal()
        );
        return result.Count == 0 ? null : result;
    }

    private static void Set(JsonObject row, string member, JsonArray? values)
    {
        if (values is not null)
            row[member] = values.DeepClone();
    }

    private static JsonArray? Divide(JsonArray? donors, Part part)
    {
        if (donors is null || part is { Share: 1 })
            return donors;

        var result = (JsonArray)donors.DeepClone();
        foreach (var donor in result.OfType<JsonObject>())
        {
            if (donor["amount"] is JsonValue amount)
                donor["amount"] = part.Divide(amount.GetValue<decimal>());
        }

        return result;
    }

    /// <summary>A part of an amount.</summary>
    /// <param name="Share">The share, from 0 to 1.</param>
    /// <param name="Count">The number of equal parts; 1 if the parts are not equal.</param>
    /// <param name="Index">The index of this part among equal ones. The last one has what rounding leaves.</param>
    private readonly record struct Part(decimal Share, int Count, int Index)
    {
        public decimal Divide(decimal amount)
        {
            const int Decimals = 2;
            var rounded = decimal.Round(amount * Share, Decimals);
            return Count > 1 && Index == Count - 1 ? amount - (rounded * (Count - 1)) : rounded;
        }
    }
}
