using System.Runtime.CompilerServices;
using Adam.Data.Audit.Recording;
using Adam.Data.Audit.Verification;
using Adam.Data.Databases;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;

namespace Adam.Data.Audit;

internal static class AuditSql
{
    public static readonly StatementSet Statements = new(nameof(AuditSql));

    private static readonly SqlText Columns = $"""
        a.AuditId, a.At, a.Subject, a.Action, a.ProjectId, a.RecordId, a.Version, a.KeyId, a.KeyName, a.Partner,
        a.RequestId, a.ImportId, a.IsPatch
        """;

    /// <summary>The conditions of a filter. A number or text that is 0 or empty is no condition.</summary>
    private static readonly SqlText Conditions = $"""
        (@Subject = 0 OR a.Subject = @Subject)
          AND (@Action = 0 OR a.Action = @Action)
          AND (@Key = '' OR a.KeyId = @Key)
          AND (@Partner = '' OR a.Partner = @Partner)
          AND (@Request = '' OR a.RequestId = @Request)
          AND a.At >= @Since AND a.At < @Until
          -- Emptied entries have neither.
          AND (a.ProjectId IS NOT NULL OR a.RecordId IS NOT NULL)
        """;

    /// <summary>A range of the chain. It bounds the work.</summary>
    private static readonly SqlText InRange = $"a.AuditId < @Before AND a.AuditId >= @Lowest";

    /// <summary>The versions of one project, which its index returns. Its versions ascend with the numbers.</summary>
    private static readonly SqlText OfOneProject = $"a.ProjectId = @ProjectId AND a.AuditId < @Before";

    /// <summary>Selects entries with the ids of their project and import.</summary>
    private static readonly SqlText SelectListed = $"""
        SELECT {Columns}, a.Content, p.Id AS Project, i.Id AS Import
        FROM AuditEntry a
        LEFT JOIN Project p ON p.ProjectId = a.ProjectId
        LEFT JOIN Import i ON i.ImportId = a.ImportId
        """;

