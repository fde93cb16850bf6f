using Adam.Data.Databases;
using Adam.Domain.Overlaps;

namespace Adam.Data.Overlaps.Verdicts;

internal static class VerdictSql
{
    public static readonly StatementSet Statements = new(nameof(VerdictSql));

    /// <summary>Adds a decision and returns its VerdictId.</summary>
    public static readonly SqlQuery<NewVerdict, long> Add = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO OverlapVerdict (FirstId, SecondId, Verdict, Note, DecidedBy, Partner, DecidedAt, Evidence)
                VALUES (@FirstId, @SecondId, @Verdict, @Note, @By, @Partner, @At, @Evidence);
                {dialect.InsertedId}
                """
    );

    /// <summary>Copies a decision to the stored pair, if the pair is stored.</summary>
    public static readonly SqlChange<VerdictOfPair> Show = new(
        Statements,
        $"""
        UPDATE Overlap
        SET Verdict = @Verdict, IsStale = 0, UpdatedMicros = @Micros
        WHERE FirstId = @FirstId AND SecondId = @SecondId
        """
    );

    /// <summary>Returns all decisions about a pair, the latest first.</summary>
    public static readonly SqlQuery<PairParameters, Decision> History = new(
        Statements,
        $"""
        SELECT VerdictId, Verdict, Note, DecidedBy, Partner, DecidedAt, StaleAt
        FROM OverlapVerdict
        WHERE FirstId = @FirstId AND SecondId = @SecondId
        ORDER BY VerdictId DESC
        """
    );

    /// <summary>Returns the pairs with a current verdict of duplicate that is not stale.</summary>
    public static readonly SqlQuery<NoParameters, DuplicatePair> Duplicates = new(
        Statements,
        $"""
        SELECT v.FirstId, v.SecondId
        FROM OverlapVerdict v
        WHERE v.Verdict = {SqlText.Literal((int)Verdict.Duplicate)}
          AND v.StaleAt IS NULL
          AND NOT EXISTS (
            SELECT 1
            FROM OverlapVerdict later
            WHERE later.FirstId = v.FirstId AND later.SecondId = v.SecondId AND later.VerdictId > v.VerdictId)
        """
    );
}

/// <param name="Verdict">The verdict; null to withdraw the current one.</param>
/// <param name="Evidence">The evidence on which the verdict was given, as JSON; null if it withdraws one.</param>
internal sealed record NewVerdict(
    long FirstId,
    long SecondId,
    byte? Verdict,
    string? Note,
    string By,
    string Partner,
    DateTimeOffset At,
    string? Evidence
);

/// <summary>A pair, the lower ProjectId first.</summary>
internal sealed record PairParameters(long FirstId, long SecondId);

internal sealed record VerdictOfPair(long FirstId, long SecondId, byte? Verdict, long Micros);

internal sealed record DuplicatePair
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }
}
