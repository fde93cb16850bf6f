using Adam.Data.Databases;
using Adam.Data.Overlaps.Clusters;
using Adam.Data.Overlaps.Sums;
using Dapper;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>Writes and reads verdicts in SQL: the history, and the columns of the pair if it exists.</summary>
internal static class VerdictRows
{
    public static async Task DecideAsync(Database database, long first, long second, int? verdict, DateTimeOffset at)
    {
        await using var session = await database.InWriteTransactionAsync(default);
        await session.ExecuteAsync(
            """
            INSERT INTO OverlapVerdict (FirstId, SecondId, Verdict, DecidedBy, Partner, DecidedAt)
            VALUES (@first, @second, @verdict, 'test', 'DE', @at)
            """,
            new
            {
                first,
                second,
                verdict,
                at,
            },
            default
        );
        var sums = new OverlapSumUpdate(session);
        await sums.SubtractAsync([(first, second)], default);
        await session.ExecuteAsync(
            "UPDATE Overlap SET Verdict = @verdict, IsStale = 0 WHERE FirstId = @first AND SecondId = @second",
            new
            {
                first,
                second,
                verdict,
            },
            default
        );
        await sums.AddAsync([(first, second)], default);
        await sums.WriteAsync(default);
        await new ClusterUpdate(session).RunAsync([(first, second)], default);
        await session.CommitAsync(default);
    }

    /// <summary>
    /// Returns the last verdict of each pair, and true if it is stale. Pairs whose verdict was withdrawn are omitted.
    /// </summary>
    public static async Task<Dictionary<(long, long), (int Verdict, bool Stale)>> StandingAsync(Database database)
    {
        await using var connection = TestRegister.Connect(database);
        var rows = await connection.QueryAsync<(long First, long Second, int? Verdict, int Stale)>(
            """
            SELECT FirstId, SecondId, CAST(Verdict AS int), CASE WHEN StaleAt IS NULL THEN 0 ELSE 1 END
            FROM OverlapVerdict
            ORDER BY VerdictId
            """
        );
        return rows.GroupBy(row => (row.First, row.Second))
            .Select(pair => pair.Last())
            .Where(row => row.Verdict is not null)
            .ToDictionary(row => (row.First, row.Second), row => (row.Verdict!.Value, row.Stale == 1));
    }
}
