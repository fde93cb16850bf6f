using Adam.Data.Engines;
using Dapper;

namespace Adam.Tests.Overlaps.Register;

/// <summary>Decisions about pairs, as whoever decides writes them: the history, and the columns of the pair if it is there.</summary>
internal static class VerdictRows
{
    public static async Task DecideAsync(Engine engine, long first, long second, int? verdict, DateTimeOffset at)
    {
        await using var session = await engine.WriteAsync(default);
        await session.ExecuteAsync(
            "INSERT INTO OverlapVerdict (FirstId, SecondId, Verdict, DecidedBy, Partner, DecidedAt) VALUES (@first, @second, @verdict, 'test', 'DE', @at)", new { first, second, verdict, at }, default);
        await session.ExecuteAsync("UPDATE Overlap SET Verdict = @verdict, IsStale = 0 WHERE FirstId = @first AND SecondId = @second", new { first, second, verdict }, default);
        await session.CommitAsync(default);
    }

    /// <summary>Of each pair the last decision, if it is one, and whether it is stale.</summary>
    public static async Task<Dictionary<(long, long), (int Verdict, bool Stale)>> StandingAsync(Engine engine)
    {
        await using var connection = TestRegister.Connect(engine);
        var rows = await connection.QueryAsync<(long First, long Second, int? Verdict, int Stale)>(
            "SELECT FirstId, SecondId, CAST(Verdict AS int), CASE WHEN StaleAt IS NULL THEN 0 ELSE 1 END FROM OverlapVerdict ORDER BY VerdictId");
        return rows.GroupBy(row => (row.First, row.Second)).Select(pair => pair.Last()).Where(row => row.Verdict is not null)
            .ToDictionary(row => (row.First, row.Second), row => (row.Verdict!.Value, row.Stale == 1));
    }
}
