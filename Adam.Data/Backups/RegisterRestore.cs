using System.Globalization;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;
using Microsoft.Data.Sqlite;

namespace Adam.Data.Backups;

/// <summary>Replaces a register on SQLite by a backup. The earlier register is kept under a dated name.</summary>
public sealed class RegisterRestore(SqliteDatabase register, TimeProvider time)
{
    private const int Busy = 5;
    private const int SecondsToWait = 5;

    private static readonly string[] LogFiles = ["-wal", "-shm", "-journal"];

    // The file and not a link to it, which would be replaced instead.
    private readonly string _place = register.FilePath;

    /// <summary>
    /// Copies and verifies the backup, puts the copy in the place of the register, and verifies it there.
    /// </summary>
    /// <param name="file">The path of the backup. It stays unchanged.</param>
    /// <exception cref="RegisterServedException">The register is served. Nothing was changed.</exception>
    /// <exception cref="BackupRejectedException">
    /// The backup cannot be restored, or another process has the register open. Nothing was changed.
    /// </exception>
    public async Task<RestoredRegister> RunAsync(string file, CancellationToken ct)
    {
        var source = Path.GetFullPath(file);
        if (!File.Exists(source))
            throw new BackupRejectedException($"There is no file {source}.");
        if (source == register.Location || source == _place)
            throw new BackupRejectedException($"{source} is the register itself (Adam:DataPath): name a backup of it.");

        using var serving = new ServingLock(register, time);
        serving.Take();
        var partial = _place + ".partial";
        try
        {
            Discard(partial);
            CopyBackup(source, partial);
            var rows = BackupFile.Verify(register, partial, source);
            ct.ThrowIfCancellationRequested();

            var kept = await ReplaceAsync(partial, ct);
            VerifyRestored(rows, kept, source);
            return new(BackupFile.Describe(rows), kept);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new BackupRejectedException(
                $"{source} could not be restored to {_place}: {error.Message} Nothing was changed."
            );
        }
        finally
        {
            Discard(partial);
        }
    }

    /// <summary>
    /// Copies the backup. A file beside it with the ending -wal belongs to it, and is then part of the copy.
    /// </summary>
    private static void CopyBackup(string source, string target)
    {
        try
        {
            // Without a log the file is read as it is, also on a medium that cannot be written.
            var path = File.Exists(source + "-wal") ? source : new Uri(source).AbsoluteUri + "?immutable=1";
            using var connection = BackupFile.Open(path, SqliteOpenMode.ReadOnly);
            BackupFile.Copy(connection, target);
        }
        catch (SqliteException error)
        {
            throw new BackupRejectedException($"{source} cannot be read as a SQLite database: {error.Message}");
        }
    }

    /// <summary>Puts the copy in the place of the register.</summary>
    /// <returns>The path at which the earlier register is kept; null if there was none.</returns>
    private async Task<string?> ReplaceAsync(string copy, CancellationToken ct)
    {
        // A command that starts now waits until the register is replaced.
        await using var guard = await Migrator.ExcludeMigrationsAsync(register, ct);
        var kept = KeptName();
        if (!File.Exists(_place))
        {
            // The file may be lost, but not its log, which SQLite would apply to the restored register.
            KeepLogs(kept);
            File.Move(copy, _place);
            return null;
        }

        CloseLog();
        KeepLogs(kept);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(copy, File.GetUnixFileMode(_place));
        // One step: at every moment, the name of the register is that of a whole register.
        File.Replace(copy, _place, kept);
        return kept;
    }

    /// <summary>Moves the write-ahead log of the register into its file, unless the register is damaged.</summary>
    /// <exception cref="BackupRejectedException">Another process has the register open.</exception>
    private void CloseLog()
    {
        try
        {
            using var connection = BackupFile.Open(_place, SqliteOpenMode.ReadWrite);
            connection.DefaultTimeout = SecondsToWait;
            using var command = connection.CreateCommand();
            // SQLite leaves the mode with a log only if no other connection exists.
            command.CommandText = "PRAGMA journal_mode = DELETE";
            command.ExecuteNonQuery();
        }
        catch (SqliteException error) when (error.SqliteErrorCode == Busy)
        {
            throw new BackupRejectedException(
                $"Another process has the register in {_place} open, for example an import: wait for it to "
                    + "end, and restore again. Nothing was changed."
            );
        }
        catch (SqliteException)
        {
            // The register may be damaged, which can be the reason to restore a backup. It is kept as it is.
        }
    }

    /// <summary>
    /// Keeps the log files of a damaged register beside it. SQLite would apply them to the restored register.
    /// </summary>
    private void KeepLogs(string kept)
    {
        foreach (var ending in LogFiles.Where(ending => File.Exists(_place + ending)))
            File.Move(_place + ending, kept + ending);
    }

    private string KeptName()
    {
        var date = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var name = $"{_place}.{date}";
        for (var number = 2; Path.Exists(name); number++)
            name = string.Create(CultureInfo.InvariantCulture, $"{_place}.{date}-{number}");
        return name;
    }

    private void VerifyRestored(IReadOnlyDictionary<string, long> rows, string? kept, string source)
    {
        var restored = BackupFile.Verify(register, _place, _place);
        if (!rows.SequenceEqual(restored))
            throw new BackupRejectedException(
                $"{_place} has {BackupFile.Describe(restored)}, but {source} has "
                    + $"{BackupFile.Describe(rows)}."
                    + (kept is null ? "" : $" The earlier register is in {kept}.")
            );
    }

    private static void Discard(string copy)
    {
        foreach (var ending in LogFiles.Prepend(""))
            File.Delete(copy + ending);
    }
}

/// <summary>A restored register.</summary>
/// <param name="Contents">Its contents in a few words.</param>
/// <param name="Kept">The path at which the earlier register is kept; null if there was none.</param>
public sealed record RestoredRegister(string Contents, string? Kept);