    /// <summary>Returns entries in the order of the chain.</summary>
    public static readonly SqlQuery<PageOfEntries, AuditRow> After = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}, a.Content, a.Hash
                FROM AuditEntry a
                WHERE a.AuditId > @After
                ORDER BY a.AuditId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the last entries of a range that pass a filter.</summary>
    public static readonly SqlQuery<FilteredEntries, ListedAuditRow> Filtered = Page(InRange, $"a.AuditId DESC");

    /// <summary>Returns the last entries of one project that pass a filter.</summary>
    public static readonly SqlQuery<FilteredEntries, ListedAuditRow> OfProject = Page(OfOneProject, $"a.Version DESC");

    /// <summary>Returns the number of entries of a range that pass a filter.</summary>
    public static readonly SqlQuery<FilteredEntries, long> Count = CountOf(InRange);

    /// <summary>Returns the number of entries of one project that pass a filter.</summary>
    public static readonly SqlQuery<FilteredEntries, long> CountOfProject = CountOf(OfOneProject);

    /// <summary>Returns the last version up to @To that has the whole document; null if there is none.</summary>
    public static readonly SqlQuery<VersionsOfProject, int?> LastWhole = new(
        Statements,
        $"""
        SELECT MAX(Version)
        FROM AuditEntry
        WHERE ProjectId = @ProjectId AND Version >= @From AND Version <= @To AND IsPatch = 0 AND Content IS NOT NULL
        """
    );

    /// <summary>Returns the versions of a project from @From to @To.</summary>
    public static readonly SqlQuery<VersionsOfProject, ListedAuditRow> Versions = new(
        Statements,
        $"""
        {SelectListed}
        WHERE a.ProjectId = @ProjectId AND a.Version >= @From AND a.Version <= @To
        ORDER BY a.Version
        """
    );

    /// <summary>Returns the first version of a project that is kept; 0 if there is none.</summary>
    public static readonly SqlQuery<ProjectNumber, int> FirstVersion = new(
        Statements,
        $"SELECT COALESCE(MIN(Version), 0) FROM AuditEntry WHERE ProjectId = @ProjectId"
    );

    /// <summary>Returns the number of versions of a project that are kept.</summary>
    public static readonly SqlQuery<ProjectNumber, long> CountVersions = new(
        Statements,
        $"SELECT COUNT(*) FROM AuditEntry WHERE ProjectId = @ProjectId"
    );

    /// <summary>Returns the version that a project had at an instant; null if it had none.</summary>
    public static readonly SqlQuery<ProjectAtInstant, int?> VersionAt = new(
        Statements,
        $"SELECT MAX(Version) FROM AuditEntry WHERE ProjectId = @ProjectId AND At <= @At"
    );

    /// <summary>Returns the versions of projects within a range, in the order of projects.</summary>
    public static readonly SqlQuery<RangeOfProjects, AuditRow> VersionsInRange = new(
        Statements,
        $"""
        SELECT {Columns}, a.Content, a.Hash
        FROM AuditEntry a
        WHERE a.ProjectId > @After AND a.ProjectId <= @To
        ORDER BY a.ProjectId, a.Version
        """
    );

    /// <summary>Returns the projects after a number, withdrawn or not.</summary>
    public static readonly SqlQuery<PageOfEntries, StoredProject> ProjectsAfter = new(
        Statements,
        dialect =>
            $"""
                SELECT p.ProjectId, p.Id, o.Code AS Owner, p.Version, p.UpdatedAt, p.WithdrawnAt, p.ScopeChangedAt,
                       p.Document
                FROM Project p
                INNER JOIN Partner o ON o.PartnerId = p.OwnerId
                WHERE p.ProjectId > @After
                ORDER BY p.ProjectId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the projects after a number, withdrawn or not, with all columns of their rows.</summary>
    public static readonly SqlQuery<PageOfEntries, ProjectRow> ProjectRowsAfter = new(
        Statements,
        dialect =>
            $"""
                SELECT p.ProjectId, p.Id, o.Code AS Owner, p.ReferenceKey, p.Version, p.UpdatedAt, p.WithdrawnAt,
                       p.ScopeChangedAt, CASE WHEN p.IsRestricted = 1 THEN 1 ELSE 0 END AS Restricted, p.Document
                FROM Project p
                INNER JOIN Partner o ON o.PartnerId = p.OwnerId
                WHERE p.ProjectId > @After
                ORDER BY p.ProjectId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns all decisions about pairs, in the order in which they were made.</summary>
    public static readonly SqlQuery<NoParameters, CurrentVerdict> Verdicts = new(
        Statements,
        $"""
        SELECT f.Id AS FirstId, s.Id AS SecondId, v.Verdict, v.Note, v.DecidedBy, v.Partner, v.DecidedAt, v.Evidence
        FROM OverlapVerdict v
        INNER JOIN Project f ON f.ProjectId = v.FirstId
        INNER JOIN Project s ON s.ProjectId = v.SecondId
        ORDER BY v.VerdictId
        """
    );

    /// <summary>Returns the last decision about each pair.</summary>
    public static readonly SqlQuery<NoParameters, CurrentVerdict> CurrentVerdicts = new(
        Statements,
        $"""
        SELECT f.Id AS FirstId, s.Id AS SecondId, v.Verdict, v.Note, v.DecidedBy, v.Partner, v.DecidedAt, v.Evidence
        FROM OverlapVerdict v
        INNER JOIN Project f ON f.ProjectId = v.FirstId
        INNER JOIN Project s ON s.ProjectId = v.SecondId
        WHERE NOT EXISTS (
            SELECT 1
            FROM OverlapVerdict later
            WHERE later.FirstId = v.FirstId AND later.SecondId = v.SecondId AND later.VerdictId > v.VerdictId)
        ORDER BY v.VerdictId
        """
    );

    /// <summary>Returns all notes on overlaps, in the order in which they were written.</summary>
    public static readonly SqlQuery<NoParameters, StoredNote> Notes = new(
        Statements,
        $"""
        SELECT f.Id AS FirstId, s.Id AS SecondId, n.Id, n.Text, n.Proposed, n.WrittenBy, n.Partner, n.WrittenAt
        FROM OverlapNote n
        INNER JOIN Project f ON f.ProjectId = n.FirstId
        INNER JOIN Project s ON s.ProjectId = n.SecondId
        ORDER BY n.NoteId
        """
    );

    /// <summary>Returns the last entry of each record of one kind, in the order of the ids of records.</summary>
    public static readonly SqlQuery<PageOfRecords, LastEntryRow> LastOfRecords = new(
        Statements,
        dialect =>
            $"""
                SELECT a.RecordId, a.Version, a.At, a.Content
                FROM AuditEntry a
                WHERE a.Subject = @Subject AND a.RecordId > @After
                  AND NOT EXISTS (
                      SELECT 1
                      FROM AuditEntry later
                      WHERE later.Subject = @Subject AND later.RecordId = a.RecordId AND later.AuditId > a.AuditId)
                ORDER BY a.RecordId
                {dialect.Page($"@Take")}
                """
    );

    private static SqlQuery<FilteredEntries, ListedAuditRow> Page(
        SqlText scope,
        SqlText order,
        [CallerMemberName] string name = ""
    ) =>
        new(
            Statements,
            dialect =>
                $"""
                    {SelectListed}
                    WHERE {scope} AND {Conditions}
                    ORDER BY {order}
                    {dialect.Page($"@Take")}
                    """,
            name
        );

    private static SqlQuery<FilteredEntries, long> CountOf(SqlText scope, [CallerMemberName] string name = "") =>
        new(
            Statements,
            $"""
            SELECT COUNT(*)
            FROM AuditEntry a
            WHERE {scope} AND {Conditions}
            """,
            name
        );
}

