using Adam.Data.Engines;

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
}
