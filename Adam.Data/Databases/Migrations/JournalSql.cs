namespace Adam.Data.Databases.Migrations;

internal static class JournalSql
{
    public static readonly StatementSet Statements = new(nameof(JournalSql));

    /// <summary>Returns the names of the migrations that have run.</summary>
    public static readonly SqlQuery<NoParameters, string> Ran = new(
        Statements,
        $"SELECT ScriptName FROM SchemaVersion"
    );
}
