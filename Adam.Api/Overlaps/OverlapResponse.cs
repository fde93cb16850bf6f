using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Domain.Sentences;

namespace Adam.Api.Overlaps;

/// <summary>Two projects across partners that share a country, a pillar and at least one day.</summary>
/// <param name="Id">The ids of the two projects in ordinal order, joined by an underscore; null for a draft.</param>
/// <param name="Kind">The kind of the pair.</param>
/// <param name="Score">
/// The probability from 0 to 1 that both are one undertaking. It is exactly the sum of the contributions of the
/// reasons.
/// </param>
/// <param name="FoundAt">
/// The time since which both projects have had the values that make them overlap; null for a draft.
/// </param>
/// <param name="Reasons">
/// The reasons for the score: the setting first, then the largest contributions, positive or negative.
/// </param>
/// <param name="Projects">The two projects, in the order of their start, then of their id.</param>
/// <param name="Verdict">The current verdict; null if there is none.</param>
/// <param name="Notes">The number of notes on the pair; 0 for a draft.</param>
/// <param name="Rules">The version of the scoring rules.</param>
/// <param name="Edition">The id of the term statistics that the score was computed with.</param>
internal record OverlapResponse(
    string? Id,
    OverlapKind Kind,
    decimal Score,
    DateTimeOffset? FoundAt,
    SharedScopeResponse Shared,
    IReadOnlyList<OverlapReasonResponse> Reasons,
    IReadOnlyList<OverlapProjectResponse> Projects,
    OverlapVerdictResponse? Verdict,
    int Notes,
    string Rules,
    string Edition
)
{
    private const int ChanceDecimals = 4;

    /// <summary>
    /// Only in the review queue (<c>sort=uncertain</c>), for a pair that it drew from those below the score of 0.3: the
    /// chance from 0 to 1 that such a pair is drawn. Omitted for all other pairs.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? SampleChance { get; init; }

    /// <param name="texts">The language of the reasons.</param>
    public static OverlapResponse FromOverlap(RankedOverlap ranked, SentenceTexts texts)
    {
        var overlap = ranked.Overlap;
        return new(
            overlap.Id?.ToString(),
            ranked.Kind,
            ranked.Score.ToDecimal(),
            overlap.FoundAt,
            new(
                overlap.Shared.Countries,
                overlap.Shared.Pillars,
                overlap.Shared.From,
                overlap.Shared.To,
                overlap.Shared.Days
            ),
            [
                .. ranked.Reasons.Select(reason => new OverlapReasonResponse(
                    reason.Name,
                    reason.Contribution,
                    texts.StateOf(reason.Sentence)
                )),
            ],
            [OverlapProjectResponse.FromProject(overlap.Earlier), OverlapProjectResponse.FromProject(overlap.Later)],
            ranked.Decision is null ? null : OverlapVerdictResponse.FromDecision(ranked.Decision),
            ranked.Notes,
            ranked.Rules,
            ranked.TermStatisticsId
        )
        {
            SampleChance = ranked.SampleChance is { } chance ? Math.Round((decimal)chance, ChanceDecimals) : null,
        };
    }

    /// <summary>Returns the entity tag of the response: each language is another representation.</summary>
    /// <param name="tag">The tag of the overlap.</param>
    public string TagIn(SentenceTexts texts, string tag) =>
        texts == SentenceTexts.English
            ? $"\"{tag}\""
            : EntityTags.ForRepresentation($"\"{tag}\"", JsonSerializer.SerializeToUtf8Bytes(this, Json.Options));

    public RawJson ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, Json.Options));
}

/// <summary>The scope that two projects share.</summary>
/// <param name="Countries">Recipient countries, ISO 3166-1 alpha-2.</param>
/// <param name="From">
/// The first shared day. If the start of one project is unknown, the start of the other: they share no earlier day.
/// Null if both are unknown.
/// </param>
/// <param name="To">The last shared day, included; null if both ends are open.</param>
/// <param name="Days">
/// The number of shared days, both ends included; null if both ends are open. For ranking, an open end counts as five
/// years after the later of the two starts.
/// </param>
internal sealed record SharedScopeResponse(
    [property: CodeOf("countries")] IReadOnlyList<string> Countries,
    IReadOnlyList<Pillar> Pillars,
    DateOnly? From,
    DateOnly? To,
    int? Days
);

/// <summary>One reason for a score.</summary>
/// <param name="Component">The compared feature: <c>setting</c>, <c>period</c>, <c>places</c>, <c>text</c>, …</param>
/// <param name="Contribution">The amount that it adds to the score, negative if it lowers the score.</param>
/// <param name="Detail">
/// One sentence that explains the contribution, in English or Russian, by <c>Accept-Language</c>.
/// </param>
internal sealed record OverlapReasonResponse(string Component, decimal Contribution, string Detail);

/// <summary>One of the two projects.</summary>
/// <param name="Id">The id of the project; null for a draft.</param>
/// <param name="Donors">
/// The donors: the code of a partner, or the name of an organisation outside the partnership.
/// </param>
internal sealed record OverlapProjectResponse(
    Guid? Id,
    string Reference,
    string Owner,
    string Title,
    IReadOnlyList<string> Donors,
    PeriodDocument Period
)
{
    public static OverlapProjectResponse FromProject(OverlapProject project) =>
        new(
            project.Id,
            project.Reference,
            project.Owner,
            project.Title,
            project.Donors,
            PeriodDocument.FromPeriod(project.Period)
        );
}

/// <summary>The overlaps of one project.</summary>
/// <param name="Count">
/// The number of ranked overlaps, which score 0.3 or more or lie next to the project.
/// </param>
/// <param name="Others">
/// The number of further projects of other partners in the same country, on the same pillar and in the same days, which
/// have little else in common.
/// </param>
/// <param name="Link">The path that lists all of them, the ranked ones included; null for a draft.</param>
/// <param name="Items">The five strongest overlaps.</param>
/// <param name="Restricted">
/// The countries and pillars of the project in which others have restricted projects, and whom to ask about them. They
/// are not counted. Their days and donors may differ from those of the project.
/// </param>
internal sealed record ProjectOverlapsResponse(
    long Count,
    long Others,
    string? Link,
    IReadOnlyList<OverlapResponse> Items,
    IReadOnlyList<RestrictedCellResponse> Restricted
)
{
    public const int Strongest = 5;

    /// <param name="project">The id of the project; null for a draft.</param>
    /// <param name="texts">The language of the reasons.</param>
    public static ProjectOverlapsResponse FromOverlaps(OverlapsOfProject found, Guid? project, SentenceTexts texts) =>
        new(
            found.Count,
            found.Others,
            project is null ? null : $"/v1/overlaps?sort=start&project={project}",
            [.. found.Strongest.Select(overlap => OverlapResponse.FromOverlap(overlap, texts))],
            [.. found.Restricted.Select(RestrictedCellResponse.FromCell)]
        );
}
