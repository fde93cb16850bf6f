using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Domain.Progress;

namespace Adam.Api.Progress;

/// <summary>A statement or an assessment about the progress of a measure. It is never changed.</summary>
internal record StatementResponse
{
    [Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e31")]
    public required Guid Id { get; init; }

    /// <summary>The reference of the measure.</summary>
    [Example("M-II-2")]
    public required string Measure { get; init; }

    /// <summary>
    /// <c>statement</c>: a partner states its own progress. <c>assessment</c>: an analyst or admin assesses it.
    /// </summary>
    [Example("statement")]
    public required StatementType Type { get; init; }

    /// <summary>The code of the partner of the key that wrote it.</summary>
    [Example("DE")]
    public required string Partner { get; init; }

    /// <summary>The day that it is about.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>How far the work has come.</summary>
    [Example("limited")]
    public required ProgressStage Stage { get; init; }

    /// <summary>The work that was done, in words.</summary>
    [Example("Two of five posts have their kits, and the course for the others is in spring.")]
    public required string Text { get; init; }

    /// <summary>The ids of the projects that it names and that the caller may see.</summary>
    [Example(new string[] { })]
    public required IReadOnlyList<Guid> Projects { get; init; }

    /// <summary>The addresses of the documents that it names.</summary>
    [Example(new[] { "https://example.org/plan-2026.pdf" })]
    public required IReadOnlyList<string> Documents { get; init; }

    /// <summary>The name of the key that wrote it.</summary>
    [Example("Desk officer")]
    public required string WrittenBy { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    /// <param name="measure">The reference of the measure.</param>
    public static StatementResponse FromStatement(string measure, ProgressStatement statement) =>
        new(measure, statement);

    protected StatementResponse() { }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    protected StatementResponse(string measure, ProgressStatement statement) =>
        (Id, Measure, Type, Partner, AsOf, Stage, Text, Projects, Documents, WrittenBy, WrittenAt) = (
            statement.Id,
            measure,
            statement.Type,
            statement.Partner,
            statement.Draft.AsOf,
            statement.Draft.Stage,
            statement.Draft.Text,
            statement.Draft.Projects,
            statement.Draft.Documents,
            statement.WrittenBy,
            statement.WrittenAt
        );
}

/// <summary>A statement that was recorded, with what its writer should know.</summary>
internal sealed record RecordedStatementResponse : StatementResponse
{
    /// <summary>
    /// That nothing stands behind the statement, and which of its projects do not count for the measure; otherwise
    /// empty.
    /// </summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<ValidationError> Warnings { get; init; }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public RecordedStatementResponse(
        string measure,
        ProgressStatement statement,
        IReadOnlyList<ValidationError> warnings
    )
        : base(measure, statement) => Warnings = warnings;
}
