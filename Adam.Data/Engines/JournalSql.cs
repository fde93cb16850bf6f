namespace Adam.Data.Engines;

internal static class JournalSql
{
    /// <summary>The names of the migrations that have run.</summary>
    public const string Ran = "SELECT ScriptName FROM SchemaVersion";
}
