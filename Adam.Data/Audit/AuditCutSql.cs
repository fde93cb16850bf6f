using Adam.Data.Databases;

namespace Adam.Data.Audit;

internal static class AuditCutSql
{
    public static readonly StatementSet Statements = new(nameof(AuditCutSql));

    /// <summary>
    /// Empties the entries of a segment that are older than an instant, and that neither a present record nor a version
    /// since then is read from: those of a project before its last whole document of that time, and those of another
    /// record before its last entry of that time.
    /// </summary>
    public static readonly SqlChange<SegmentToCut> Empty = new(
        Statements,
        $"""
        UPDATE AuditEntry
        SET ProjectId = NULL, RecordId = NULL, Version = NULL, KeyId = NULL, KeyName = NULL, Partner = NULL,
            RequestId = NULL, ImportId = NULL, IsPatch = 0, Content = NULL
        WHERE AuditId IN (
            SELECT a.AuditId
            FROM AuditEntry a
            WHERE a.AuditId >= @First AND a.AuditId <= @Last AND a.At < @Before
              AND (
                EXISTS (
                    SELECT 1
                    FROM AuditEntry whole
                    WHERE whole.ProjectId = a.ProjectId AND whole.Version > a.Version AND whole.IsPatch = 0
                      AND whole.Content IS NOT NULL AND whole.At < @Before)
                OR EXISTS (
                    SELECT 1
                    FROM AuditEntry later
                    WHERE later.Subject = a.Subject AND later.RecordId = a.RecordId AND later.AuditId > a.AuditId
                      AND later.At < @Before)))
        """
    );

    /// <summary>Returns the emptied entries of a segment, in the order of the chain.</summary>
    public static readonly SqlQuery<SegmentOfChain, EmptiedEntry> Emptied = new(
        Statements,
        $"""
        SELECT AuditId, Hash
        FROM AuditEntry
        WHERE AuditId >= @First AND AuditId <= @Last AND ProjectId IS NULL AND RecordId IS NULL
        ORDER BY AuditId
        """
    );

    /// <summary>Returns all cuts, in the order of the chain.</summary>
    public static readonly SqlQuery<NoParameters, AuditCutRow> All = new(
        Statements,
        $"SELECT FirstEntry, CutBefore, CutAt, Entries, Digest, Signature FROM AuditCut ORDER BY FirstEntry"
    );

    /// <summary>Returns the latest instant before which entries were emptied; null if none were.</summary>
    public static readonly SqlQuery<RowsToTake, DateTimeOffset?> LatestBefore = new(
        Statements,
        dialect => $"SELECT CutBefore FROM AuditCut ORDER BY CutBefore DESC {dialect.Page($"@Take")}"
    );

    /// <summary>Returns the number of emptied entries.</summary>
    public static readonly SqlQuery<NoParameters, long> CountEntries = new(
        Statements,
        $"SELECT COALESCE(SUM(CAST(Entries AS bigint)), 0) FROM AuditCut"
    );

    public static readonly SqlChange<FirstOfSegment> Remove = new(
        Statements,
        $"DELETE FROM AuditCut WHERE FirstEntry = @First"
    );

    public static readonly SqlChange<AuditCutRow> Add = new(
        Statements,
        $"""
        INSERT INTO AuditCut (FirstEntry, CutBefore, CutAt, Entries, Digest, Signature)
        VALUES (@FirstEntry, @CutBefore, @CutAt, @Entries, @Digest, @Signature)
        """
    );
}

internal sealed record SegmentOfChain(long First, long Last);

internal sealed record SegmentToCut(long First, long Last, DateTimeOffset Before);

internal sealed record FirstOfSegment(long First);

internal sealed record RowsToTake(int Take);

internal sealed record EmptiedEntry
{
    public long AuditId { get; init; }
    public string Hash { get; init; } = "";
}

/// <summary>A cut as the table has it.</summary>
internal sealed record AuditCutRow
{
    public long FirstEntry { get; init; }
    public DateTimeOffset CutBefore { get; init; }
    public DateTimeOffset CutAt { get; init; }
    public int Entries { get; init; }
    public string Digest { get; init; } = "";
    public string Signature { get; init; } = "";

    public static AuditCutRow FromCut(AuditCut cut, string signature) =>
        new()
        {
            FirstEntry = cut.FirstEntry,
            CutBefore = cut.Before,
            CutAt = cut.At,
            Entries = cut.Entries,
            Digest = cut.Digest,
            Signature = signature,
        };

    public SignedAuditCut ToCut() => new(new(FirstEntry, CutBefore, CutAt, Entries, Digest), Signature);
}
