using System.ComponentModel.DataAnnotations;
using Adam.Api.Projects;
using Adam.Api.Requests;
using Adam.Data.Overlaps;
using Adam.Domain.Overlaps.Scoring;
using FastEndpoints;

namespace Adam.Api.Overlaps;

/// <summary>
/// The filters of overlaps. <c>country</c>, <c>pillar</c>, <c>route</c> and the <c>active…</c> filters test what the two projects share; of the other filters of projects, one of the two projects must pass all.
/// </summary>
internal abstract record OverlapFilterRequest : ProjectFilterRequest
{
    /// <summary>What the pairs look like. Pairs that both owners have declared to be parts of one undertaking are shown only when <c>declared</c> is asked for.</summary>
    [QueryParam, Example("same-activity")]
    public IReadOnlyList<OverlapKind> Kind { get; init; } = [];

    /// <summary>The lowest score, from 0.3 to 1.</summary>
    [QueryParam, Range(0.0, 1.0), Example(0.5)]
    public decimal? MinScore { get; init; }

    /// <summary>What was decided: <c>none</c> for undecided pairs; <c>stale</c> for those of which a project has changed since in what counts.</summary>
    [QueryParam, Example("none")]
    public IReadOnlyList<VerdictFilter> Verdict { get; init; } = [];

    /// <summary>One of the two is this project.</summary>
    [QueryParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")]
    public Guid? Project { get; init; }

    /// <summary>Two partners: one of the projects is owned or paid for by the one, the other by the other. The same partner twice asks for those that both have it.</summary>
    [QueryParam, CommaSeparated, MinLength(2), MaxLength(2), Example("DE,US")]
    public IReadOnlyList<string> Between { get; init; } = [];
}
