using System.Text.Json.Nodes;
using Adam.Desk.Calls;

namespace Adam.Desk.Imports;

// The parts of the API's answers about imports that pages show.

public sealed record ImportColumns(IReadOnlyList<ImportColumn> Columns, IReadOnlyList<string> Names);

/// <param name="Name">The column of a project that it is read as; null if it is not read.</param>
public sealed record ImportColumn(string Column, string Heading, string? Name, IReadOnlyList<string> Values);

public sealed record ImportReport(
    Guid? Id,
    int Read,
    int Created,
    int Updated,
    int Unchanged,
    int Rejected,
    ImportMissing Missing,
    IReadOnlyList<ImportReason> Reasons,
    IReadOnlyList<ImportItem> Items
);

public sealed record ImportMissing(int Count, int Withdrawn, string? Note);

public sealed record ImportReason(bool Rejects, string Name, string Code, string Title, int Records);

public sealed record ImportItem(
    int Number,
    string? Identifier,
    int Line,
    string Outcome,
    Guid? Project,
    int? Overlaps,
    IReadOnlyList<ProblemError> Errors,
    IReadOnlyList<ProblemError> Warnings
);

public sealed record KeptImport
{
    public Guid Id { get; init; }
    public string State { get; init; } = "";
    public string? StateReason { get; init; }
    public string? Partner { get; init; }
    public string CreatedBy { get; init; } = "";
    public KeptFile File { get; init; } = new(null, "", 0);
    public KeptOptions Options { get; init; } = new(false);
    public DateTimeOffset CreatedAt { get; init; }
    public ImportAdvance Progress { get; init; } = new(0, null, 0, 0);
    public ImportCounts Counts { get; init; } = new(0, 0, 0, 0, 0);
    public string? Report { get; init; }
    public DateTimeOffset? KeptUntil { get; init; }
    public DateTimeOffset? UndoneAt { get; init; }
    public string? UndoneBy { get; init; }

    public bool IsOpen => State is "queued" or "running";

    public bool CanBeUndone => !IsOpen && UndoneAt is null && KeptUntil is not null && !Options.DryRun;
}

public sealed record KeptFile(string? Name, string Format, long Size);

public sealed record KeptOptions(bool DryRun);

public sealed record ImportAdvance(long BytesRead, long? TotalBytes, int RecordsRead, int RecordsWritten);

public sealed record ImportCounts(int Created, int Updated, int Unchanged, int Rejected, int Withdrawn);

/// <summary>A mapping that the partner has saved.</summary>
public sealed record SavedMapping(string Name, JsonObject? Columns, JsonObject? Values, JsonObject? Defaults);
