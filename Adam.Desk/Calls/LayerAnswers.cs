using System.Text.Json;

namespace Adam.Desk.Calls;

// The parts of the API's answers about layers of drug data and posts that pages show.

/// <summary>A layer of drug data, with what the person reads of it.</summary>
public sealed record Layer
{
    public string Id { get; init; } = "";
    public string Title { get; init; } = "";
    public string? Description { get; init; }
    public string Kind { get; init; } = "";
    public IReadOnlyList<LayerProperty> Properties { get; init; } = [];
    public string? SourceNote { get; init; }
    public string? Licence { get; init; }

    /// <summary>The records from which the items are computed; null for items that are recorded.</summary>
    public string? Computed { get; init; }
    public LayerAccess Access { get; init; } = new("", "");

    /// <summary>The numbers of the summary.</summary>
    public IEnumerable<LayerProperty> Numbers => Properties.Where(one => one.Summary is "sum" or "mean");

    /// <summary>The codes by which the summary counts.</summary>
    public IEnumerable<LayerProperty> Dimensions => Properties.Where(one => one.Summary == "dimension");
}

public sealed record LayerProperty(string Name, string Type, string? Unit, string? Summary);

/// <param name="Items"><c>all</c> or <c>own</c>.</param>
/// <param name="Summary"><c>all</c>, <c>own</c> or <c>by-threes</c>.</param>
public sealed record LayerAccess(string Items, string Summary);

/// <param name="Unknown">The countries of the question without an item that counts.</param>
public sealed record LayerSummary(string Counted, IReadOnlyList<string> Unknown, IReadOnlyList<LayerSummaryRow> Items);

public sealed record LayerSummaryRow(
    string? Country,
    int? Year,
    IReadOnlyDictionary<string, string> Codes,
    long Events,
    IReadOnlyList<LayerNumber> Measures
);

/// <summary>A number of a row, of one unit and one code of each dimension.</summary>
public sealed record LayerNumber(
    string Property,
    IReadOnlyDictionary<string, string> Codes,
    string? Unit,
    long Events,
    decimal? Sum,
    decimal? Mean
);

public sealed record LayerFeatures(long? NumberMatched, IReadOnlyList<LayerFeature> Features);

public sealed record LayerFeature(LayerPoint? Geometry, IReadOnlyDictionary<string, JsonElement> Properties)
{
    /// <summary>Returns a property as text; null if the item does not have it.</summary>
    public string? Text(string name) => Properties.TryGetValue(name, out var value) ? value.ToString() : null;
}

/// <param name="Coordinates">Longitude and latitude, in degrees.</param>
public sealed record LayerPoint(IReadOnlyList<double> Coordinates);

/// <summary>A post of officers.</summary>
public sealed record Post
{
    public string Reference { get; init; } = "";
    public string City { get; init; } = "";
    public string Country { get; init; } = "";

    /// <summary>The countries from which it reports.</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];
    public DateOnly? From { get; init; }
    public DateOnly? Until { get; init; }
    public string? Mailbox { get; init; }
    public IReadOnlyList<string> FundedBy { get; init; } = [];
    public int Version { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public string UpdatedBy { get; init; } = "";
}

/// <summary>The countries of routes on a day, with the posts that cover them.</summary>
public sealed record PostCoverage(DateOnly On, IReadOnlyList<PostCoverageRow> Items);

/// <param name="Posts">The references of the posts; none for a country from which nothing is reported.</param>
public sealed record PostCoverageRow(string Country, IReadOnlyList<string> Posts);

/// <summary>Pillars in countries that have evidence and no assistance.</summary>
/// <param name="Ranked">The number of countries with a figure.</param>
public sealed record UnassistedPage(
    int Top,
    DateOnly AsOf,
    int Ranked,
    IReadOnlyList<UnassistedRow> Items,
    string? NextCursor,
    long? Total
);

/// <param name="Evidence"><c>high</c> or <c>unknown</c>.</param>
/// <param name="State">The state of the pillar: <c>planned</c>, <c>ended</c> or <c>gap</c>.</param>
public sealed record UnassistedRow(
    string Country,
    string Pillar,
    string Evidence,
    decimal? Value,
    int? Rank,
    string State,
    IReadOnlyList<UnassistedReason> Reasons
);

/// <param name="From">The address of the API that returns the figures of the sentence.</param>
public sealed record UnassistedReason(string Text, string From);
