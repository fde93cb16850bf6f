using Adam.Data.Databases;

namespace Adam.Data.Imports;

internal static class ImportLogSql
{
    public static readonly StatementSet Statements = new(nameof(ImportLogSql));

    private static readonly SqlText Queued = SqlText.Literal((int)ImportState.Queued);
    private static readonly SqlText Running = SqlText.Literal((int)ImportState.Running);
    private static readonly SqlText Failed = SqlText.Literal((int)ImportState.Failed);
    private static readonly SqlText Cancelled = SqlText.Literal((int)ImportState.Cancelled);

    private static readonly SqlText Columns = $"""
        i.ImportId, i.Id, p.Code AS Partner, o.Code AS Owner, i.CreatedBy, i.State, i.StateReason, i.IsJob, i.IsDryRun,
        i.IsCancelled, i.Format, i.FileName, i.Size, i.Sha256, i.Source, i.Options, i.CreatedAt, i.StartedAt, i.EndedAt,
        i.TotalBytes, i.BytesRead, i.RecordsRead, i.RecordsWritten, i.Created, i.Updated, i.Unchanged, i.Rejected,
        i.Missing, i.Withdrawn, i.Attempts, i.KeptUntil, i.UndoneAt, i.UndoneBy
        """;

    private static readonly SqlText Partners = $"""
        LEFT JOIN Partner p ON p.PartnerId = i.PartnerId
        LEFT JOIN Partner o ON o.PartnerId = i.OwnerId
        """;

    /// <summary>The conditions of a list, apart from the partner. An empty text and 0 are no conditions.</summary>
    private static readonly SqlText Passes = $"""
        (@Owner = '' OR o.Code = @Owner) AND (@State = 0 OR i.State = @State)
          AND i.CreatedAt >= @Since AND i.CreatedAt < @Until
        """;

    public static readonly SqlChange<ImportToAdd> Add = new(
        Statements,
        $"""
        INSERT INTO Import (
            Id, PartnerId, OwnerId, CreatedBy, State, IsJob, IsDryRun, IsCancelled, Format, FileName, Size, Sha256,
            Source, Options, CreatedAt, StartedAt, TotalBytes, BytesRead, RecordsRead, RecordsWritten, Created, Updated,
            Unchanged, Rejected, Missing, Withdrawn, LeaseHolder, LeaseUntil, Attempts, IsListed)
        SELECT @Id, (SELECT p.PartnerId FROM Partner p WHERE p.Code = @Partner),
               (SELECT o.PartnerId FROM Partner o WHERE o.Code = @Owner), @By, @State, @IsJob, @IsDryRun, 0, @Format,
               @FileName, @Size, @Sha256, @Source, @Options, @At, @StartedAt, @TotalBytes, 0, 0, 0, 0, 0, 0, 0, 0, 0,
               @Holder, @Until, @Attempts, 0
        """
    );

