using System.ComponentModel.DataAnnotations;
using Adam.Api.Projects;
using Adam.Api.Requests;
using FastEndpoints;

namespace Adam.Api.Overlaps;

/// <summary>
/// The filters of overlaps. <c>country</c>, <c>pillar</c>, <c>route</c> and the <c>active…</c> filters test what the two projects share; of the other filters of projects, one of the two projects must pass all.
/// </summary>
internal abstract record OverlapFilterRequest : ProjectFilterRequest
{
    /// <summary>One of the two is this project.</summary>
    [QueryParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")]
    public Guid? Project { get; init; }

    /// <summary>Two partners: one of the projects is owned or paid for by the one, the other by the other. The same partner twice asks for those that both have it.</summary>
    [QueryParam, CommaSeparated, MinLength(2), MaxLength(2), Example("DE,US")]
    public IReadOnlyList<string> Between { get; init; } = [];
}
