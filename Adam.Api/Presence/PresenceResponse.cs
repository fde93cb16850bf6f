using System.Globalization;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.ExchangeRates;
using Adam.Api.Overlaps;
using Adam.Api.Serialization;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;

namespace Adam.Api.Presence;

/// <summary>A page of the presence table, and the totals of the whole table.</summary>
/// <param name="Items">The rows, in ordinal order of their dimensions.</param>
/// <param name="Totals">The totals; each project counts once.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last page.</param>
/// <param name="Total">The number of rows on all pages; only with <c>count=true</c>.</param>
/// <param name="Rates">The rates that converted the amounts of the table; only with <c>currency</c>.</param>
/// <param name="Names">
/// The names of countries, partners and pillars of this page; only with <c>include=names</c>.
/// </param>
/// <param name="Restricted">
/// The countries and pillars in which partners have restricted projects that the caller does not see, and whom to ask.
/// No row counts them. Of the filters, only <c>country</c>, <c>route</c> and <c>pillar</c> apply to them.
/// </param>
/// <param name="Warnings">
/// Values of filters that are read by another name, such as <c>UK</c>; only if there are some.
/// </param>
internal sealed record PresenceResponse(
    IReadOnlyList<PresenceRow> Items,
    PresenceRow Totals,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ExchangeRateResponse>? Rates,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NamesResponse? Names,
    IReadOnlyList<RestrictedCellResponse> Restricted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ValidationError>? Warnings
);

/// <summary>A row of the presence table: its values of the requested dimensions, and its counts and amounts.</summary>
internal sealed record PresenceRow : ISelectedMembers
{
    /// <summary>The members to write; null for all.</summary>
    internal IReadOnlySet<string>? Selected { get; init; }

    IReadOnlySet<string>? ISelectedMembers.Selected => Selected;

    /// <summary>The recipient country, ISO 3166-1 alpha-2.</summary>
    [CodeOf("countries"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Country { get; init; }

    /// <summary>The pillar of the Vienna Declaration.</summary>
    [CodeOf("pillars"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pillar { get; init; }

    /// <summary>
    /// A partner that is owner, donor or implementer of the projects: its code, or the name of an organisation outside
    /// the partnership.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Partner { get; init; }

    /// <summary>A donor, in the form of <c>partner</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Donor { get; init; }

    /// <summary>An implementer, in the form of <c>partner</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Implementer { get; init; }

    /// <summary>A code of the list activity-types.</summary>
    [CodeOf("activity-types"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ActivityType { get; init; }

    /// <summary>The IATI activity status of the projects.</summary>
    [CodeOf("statuses"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }

    /// <summary>
    /// A goal or target of the Sustainable Development Goals that the projects serve, by their pillars or in addition.
    /// </summary>
    [CodeOf("sdg-targets"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SdgTarget { get; init; }

    /// <summary>A year in which the projects are active for at least one day.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Year { get; init; }

    /// <summary>The number of projects.</summary>
    public required long Projects { get; init; }

    /// <summary>The number of partners that are owner, donor or implementer of the projects.</summary>
    public required long Partners { get; init; }

    /// <summary>The amounts of all donors of the projects, by currency.</summary>
    public required IReadOnlyList<CurrencyAmount> Amounts { get; init; }

    /// <summary>
    /// The amounts that the donor of the row gives, by currency; only by donor. By year, the part of the year: an
    /// amount is spread evenly over the days of its project.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CurrencyAmount>? Given { get; init; }

    /// <summary>The amounts in one currency; only with <c>currency</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConvertedAmounts? Converted { get; init; }

    /// <summary>
    /// The number of projects and the amounts if money that is known to be the same counts once: of duplicates by
    /// verdict, and of a parent and its components that declare each other. Null if none of the money is.
    /// </summary>
    public required PresenceWithoutDuplicates? WithoutDuplicates { get; init; }

    public static PresenceRow FromCell(IReadOnlyList<PresenceDimension> by, PresenceCell cell)
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
            SdgTarget = On(PresenceDimension.SdgTarget),
            Year = On(PresenceDimension.Year) is { } year ? int.Parse(year, CultureInfo.InvariantCulture) : null,
            Projects = cell.Projects,
            Partners = cell.Partners,
            Amounts = cell.Amounts,
            Given = cell.Given,
            Converted = cell.Converted,
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
