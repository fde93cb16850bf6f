using Adam.Data.Databases;

namespace Adam.Data.Projects.Indexing;

internal static class WordIndexerSql
{
    public static readonly StatementSet Statements = new(nameof(WordIndexerSql));

    public static readonly SqlChange<NoParameters> Clear = new(Statements, $"DELETE FROM ProjectWord");

    /// <summary>Returns the words of some projects. @Rows: ProjectId.</summary>
    public static readonly SqlQuery<RowsParameter, WordOfProject> Stored = new(
        Statements,
        dialect =>
            $"""
                SELECT w.Word, w.ProjectId
                FROM {dialect.Rows($"@Rows", ("ProjectId", "bigint"))} r
                CROSS JOIN ProjectWord w
                WHERE w.ProjectId = r.ProjectId
                """
    );

    /// <summary>Removes words of projects. @Rows: Word, ProjectId.</summary>
    public static readonly SqlChange<RowsParameter> Remove = new(
        Statements,
        dialect =>
            dialect.DeleteMatching(
                $"ProjectWord",
                $"(SELECT {dialect.ByCodePoint($"gone.Word")} AS Word, gone.ProjectId FROM {Words(dialect)} gone)",
                ("Word", "Word"),
                ("ProjectId", "ProjectId")
            )
    );

    /// <summary>Adds words of projects. @Rows: Word, ProjectId.</summary>
    public static readonly SqlChange<RowsParameter> Add = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO ProjectWord (Word, ProjectId)
                SELECT r.Word, r.ProjectId
                FROM {Words(dialect)} r
                """
    );

    private static SqlText Words(SqlDialect dialect) =>
        dialect.Rows($"@Rows", ("Word", "nvarchar(40)"), ("ProjectId", "bigint"));
}

internal sealed record WordOfProject
{
    public string Word { get; init; } = "";
    public long ProjectId { get; init; }
}