    public static readonly SqlQuery<ImportOfId, ImportRow> ById = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM Import i
        {Partners}
        WHERE i.Id = @Id
        """
    );

    /// <summary>Returns imports after a number, in the order in which they were sent.</summary>
    public static readonly SqlQuery<ImportsAfter, ImportRow> After = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM Import i
                {Partners}
                WHERE i.ImportId > @After
                ORDER BY i.ImportId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns imports of all partners, the last one first.</summary>
    public static readonly SqlQuery<PageOfImports, ImportRow> List = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM Import i
                {Partners}
                WHERE i.ImportId < @Before AND {Passes}
                ORDER BY i.ImportId DESC
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns imports of a partner, the last one first.</summary>
    public static readonly SqlQuery<PageOfPartnersImports, ImportRow> ListOfPartner = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM Partner p
                INNER JOIN Import i ON i.PartnerId = p.PartnerId
                LEFT JOIN Partner o ON o.PartnerId = i.OwnerId
                WHERE p.Code = @Partner AND i.ImportId < @Before AND {Passes}
                ORDER BY i.ImportId DESC
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the number of imports of all partners.</summary>
    public static readonly SqlQuery<PageOfImports, long> Count = new(
        Statements,
        $"""
        SELECT COUNT(*)
        FROM Import i
        {Partners}
        WHERE i.ImportId < @Before AND @Take > 0 AND {Passes}
        """
    );

    /// <summary>Returns the number of imports of a partner.</summary>
    public static readonly SqlQuery<PageOfPartnersImports, long> CountOfPartner = new(
        Statements,
        $"""
        SELECT COUNT(*)
        FROM Partner p
        INNER JOIN Import i ON i.PartnerId = p.PartnerId
        LEFT JOIN Partner o ON o.PartnerId = i.OwnerId
        WHERE p.Code = @Partner AND i.ImportId < @Before AND @Take > 0 AND {Passes}
        """
    );

    /// <summary>Prolongs the lease of a running import, and stores its progress.</summary>
    public static readonly SqlChange<ImportBeat> Beat = new(
        Statements,
        $"""
        UPDATE Import
        SET LeaseUntil = @Until, BytesRead = @BytesRead, RecordsRead = @RecordsRead, RecordsWritten = @RecordsWritten
        WHERE ImportId = @ImportId AND LeaseHolder = @Holder AND State = {Running}
        """
    );

    /// <summary>
    /// Prolongs the lease of a running import in a transaction that writes its records. Without a row, another process
    /// works on it, and the transaction must be rolled back.
    /// </summary>
    public static readonly SqlChange<LeaseToRenew> Renew = new(
        Statements,
        $"""
        UPDATE Import
        SET LeaseUntil = @Until
        WHERE ImportId = @ImportId AND LeaseHolder = @Holder AND State = {Running}
        """
    );

    /// <summary>Ends a running import.</summary>
    public static readonly SqlChange<ImportEnd> End = new(
        Statements,
        $"""
        UPDATE Import
        SET State = @State, StateReason = @Reason, EndedAt = @At, BytesRead = @BytesRead, RecordsRead = @RecordsRead,
            RecordsWritten = @RecordsWritten, Created = @Created, Updated = @Updated, Unchanged = @Unchanged,
            Rejected = @Rejected, Missing = @Missing, Withdrawn = @Withdrawn, LeaseHolder = NULL, LeaseUntil = NULL,
            IsListed = @IsListed, KeptUntil = @KeptUntil
        WHERE ImportId = @ImportId AND LeaseHolder = @Holder AND State = {Running}
        """
    );

    /// <summary>Returns the numbers of projects of an import by outcome.</summary>
    public static readonly SqlQuery<ImportNumber, OutcomeCount> Outcomes = new(
        Statements,
        $"""
        SELECT Outcome, COUNT(*) AS Projects
        FROM ImportedProject
        WHERE ImportId = @ImportId
        GROUP BY Outcome
        """
    );

    /// <summary>Asks the server that works on a job to end it.</summary>
    public static readonly SqlChange<ImportNumber> Cancel = new(
        Statements,
        $"UPDATE Import SET IsCancelled = 1 WHERE ImportId = @ImportId AND State = {Running} AND IsJob = 1"
    );

    /// <summary>Ends an import that no process has begun.</summary>
    public static readonly SqlChange<ImportAt> CancelQueued = new(
        Statements,
        $"""
        UPDATE Import
        SET State = {Cancelled}, IsCancelled = 1, EndedAt = @At
        WHERE ImportId = @ImportId AND State = {Queued}
        """
    );

    /// <summary>
    /// Returns the jobs that a server can begin, the oldest first: those that are queued, and those of servers that are
    /// presumed dead. A partner has one job at a time.
    /// </summary>
    public static readonly SqlQuery<ImportsAt, ImportRow> JobsToTake = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM Import i
                {Partners}
                WHERE i.State IN ({Queued}, {Running}) AND i.IsJob = 1
                  AND (i.LeaseUntil IS NULL OR i.LeaseUntil < @At)
                  AND NOT EXISTS (
                      SELECT 1
                      FROM Import other
                      WHERE other.State = {Running} AND other.IsJob = 1 AND other.PartnerId = i.PartnerId
                        AND other.LeaseUntil >= @At)
                ORDER BY i.ImportId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Begins a job.</summary>
    public static readonly SqlChange<JobToTake> Take = new(
        Statements,
        $"""
        UPDATE Import
        SET State = {Running}, StartedAt = COALESCE(StartedAt, @At), LeaseHolder = @Holder, LeaseUntil = @Until,
            Attempts = Attempts + 1, BytesRead = 0, RecordsRead = 0, RecordsWritten = 0
        WHERE ImportId = @ImportId
        """
    );

    /// <summary>Puts a job back, from an instant on.</summary>
    public static readonly SqlChange<JobToRelease> Release = new(
        Statements,
        $"""
        UPDATE Import
        SET State = {Queued}, StateReason = @Reason, LeaseHolder = NULL, LeaseUntil = @At
        WHERE ImportId = @ImportId AND LeaseHolder = @Holder AND State = {Running}
        """
    );

    /// <summary>Lets no server begin a queued job before an instant.</summary>
    public static readonly SqlChange<ImportAt> Postpone = new(
        Statements,
        $"UPDATE Import SET LeaseUntil = @At WHERE ImportId = @ImportId AND State = {Queued}"
    );

    /// <summary>Puts back all jobs of other processes.</summary>
    public static readonly SqlChange<LeaseHolder> ReleaseOthers = new(
        Statements,
        $"""
        UPDATE Import
        SET State = {Queued}, LeaseHolder = NULL, LeaseUntil = NULL
        WHERE State = {Running} AND IsJob = 1 AND LeaseHolder <> @Holder
        """
    );

    /// <summary>Returns the imports, apart from jobs, whose process is presumed dead.</summary>
    public static readonly SqlQuery<ImportsAt, ImportRow> Abandoned = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM Import i
                {Partners}
                WHERE i.State = {Running} AND i.IsJob = 0 AND i.LeaseUntil < @At
                ORDER BY i.ImportId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Ends an import whose process is presumed dead.</summary>
    public static readonly SqlChange<AbandonedImport> Abandon = new(
        Statements,
        $"""
        UPDATE Import
        SET State = {Failed}, StateReason = @Reason, EndedAt = @At, Created = @Created, Updated = @Updated,
            Unchanged = @Unchanged, Withdrawn = @Withdrawn, LeaseHolder = NULL, LeaseUntil = NULL,
            KeptUntil = @KeptUntil
        WHERE ImportId = @ImportId
        """
    );

    /// <summary>Returns the ids of the jobs that have not ended.</summary>
    public static readonly SqlQuery<NoParameters, Guid> OpenJobs = new(
        Statements,
        $"SELECT Id FROM Import WHERE State IN ({Queued}, {Running}) AND IsJob = 1"
    );

    /// <summary>Returns the imports whose report and former records are no longer kept.</summary>
    public static readonly SqlQuery<ImportsAt, long> Expired = new(
        Statements,
        dialect =>
            $"""
                SELECT i.ImportId
                FROM Import i
                WHERE i.KeptUntil < @At
                ORDER BY i.KeptUntil
                {dialect.Page($"@Take")}
                """
    );

    public static readonly SqlChange<ImportNumber> Expire = new(
        Statements,
        $"UPDATE Import SET KeptUntil = NULL WHERE ImportId = @ImportId"
    );

    public static readonly SqlChange<ImportNumber> ForgetDocuments = new(
        Statements,
        $"UPDATE ImportedProject SET Document = NULL WHERE ImportId = @ImportId AND Document IS NOT NULL"
    );

    public static readonly SqlChange<ImportUndone> Undo = new(
        Statements,
        $"UPDATE Import SET UndoneAt = @At, UndoneBy = @By WHERE ImportId = @ImportId AND UndoneAt IS NULL"
    );

    public static readonly SqlChange<ReportPart> AddPart = new(
        Statements,
        $"""
        INSERT INTO ImportReport (ImportId, Kind, Part, Content)
        VALUES (@ImportId, @Kind, @Part, @Content)
        """
    );

    public static readonly SqlQuery<PartOfReport, byte[]> Part = new(
        Statements,
        $"SELECT Content FROM ImportReport WHERE ImportId = @ImportId AND Kind = @Kind AND Part = @Part"
    );

    public static readonly SqlChange<ImportNumber> RemoveReport = new(
        Statements,
        $"DELETE FROM ImportReport WHERE ImportId = @ImportId"
    );
}

internal sealed record ImportsAfter(long After, int Take);

internal sealed record ImportOfId(Guid Id);

internal sealed record ImportNumber(long ImportId);

internal sealed record ImportAt(long ImportId, DateTimeOffset At);

internal sealed record ImportsAt(DateTimeOffset At, int Take);

internal sealed record LeaseHolder(string Holder);

internal sealed record ImportUndone(long ImportId, DateTimeOffset At, string By);

internal sealed record PageOfImports(
    long Before,
    string Owner,
    byte State,
    DateTimeOffset Since,
    DateTimeOffset Until,
    int Take
);

internal sealed record PageOfPartnersImports(
    string Partner,
    long Before,
    string Owner,
    byte State,
    DateTimeOffset Since,
    DateTimeOffset Until,
    int Take
);

internal sealed record ImportToAdd(
    Guid Id,
    string? Partner,
    string? Owner,
    string By,
    byte State,
    byte IsJob,
    byte IsDryRun,
    string Format,
    string? FileName,
    long Size,
    byte[] Sha256,
    string Source,
    string Options,
    DateTimeOffset At,
    DateTimeOffset? StartedAt,
    long TotalBytes,
    string? Holder,
    DateTimeOffset? Until,
    int Attempts
);

internal sealed record ImportBeat(
    long ImportId,
    string Holder,
    DateTimeOffset Until,
    long BytesRead,
    int RecordsRead,
    int RecordsWritten
);

internal sealed record LeaseToRenew(long ImportId, string Holder, DateTimeOffset Until);

internal sealed record JobToTake(long ImportId, string Holder, DateTimeOffset At, DateTimeOffset Until);

internal sealed record JobToRelease(long ImportId, string Holder, string? Reason, DateTimeOffset? At);

internal sealed record ImportEnd(
    long ImportId,
    string Holder,
    byte State,
    string? Reason,
    DateTimeOffset At,
    long BytesRead,
    int RecordsRead,
    int RecordsWritten,
    int Created,
    int Updated,
    int Unchanged,
    int Rejected,
    int Missing,
    int Withdrawn,
    byte IsListed,
    DateTimeOffset? KeptUntil
);

internal sealed record AbandonedImport(
    long ImportId,
    string Reason,
    DateTimeOffset At,
    int Created,
    int Updated,
    int Unchanged,
    int Withdrawn,
    DateTimeOffset KeptUntil
);

internal sealed record ReportPart(long ImportId, byte Kind, int Part, byte[] Content);

internal sealed record PartOfReport(long ImportId, byte Kind, int Part);

internal sealed record OutcomeCount
{
    public byte Outcome { get; init; }
    public int Projects { get; init; }
}

internal sealed record ImportRow
{
    public long ImportId { get; init; }
    public Guid Id { get; init; }
    public string? Partner { get; init; }
    public string? Owner { get; init; }
    public string CreatedBy { get; init; } = "";
    public byte State { get; init; }
    public string? StateReason { get; init; }
    public byte IsJob { get; init; }
    public byte IsDryRun { get; init; }
    public byte IsCancelled { get; init; }
    public string Format { get; init; } = "";
    public string? FileName { get; init; }
    public long Size { get; init; }
    public byte[] Sha256 { get; init; } = [];
    public string Source { get; init; } = "";
    public string Options { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public long TotalBytes { get; init; }
    public long BytesRead { get; init; }
    public int RecordsRead { get; init; }
    public int RecordsWritten { get; init; }
    public int Created { get; init; }
    public int Updated { get; init; }
    public int Unchanged { get; init; }
    public int Rejected { get; init; }
    public int Missing { get; init; }
    public int Withdrawn { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? KeptUntil { get; init; }
    public DateTimeOffset? UndoneAt { get; init; }
    public string? UndoneBy { get; init; }

    public KeptImport ToImport() =>
        new(
            Id,
            Partner,
            Owner,
            CreatedBy,
            (ImportState)State,
            StateReason,
            IsJob == 1,
            IsDryRun == 1,
            IsCancelled == 1,
            new(FileName, Size, Sha256),
            Format,
            Source,
            Options,
            CreatedAt,
            StartedAt,
            EndedAt,
            new(TotalBytes, BytesRead, RecordsRead, RecordsWritten),
            new(Created, Updated, Unchanged, Rejected, Missing, Withdrawn),
            KeptUntil,
            UndoneAt,
            UndoneBy
        )
        {
            ImportId = ImportId,
            Attempts = Attempts,
        };
}
