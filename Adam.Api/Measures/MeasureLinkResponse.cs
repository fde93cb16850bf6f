using System.Text.Json;
using Adam.Api.Binding;
using Adam.Data.Measures;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;
using Adam.Domain.Sentences;

namespace Adam.Api.Measures;

/// <summary>A decision whether a project serves a measure.</summary>
/// <param name="Verdict">
/// <c>confirmed</c>: it does, whatever the criterion says. <c>rejected</c>: it does not, whatever the criterion or its
/// owner says.
/// </param>
/// <param name="Note">The reason for the verdict.</param>
/// <param name="DecidedBy">The name of the key that decided.</param>
/// <param name="Partner">The code of the partner of that key.</param>
/// <param name="Stale">
/// True if the project or the measure has changed in a relevant member since the decision. It then decides nothing.
/// </param>
/// <param name="StaleAt">The time of the first such change.</param>
internal sealed record MeasureVerdictResponse(
    LinkVerdict Verdict,
    [property: Example("The course is for prosecutors, and no intelligence unit takes part.")] string? Note,
    [property: Example("Desk officer")] string DecidedBy,
    [property: Example("UNODC")] string Partner,
    DateTimeOffset DecidedAt,
    bool Stale,
    DateTimeOffset? StaleAt
)
{
    public static MeasureVerdictResponse? FromDecision(MeasureDecision? decision) =>
        decision is null
            ? null
            : new(
                decision.Verdict,
                decision.Note,
                decision.DecidedBy,
                decision.Partner,
                decision.DecidedAt,
                decision.StaleAt is not null,
                decision.StaleAt
            );
}

/// <summary>A project that is linked with a measure.</summary>
/// <param name="Id">The id of the project.</param>
/// <param name="Reference">The owner's own number.</param>
/// <param name="Owner">The partner that records the project.</param>
/// <param name="Title">The title of the project.</param>
/// <param name="Countries">The countries of the project.</param>
/// <param name="Status">The status of the project.</param>
/// <param name="Period">The days that the project covers.</param>
internal sealed record LinkedProjectResponse(
    Guid Id,
    [property: Example("TJK/W08")] string Reference,
    [property: Example("UNODC")] string Owner,
    [property: Example("Drug detection dogs for the Drug Control Agency")] string Title,
    [property: CodeOf("countries"), Example(new[] { "TJ" })] IReadOnlyList<string> Countries,
    ProjectStatus Status,
    PeriodDocument Period
);

/// <summary>A project and a measure that it serves, or may serve.</summary>
internal sealed record MeasureLinkResponse
{
    /// <summary>The reference of the measure.</summary>
    [Example("M-II-2")]
    public required string Measure { get; init; }

    public required LinkedProjectResponse Project { get; init; }

    /// <summary>
    /// <c>declared</c>: the project names the measure, or an analyst has linked it. <c>found</c>: it meets the
    /// criterion. <c>suggested</c>: pillar and country fit, and the words do not; it never counts.
    /// </summary>
    [Example("found")]
    public required MeasureBasis Basis { get; init; }

    /// <summary>True if the project counts: declared or found, and not rejected.</summary>
    [Example(true)]
    public required bool Counted { get; init; }

    /// <summary>The parts of the criterion that the project meets.</summary>
    public required IReadOnlyList<MeasureReasonResponse> Reasons { get; init; }

    /// <summary>
    /// The part of the information in the measure's words that the project shares, from 0 to 1; null unless the link is
    /// suggested.
    /// </summary>
    [Example(null!)]
    public double? Likeness { get; init; }

    /// <summary>The current verdict; null if there is none.</summary>
    public MeasureVerdictResponse? Verdict { get; init; }

    /// <summary>Returns the entity tag of the response: each language is another representation.</summary>
    /// <param name="tag">The tag of the link.</param>
    public string TagIn(SentenceTexts texts, string tag) =>
        texts == SentenceTexts.English
            ? $"\"{tag}\""
            : EntityTags.ForRepresentation(
                $"\"{tag}\"",
                JsonSerializer.SerializeToUtf8Bytes(this, Serialization.Json.Options)
            );

    /// <param name="texts">The language of the reasons.</param>
    public static MeasureLinkResponse FromLink(MeasureLink link, SentenceTexts texts)
    {
        var draft = link.Project.Draft;
        return new()
        {
            Measure = link.Measure.Measure.Draft.Reference,
            Project = new(
                link.Project.Id,
                draft.Reference,
                link.Project.Owner,
                draft.Title,
                draft.Countries,
                draft.Status,
                PeriodDocument.FromPeriod(draft.Period)
            ),
            Basis = link.Basis,
            Counted = link.Counts,
            Reasons = MeasureReasonResponse.FromReasons(link.Reasons, texts),
            Likeness = link.Likeness,
            Verdict = MeasureVerdictResponse.FromDecision(link.Decision),
        };
    }
}

/// <summary>The numbers of the links of a measure.</summary>
/// <param name="InPlace">The number of projects with a pillar and a country of the measure.</param>
/// <param name="Found">The number of projects that meet the criterion.</param>
/// <param name="Declared">The number of projects that name the measure, or that an analyst has linked.</param>
/// <param name="Counted">The number of projects that count.</param>
/// <param name="Confirmed">The number of found projects that an analyst has confirmed.</param>
/// <param name="Rejected">The number of found projects that an analyst has rejected.</param>
internal sealed record MeasureLinkCountsResponse(
    [property: Example(24)] int InPlace,
    [property: Example(6)] int Found,
    [property: Example(1)] int Declared,
    [property: Example(6)] int Counted,
    [property: Example(2)] int Confirmed,
    [property: Example(1)] int Rejected
)
{
    public static MeasureLinkCountsResponse FromCounts(MeasureLinkCounts counts) =>
        new(counts.InPlace, counts.Found, counts.Declared, counts.Counted, counts.Confirmed, counts.Rejected);
}
