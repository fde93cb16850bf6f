using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Posts;
using Adam.Api.Tables;
using Adam.Domain.Gaps;
using Adam.Domain.Projects;

namespace Adam.Api.Layers;

/// <summary>The knowledge of the indicator of a country.</summary>
internal enum EvidenceState
{
    /// <summary>The figure has one of the first ranks, and reaches the threshold.</summary>
    High = 1,

    /// <summary>The figure is not high, and no item that counts or no post tells that it is low.</summary>
    Unknown = 2,
}

/// <summary>A page of the pillars in countries that have evidence and no assistance.</summary>
/// <param name="Layer">The id of the layer.</param>
/// <param name="Indicator"><c>events</c>, or the number of the layer.</param>
/// <param name="Unit">The unit of the figures; null for none.</param>
/// <param name="Code">The codes of dimensions that the figures are of.</param>
/// <param name="FromYear">The first year of the figures; null for no limit.</param>
/// <param name="UntilYear">The last year of the figures; null for no limit.</param>
/// <param name="Top">The last rank that is high.</param>
/// <param name="AtLeast">The lowest figure that is high; null for every figure above zero.</param>
/// <param name="AsOf">The day of the gaps and of the posts.</param>
/// <param name="Counted">The items that count for the caller.</param>
/// <param name="Ranked">The number of countries of the question with a figure.</param>
/// <param name="Items">Those with a high figure by rank, country and pillar; then the unknown ones.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last page.</param>
/// <param name="Total">The number of rows on all pages; only with <c>count=true</c>.</param>
/// <param name="Warnings">
/// Values of filters that are read by another name, such as <c>UK</c>; only if there are some.
/// </param>
internal sealed record UnassistedPageResponse(
    [property: Example("seizures")] string Layer,
    [property: Example("quantity")] string Indicator,
    [property: Example("kg")] string? Unit,
    [property: Example(new[] { "substance:heroin" })] IReadOnlyList<string> Code,
    [property: Example(2010)] int? FromYear,
    [property: Example(2015)] int? UntilYear,
    [property: Example(10)] int Top,
    [property: Example(100)] decimal? AtLeast,
    [property: Example("2015-12-31")] DateOnly AsOf,
    [property: Example("by-threes")] SummaryRead Counted,
    [property: Example(6)] int Ranked,
    IReadOnlyList<UnassistedResponse> Items,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ValidationError>? Warnings
)
{
    public static readonly ListTable Table = new(
        "unassisted",
        [
            TableColumn.Value("country", 10, "#country+code"),
            TableColumn.Value("pillar", 22, "#sector"),
            TableColumn.Value("evidence", 10),
            TableColumn.Value("value", 14, type: ColumnType.Double),
            TableColumn.Value("rank", 8, type: ColumnType.Whole),
            TableColumn.Value("state", 12, "#status"),
            TableColumn.Value("post", 10),
            TableColumn.List("posts", "posts", 20, TableCell.FromJson),
            TableColumn.List("reasons", "reasons", 80, reason => TableCell.FromMember(reason, "text")),
            TableColumn.List("from", "reasons", 80, reason => TableCell.FromMember(reason, "from")),
        ]
    );
}

/// <summary>A pillar in a country without a project on the day.</summary>
/// <param name="Country">The country.</param>
/// <param name="Pillar">The pillar.</param>
/// <param name="Evidence"><c>high</c>, or <c>unknown</c>: no item that counts or no post tells that it is low.</param>
/// <param name="Value">The figure of the country; null if it has none.</param>
/// <param name="Rank">The rank of the figure, from 1 on; equal figures share one. Null without a figure.</param>
/// <param name="State">The state of the pillar on the day: <c>planned</c>, <c>ended</c> or <c>gap</c>.</param>
/// <param name="Post"><c>covered</c> by a post of officers on the day, or <c>unknown</c>.</param>
/// <param name="Posts">The references of the posts.</param>
/// <param name="Reasons">Why the pillar is listed, each with the request that returns the figures.</param>
internal sealed record UnassistedResponse(
    [property: Example("TJ")] string Country,
    Pillar Pillar,
    [property: Example("high")] EvidenceState Evidence,
    [property: Example(34.5)] decimal? Value,
    [property: Example(1)] int? Rank,
    [property: Example("gap")] CoverageState State,
    [property: Example("covered")] PostState Post,
    [property: Example(new[] { "RLO-TAS" })] IReadOnlyList<string> Posts,
    IReadOnlyList<UnassistedReason> Reasons
);

/// <summary>A reason, as a sentence.</summary>
/// <param name="Text">The sentence, in English or Russian, by <c>Accept-Language</c>.</param>
/// <param name="From">The path and query that return the figures of the sentence to the same caller.</param>
internal sealed record UnassistedReason(
    [property: Example("Rank 1 of 6 countries: 34.5 kg (quantity, heroin), 2010 to 2015.")] string Text,
    [property: Example("/v1/layers/seizures/summary?by=country&country=TJ&fromYear=2010&untilYear=2015")] string From
);
