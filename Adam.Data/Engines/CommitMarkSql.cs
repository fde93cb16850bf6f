namespace Adam.Data.Engines;

internal static class CommitMarkSql
{
    /// <summary>By the clock of the database, which all servers share; far longer than any of them goes on asking.</summary>
    public const string Add = """
        DELETE FROM CommitMark WHERE MadeAt < CAST(DATEADD(hour, -1, SYSUTCDATETIME()) AS datetime2(6));
        INSERT INTO CommitMark (Id, MadeAt) VALUES (@id, SYSUTCDATETIME())
        """;

    public const string Find = "SELECT 1 FROM CommitMark WHERE Id = @id";
}
