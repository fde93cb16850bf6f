namespace Adam.Data.Engines;

internal static class CommitMarkSql
{
    /// <summary>
    /// Inserts a commit mark and deletes old ones. Times are those of the database's clock, which all servers share. A
    /// mark is kept far longer than any server looks for it.
    /// </summary>
    public const string Add = """
        DELETE FROM CommitMark WHERE CreatedAt < CAST(DATEADD(hour, -1, SYSUTCDATETIME()) AS datetime2(6));
        INSERT INTO CommitMark (Id, CreatedAt) VALUES (@id, SYSUTCDATETIME())
        """;

    public const string Find = "SELECT 1 FROM CommitMark WHERE Id = @id";
}
