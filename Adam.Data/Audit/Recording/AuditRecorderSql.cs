using Adam.Data.Databases;

namespace Adam.Data.Audit.Recording;

internal static class AuditRecorderSql
{
    /// <summary>The document did not change.</summary>
    public const int FormNone = 0;

    /// <summary>The whole document, as the table of projects has it.</summary>
    public const int FormWhole = 1;

    /// <summary>The members that changed.</summary>
    public const int FormPatch = 2;

    public static readonly StatementSet Statements = new(nameof(AuditRecorderSql));

    /// <summary>Returns number and hash of the last entry; none if there is none.</summary>
    public static readonly SqlQuery<NoParameters, AuditEnd> Last = new(
        Statements,
        $"SELECT AuditId, Hash FROM AuditEntry WHERE AuditId = (SELECT MAX(AuditId) FROM AuditEntry)"
    );

    /// <summary>Returns the hash of an entry; none if there is no such entry.</summary>
    public static readonly SqlQuery<AuditedEntry, string> HashOf = new(
        Statements,
        $"SELECT Hash FROM AuditEntry WHERE AuditId = @Entry"
    );

    /// <summary>Returns the projects with entries after one, at most a number of them.</summary>
    public static readonly SqlQuery<EntriesSince, long> ProjectsSince = new(
        Statements,
        dialect =>
            $"""
                SELECT ProjectId
                FROM AuditEntry
                WHERE AuditId > @Entry AND ProjectId IS NOT NULL
                GROUP BY ProjectId
                ORDER BY ProjectId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the number of the last entry of a record that is no project; 0 if it has none.</summary>
    public static readonly SqlQuery<AuditedRecord, long> Has = new(
        Statements,
        $"SELECT COALESCE(MAX(AuditId), 0) FROM AuditEntry WHERE Subject = @Subject AND RecordId = @RecordId"
    );

    /// <summary>Adds versions of projects.</summary>
    /// <remarks>@Rows: AuditId, Action, ProjectId, Version, Form, Patch (empty for none), Hash.</remarks>
    public static readonly SqlChange<NewProjectVersions> AddProjects = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows(
                $"@Rows",
                ("AuditId", "bigint"),
                ("Action", "tinyint"),
                ("ProjectId", "bigint"),
                ("Version", "int"),
                ("Form", "tinyint"),
                ("Patch", "nvarchar(max)"),
                ("Hash", "nvarchar(64)")
            );
            return $"""
                INSERT INTO AuditEntry (
                    AuditId, At, Subject, Action, ProjectId, Version, KeyId, KeyName, Partner, RequestId, ImportId,
                    IsPatch, Content, Hash)
                SELECT r.AuditId, @At, {SqlText.Literal((int)AuditSubject.Project)}, r.Action, r.ProjectId, r.Version,
                       @KeyId, @KeyName, @Partner, @RequestId, @ImportId,
                       CASE WHEN r.Form = {SqlText.Literal(FormPatch)} THEN 1 ELSE 0 END,
                       CASE r.Form WHEN {SqlText.Literal(FormWhole)} THEN p.Document
                                   WHEN {SqlText.Literal(FormPatch)} THEN r.Patch END,
                       r.Hash
                FROM {rows} r
                INNER JOIN Project p ON p.ProjectId = r.ProjectId
                ORDER BY r.AuditId
                """;
        }
    );

    /// <summary>Adds an entry with its content.</summary>
    public static readonly SqlChange<AuditRow> Add = new(
        Statements,
        $"""
        INSERT INTO AuditEntry (
            AuditId, At, Subject, Action, ProjectId, RecordId, Version, KeyId, KeyName, Partner, RequestId, ImportId,
            IsPatch, Content, Hash)
        VALUES (
            @AuditId, @At, @Subject, @Action, @ProjectId, @RecordId, @Version, @KeyId, @KeyName, @Partner, @RequestId,
            @ImportId, @IsPatch, @Content, @Hash)
        """
    );
}

internal sealed record NewProjectVersions(
    DateTimeOffset At,
    string? KeyId,
    string KeyName,
    string? Partner,
    string? RequestId,
    long? ImportId,
    string Rows
);

internal sealed record AuditedRecord(byte Subject, string RecordId);

/// <summary>The last entry of the chain.</summary>
internal sealed record AuditEnd
{
    public long AuditId { get; init; }
    public string Hash { get; init; } = "";
}

/// <summary>An entry as the table has it.</summary>
internal sealed record AuditRow
{
    public long AuditId { get; init; }
    public DateTimeOffset At { get; init; }
    public byte Subject { get; init; }
    public byte Action { get; init; }

    /// <summary>The project; null for other records.</summary>
    public long? ProjectId { get; init; }

    /// <summary>The id or code of a record that is no project; null for a project.</summary>
    public string? RecordId { get; init; }
    public int? Version { get; init; }
    public string? KeyId { get; init; }
    public string? KeyName { get; init; }
    public string? Partner { get; init; }
    public string? RequestId { get; init; }
    public long? ImportId { get; init; }
    public byte IsPatch { get; init; }
    public string? Content { get; init; }
    public string Hash { get; init; } = "";

    /// <summary>True if the entry was emptied (<see cref="AuditRetention"/>). It has its number and hash.</summary>
    public bool IsEmptied => ProjectId is null && RecordId is null;
}

internal sealed record AuditedEntry(long Entry);

internal sealed record EntriesSince(long Entry, int Take);
