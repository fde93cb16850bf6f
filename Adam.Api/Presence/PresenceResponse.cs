using System.Globalization;
using System.Text.Json.Serialization;
using Adam.Data.Presence;

namespace Adam.Api.Presence;

/// <summary>A page of the table, and the totals of all of it.</summary>
/// <param name="Items">In ordinal order of the dimensions.</param>
/// <param name="Totals">Each project once; without dimensions.</param>
/// <param name="NextCursor">What to ask the next page with; null on the last one.</param>
/// <param name="Total">How many rows there are on all pages together; only with <c>count=true</c>.</param>
internal sealed record PresenceResponse(
    IReadOnlyList<PresenceRow> Items, PresenceRow Totals, string? NextCursor, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total);

/// <summary>One cell of the table: its place on the dimensions that were asked for, and what is there.</summary>
internal sealed record PresenceRow
{
    /// <summary>Recipient country, ISO 3166-1 alpha-2.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Country { get; init; }

    /// <summary>Pillar of the Vienna Declaration.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pillar { get; init; }

    /// <summary>Who has any part: the partner's code, or the name outside the partnership.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Partner { get; init; }

    /// <summary>Who pays; as <c>partner</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Donor { get; init; }

    /// <summary>Who carries it out; as <c>partner</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Implementer { get; init; }

    /// <summary>Code of the list activity-types.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ActivityType { get; init; }

    /// <summary>Where the projects stand in their life.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }

    /// <summary>A year in which the projects run for at least a day.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Year { get; init; }

    /// <summary>How many projects.</summary>
    public required long Projects { get; init; }

    /// <summary>How many partners have any part in them.</summary>
    public required long Partners { get; init; }

    /// <summary>What their donors give, by currency.</summary>
    public required IReadOnlyList<CurrencyAmount> Amounts { get; init; }

    /// <summary>The projects and amounts with duplicates counted once; null where no verdict calls two of these projects duplicates of each other.</summary>
    public required PresenceWithoutDuplicates? WithoutDuplicates { get; init; }

    public static PresenceRow Of(IReadOnlyList<PresenceDimension> by, PresenceCell cell)
    {
        return new()
        {
            Country = On(PresenceDimension.Country),
            Pillar = On(PresenceDimension.Pillar),
            Partner = On(PresenceDimension.Partner),
            Donor = On(PresenceDimension.Donor),
            Implementer = On(PresenceDimension.Implementer),
            ActivityType = On(PresenceDimension.ActivityType),
            Status = On(PresenceDimension.Status),
            Year = On(PresenceDimension.Year) is { } year ? int.Parse(year, CultureInfo.InvariantCulture) : null,
            Projects = cell.Projects,
            Partners = cell.Partners,
            Amounts = cell.Amounts,
            WithoutDuplicates = cell.WithoutDuplicates,
        };

        string? On(PresenceDimension dimension)
        {
            for (var index = 0; index < by.Count; index++)
            {
                if (by[index] == dimension)
                    return cell.Values[index];
            }

            return null;
        }
    }
}