internal sealed record PageOfEntries(long After, int Take);

internal sealed record PageOfRecords(byte Subject, string After, int Take);

internal sealed record LastEntryRow
{
    public string RecordId { get; init; } = "";
    public int? Version { get; init; }
    public DateTimeOffset At { get; init; }
    public string? Content { get; init; }
}

/// <summary>A project with all columns of its row.</summary>
internal sealed record ProjectRow
{
    public long ProjectId { get; init; }
    public Guid Id { get; init; }
    public string Owner { get; init; } = "";
    public string ReferenceKey { get; init; } = "";
    public int Version { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public DateTimeOffset ScopeChangedAt { get; init; }

    /// <summary>1 if the project is restricted, otherwise 0.</summary>
    public int Restricted { get; init; }
    public string Document { get; init; } = "";
}

internal sealed record FilteredEntries(
    long Before,
    long Lowest,
    long ProjectId,
    byte Subject,
    byte Action,
    string Key,
    string Partner,
    string Request,
    DateTimeOffset Since,
    DateTimeOffset Until,
    int Take
);

internal sealed record VersionsOfProject(long ProjectId, int From, int To);

internal sealed record ProjectAtInstant(long ProjectId, DateTimeOffset At);

internal sealed record RangeOfProjects(long After, long To);

/// <summary>An entry for a list.</summary>
internal sealed record ListedAuditRow
{
    public long AuditId { get; init; }
    public DateTimeOffset At { get; init; }
    public byte Subject { get; init; }
    public byte Action { get; init; }
    public long? ProjectId { get; init; }
    public string? RecordId { get; init; }
    public int? Version { get; init; }
    public string? KeyId { get; init; }
    public string? KeyName { get; init; }
    public string? Partner { get; init; }
    public string? RequestId { get; init; }
    public long? ImportId { get; init; }
    public byte IsPatch { get; init; }
    public string? Content { get; init; }
    public Guid? Project { get; init; }
    public Guid? Import { get; init; }

    public AuditAuthor Author => new(KeyId, KeyName, Partner, RequestId, Import);
}

/// <summary>A decision about a pair.</summary>
internal sealed record CurrentVerdict
{
    public Guid FirstId { get; init; }
    public Guid SecondId { get; init; }
    public byte? Verdict { get; init; }
    public string? Note { get; init; }
    public string DecidedBy { get; init; } = "";
    public string Partner { get; init; } = "";
    public DateTimeOffset DecidedAt { get; init; }
    public string? Evidence { get; init; }

    public OverlapId Pair => OverlapId.Create(FirstId, SecondId);

    /// <summary>Returns the verdict as its entries contain it; null if it was taken back.</summary>
    public VerdictContent? ToContent() =>
        Verdict is { } verdict ? VerdictContent.Create((Verdict)verdict, Note, DecidedBy, Partner, Evidence) : null;

    public DecisionRow ToDecision() =>
        new(
            Pair.ToString(),
            ToContent(),
            ToContent() is { } content ? content with { EvidenceDigest = null } : null,
            DecidedAt
        );
}

internal sealed record StoredNote
{
    public Guid FirstId { get; init; }
    public Guid SecondId { get; init; }
    public Guid Id { get; init; }
    public string Text { get; init; } = "";
    public byte? Proposed { get; init; }
    public string WrittenBy { get; init; } = "";
    public string Partner { get; init; } = "";
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>Returns the note as its entry contains it.</summary>
    public OverlapNoteContent ToContent() =>
        new(OverlapId.Create(FirstId, SecondId).ToString(), Text, (Verdict?)Proposed, WrittenBy, Partner);
}
