namespace Adam.Data.Databases.SqlServer;

internal static class CommitMarkSql
{
    public static readonly StatementSet Statements = new(nameof(CommitMarkSql)) { Dialect = SqlDialect.SqlServer };

    /// <summary>
    /// Inserts a commit mark and deletes marks that are older than one hour. Times are those of the database's clock,
    /// which all servers share. No server looks for a mark that long.
    /// </summary>
    public static readonly SqlChange<CommitMark> Add = new(
        Statements,
        $"""
        DELETE FROM CommitMark WHERE CreatedAt < CAST(DATEADD(hour, -1, SYSUTCDATETIME()) AS datetime2(6));
        INSERT INTO CommitMark (Id, CreatedAt) VALUES (@Id, SYSUTCDATETIME())
        """
    );

    /// <summary>Returns 1 if the mark exists.</summary>
    public static readonly SqlQuery<CommitMark, int> Find = new(Statements, $"SELECT 1 FROM CommitMark WHERE Id = @Id");
}

internal sealed record CommitMark(Guid Id);
