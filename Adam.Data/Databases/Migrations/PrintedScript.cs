using System.Data;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Sqlite;
using DbUp.SqlServer;
using DbUp.Support;

namespace Adam.Data.Databases.Migrations;

/// <summary>
/// Prints migrations as SQL to be run by hand: each script in one transaction with its journal row, so that the program
/// recognises it as run.
/// </summary>
internal static class PrintedScript
{
    /// <param name="command">Creates a command on the database, to find out if the journal exists.</param>
    public static string ForSqlServer(
        IReadOnlyList<SqlScript> scripts,
        string schema,
        string journal,
        Func<IDbCommand> command
    )
    {
        var rows = new ServerJournal(schema, journal);
        return Join(
                scripts,
                rows.Table(command),
                "SET XACT_ABORT, QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, "
                    + "CONCAT_NULL_YIELDS_NULL ON;\nGO\n",
                (script, table) =>
                    $"""
                        BEGIN TRANSACTION;
                        GO
                        DECLARE @held int;
                        EXEC @held = sp_getapplock @Resource = N'{Migrator.Lock}', @LockMode = N'Exclusive',
                            @LockOwner = N'Transaction', @LockTimeout = 600000;
                        IF @held < 0 THROW 50000, N'Another process has been migrating for ten minutes.', 1;
                        {table}
                        {Stop}
                        {string.Join($"\n{Stop}\n", new SqlCommandSplitter().SplitScriptIntoCommands(script.Contents))}
                        {Stop}
                        {rows.Row($"N'{script.Name}'")};
                        COMMIT TRANSACTION;
                        GO
                        """
            ) + "\nSET NOEXEC OFF;\nGO\n";
    }

    /// <inheritdoc cref="ForSqlServer"/>
    public static string ForSqlite(IReadOnlyList<SqlScript> scripts, string journal, Func<IDbCommand> command)
    {
        var rows = new FileJournal(journal);
        return Join(
                scripts,
                rows.Table(command),
                "",
                (script, table) =>
                    $"""
                        BEGIN IMMEDIATE;
                        {table}
                        {script.Contents.TrimEnd()}
                        {rows.Row($"'{script.Name}'")};
                        COMMIT;
                        """
            ) + "\n";
    }

    // An error has rolled back the transaction. The rest of the script must not run outside a transaction.
    private const string Stop = "GO\nIF @@TRANCOUNT = 0 SET NOEXEC ON;\nGO";

    private static string Join(
        IReadOnlyList<SqlScript> scripts,
        string table,
        string settings,
        Func<SqlScript, string, string> print
    ) =>
        settings
        + string.Join(
            "\n\n",
            scripts.Select((script, index) => $"-- {script.Name}\n{print(script, index == 0 ? table : "")}")
        );

    private sealed class ServerJournal(string schema, string table)
        : SqlTableJournal(() => null, () => new NoOpUpgradeLog(), schema, table)
    {
        public string Table(Func<IDbCommand> command) =>
            DoesTableExist(command) ? "" : $"{CreateSchemaTableSql(PrimaryKey(UnquotedSchemaTableName))};";

        public string Row(string name) => GetInsertJournalEntrySql(name, "CURRENT_TIMESTAMP");
    }

    private sealed class FileJournal(string table) : SqliteTableJournal(() => null, () => new NoOpUpgradeLog(), table)
    {
        public string Table(Func<IDbCommand> command) =>
            DoesTableExist(command) ? "" : $"{CreateSchemaTableSql(PrimaryKey(UnquotedSchemaTableName))};";

        public string Row(string name) => GetInsertJournalEntrySql(name, "CURRENT_TIMESTAMP");
    }

    private static string PrimaryKey(string table) => $"[PK_{table}_Id]";
}
