namespace Adam.Domain.Progress;

/// <summary>The kinds of statements about the progress of a measure.</summary>
/// <remarks>The numbers are stored: never renumber.</remarks>
public enum StatementType
{
    /// <summary>A partner states its own progress.</summary>
    Statement = 1,

    /// <summary>An analyst or admin assesses the progress.</summary>
    Assessment = 2,
}

/// <summary>How far the work on a measure has come.</summary>
/// <inheritdoc cref="StatementType" path="/remarks"/>
public enum ProgressStage
{
    /// <summary>The writer looked, and does not know.</summary>
    NoInformation = 1,

    NotStarted = 2,

    /// <summary>Work has begun, and most of it is still to be done.</summary>
    Limited = 3,

    /// <summary>Most of the work is done.</summary>
    Substantial = 4,

    Complete = 5,

    /// <summary>The measure asks for something that nobody needs any more.</summary>
    NoLongerApplicable = 6,
}

/// <summary>The content of a statement, validated and in canonical form.</summary>
public sealed record StatementDraft
{
    /// <summary>The maximum number of projects, and of documents, that a statement names.</summary>
    public const int MostNamed = 50;

    /// <summary>The day that the statement is about. It is not in the future.</summary>
    public required DateOnly AsOf { get; init; }

    public required ProgressStage Stage { get; init; }

    /// <summary>The work that was done, in words.</summary>
    public required string Text { get; init; }

    /// <summary>The projects that the statement names, each once.</summary>
    public IReadOnlyList<Guid> Projects { get; init; } = [];

    /// <summary>The documents that the statement names, each once: addresses.</summary>
    public IReadOnlyList<string> Documents { get; init; } = [];

    /// <summary>True if the stage needs evidence: substantial or complete.</summary>
    public bool IsClaim => Stage is ProgressStage.Substantial or ProgressStage.Complete;
}

/// <summary>A statement about the progress of a measure. It is never changed.</summary>
/// <param name="Partner">The code of the partner of the key that wrote it.</param>
/// <param name="WrittenBy">The name of the key.</param>
public sealed record ProgressStatement(
    Guid Id,
    StatementType Type,
    string Partner,
    StatementDraft Draft,
    string WrittenBy,
    DateTimeOffset WrittenAt
);
