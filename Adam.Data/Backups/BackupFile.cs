using System.Data;
using System.Globalization;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;
using Adam.Domain.Text;
using Microsoft.Data.Sqlite;

namespace Adam.Data.Backups;

/// <summary>A SQLite file that contains a register and that no server uses.</summary>
internal static class BackupFile
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private const int MostProblems = 3;

    /// <summary>
    /// Copies all pages of one database to another as of one moment, and removes the need for a write-ahead log from
    /// the copy, so that it is one file even on a medium that cannot be written.
    /// </summary>
    /// <param name="source">A connection to the source. Its open transaction decides the moment.</param>
    public static void Copy(SqliteConnection source, string target)
    {
        PrivateFiles.Create(target);
        using var copy = Open(target, SqliteOpenMode.ReadWrite);
        source.BackupDatabase(copy);
        Execute(copy, "PRAGMA journal_mode = DELETE");
    }

    /// <summary>Opens a file without a connection pool, which would keep it open.</summary>
    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Pooling = false,
            }.ConnectionString
        );
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Verifies that a file is an undamaged register that this program can read or migrate.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="name">The name of the file for messages.</param>
    /// <returns>The number of rows of each table.</returns>
    /// <exception cref="BackupRejectedException">
    /// The file is no register, is of a newer version, or is damaged.
    /// </exception>
    public static IReadOnlyDictionary<string, long> Verify(SqliteDatabase register, string path, string name)
    {
        try
        {
            using var connection = Open(path, SqliteOpenMode.ReadOnly);
            VerifySchema(connection, register, name);
            var problems = Texts(connection, "PRAGMA integrity_check");
            if (problems is not ["ok"])
                throw new BackupRejectedException(
                    $"{name} is damaged: {string.Join("; ", problems.Take(MostProblems).Select(OneLine))}."
                );

            return CountRows(connection);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == NotADatabase)
        {
            throw new BackupRejectedException($"{name} is no SQLite database.");
        }
        catch (SqliteException error) when (error.SqliteErrorCode == Corrupt)
        {
            throw new BackupRejectedException($"{name} is damaged: {error.Message}");
        }
        catch (SqliteException error)
        {
            throw new BackupRejectedException($"{name} cannot be read: {error.Message}");
        }
    }

    /// <summary>Counts the rows of all tables.</summary>
    public static IReadOnlyDictionary<string, long> CountRows(SqliteConnection connection) =>
        Texts(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .ToDictionary(
                table => table,
                table => Convert.ToInt64(Scalar(connection, $"SELECT COUNT(*) FROM \"{table}\""), null),
                StringComparer.Ordinal
            );

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    public static string Describe(IReadOnlyDictionary<string, long> rows) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Counted.Noun(rows.GetValueOrDefault("Project"), "project")}, {Counted.Noun(rows.Values.Sum(), "row")} "
                + $"in {rows.Count} tables"
        );

    private static void VerifySchema(SqliteConnection connection, SqliteDatabase register, string name)
    {
        var known = Migrator.Scripts(register).ToList();
        var hasJournal =
            Texts(
                connection,
                $"SELECT name FROM sqlite_schema WHERE type = 'table' AND name = '{Migrator.Journal}'"
            ).Count > 0;
        var ran = hasJournal ? Texts(connection, $"SELECT ScriptName FROM {Migrator.Journal}") : [];
        if (!ran.Intersect(known).Any())
            throw new BackupRejectedException($"{name} is no register of Adam: it has run none of its migrations.");

        if (ran.Except(known).ToList() is { Count: > 0 } unknown)
            throw new BackupRejectedException(
                $"{name} is a register of another version of the program: this one does not know "
                    + $"{string.Join(", ", unknown)}. Use that version or a later one."
            );
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        using var reader = command.ExecuteReader(CommandBehavior.SingleResult);
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar();
    }

    /// <summary>Creates a command without a timeout: counting and checking a large register takes minutes.</summary>
    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        return command;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
