using Adam.Data.Engines;
using Adam.Domain.Overlaps;

namespace Adam.Data.Overlaps;

internal static class VerdictSql
{
    public static string Add(Engine engine) => $"""
        INSERT INTO OverlapVerdict (FirstId, SecondId, Verdict, Note, DecidedBy, Partner, DecidedAt)
        VALUES (@firstId, @secondId, @verdict, @note, @by, @partner, @at);
        {engine.InsertedId}
        """;

    public const string Show = """
        UPDATE Overlap
        SET Verdict = @verdict, IsStale = 0, UpdatedMicros = @micros
        WHERE FirstId = @firstId AND SecondId = @secondId
        """;

    /// <summary>Every decision about a pair, the last first.</summary>
    public const string History = """
        SELECT VerdictId, Verdict, Note, DecidedBy, Partner, DecidedAt, StaleAt
        FROM OverlapVerdict
        WHERE FirstId = @firstId AND SecondId = @secondId
        ORDER BY VerdictId DESC
        """;

    /// <summary>The pairs that a standing verdict calls one project recorded twice, unless one of the two has changed since in what counts.</summary>
    public static string Duplicates(Engine engine) => $"""
        SELECT v.FirstId, v.SecondId
        FROM OverlapVerdict v
        WHERE v.Verdict = {(int)Verdict.Duplicate}
          AND v.StaleAt IS NULL
          AND NOT EXISTS (SELECT 1 FROM OverlapVerdict later WHERE later.FirstId = v.FirstId AND later.SecondId = v.SecondId AND later.VerdictId > v.VerdictId)
        """;
}
