using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Domain.Progress;

namespace Adam.Api.Progress;

/// <summary>
/// A statement about the progress of a measure. Its partner is that of the key; written with the key of an analyst or
/// admin, it is an assessment.
/// </summary>
internal sealed record StatementBody
{
    /// <summary>The day that the statement is about, today at the latest.</summary>
    [Required, Example("2025-12-31")]
    public DateOnly? AsOf { get; init; }

    /// <summary>
    /// <c>no-information</c>: you looked, and do not know. <c>not-started</c>. <c>limited</c>: work has begun.
    /// <c>substantial</c>: most of it is done. <c>complete</c>. <c>no-longer-applicable</c>: nobody needs it any more.
    /// </summary>
    [Required, Example("limited")]
    public ProgressStage? Stage { get; init; }

    /// <summary>The work that was done, in words.</summary>
    [
        Required,
        MaxLength(2_000),
        Example("Two of five posts have their kits, and the course for the others is in spring.")
    ]
    public string? Text { get; init; }

    /// <summary>The ids of projects that are evidence.</summary>
    [MaxLength(StatementDraft.MostNamed)]
    public IReadOnlyList<Guid>? Projects { get; init; }

    /// <summary>
    /// The documents that are evidence: addresses (<c>https</c> or <c>http</c>), or references of documents in the
    /// register.
    /// </summary>
    [MaxLength(StatementDraft.MostNamed), Example(new[] { "https://example.org/plan-2026.pdf" })]
    public IReadOnlyList<string>? Documents { get; init; }
}
