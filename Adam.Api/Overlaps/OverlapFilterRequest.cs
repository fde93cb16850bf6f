using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Projects.Filtering;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Overlaps.Matching;
using FastEndpoints;

namespace Adam.Api.Overlaps;

/// <summary>
/// The filters of overlaps. <c>country</c>, <c>pillar</c>, <c>route</c> and the <c>active…</c> filters test the shared
/// scope of the two projects. One of the two projects must match all other filters of projects.
/// </summary>
internal abstract record OverlapFilterRequest : ProjectFilterRequest
{
    /// <summary>
    /// The kinds of pairs. Pairs that both owners have declared as parts of one undertaking are listed only with
    /// <c>declared</c>.
    /// </summary>
    [QueryParam, Example("same-activity")]
    public IReadOnlyList<OverlapKind> Kind { get; init; } = [];

    /// <summary>The lowest score, from 0.3 to 1.</summary>
    [QueryParam, Range(0.0, 1.0), Example(0.5)]
    public decimal? MinScore { get; init; }

    /// <summary>
    /// The verdict. <c>none</c>: undecided pairs. <c>stale</c>: pairs of which a project has changed in a relevant
    /// member since the decision.
    /// </summary>
    [QueryParam, Example("none")]
    public IReadOnlyList<VerdictFilter> Verdict { get; init; } = [];

    /// <summary>
    /// The pair was found at this instant or later (<c>foundAt</c>). A date means its midnight in UTC.
    /// </summary>
    [QueryParam, Example("2026-01-01")]
    public DateOrInstant? FoundSince { get; init; }

    /// <summary>
    /// The pair was found before this instant (<c>foundAt</c>). A date means its midnight in UTC, so that
    /// <c>foundSince=2026-01-01&amp;foundBefore=2026-02-01</c> selects January.
    /// </summary>
    [QueryParam, Example("2026-02-01")]
    public DateOrInstant? FoundBefore { get; init; }

    /// <summary>One of the two projects has this id.</summary>
    [QueryParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")]
    public Guid? Project { get; init; }

    /// <summary>
    /// Two partners: the first owns or funds one of the projects, the second the other. The same partner twice selects
    /// pairs in which it owns or funds both.
    /// </summary>
    [QueryParam, CommaSeparated, MinLength(2), MaxLength(2), Example("DE,US")]
    public IReadOnlyList<string> Between { get; init; } = [];
}
