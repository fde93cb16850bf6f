using Adam.Data.Databases.Sqlite;
using Microsoft.Data.Sqlite;

namespace Adam.Data.Backups;

/// <summary>
/// Copies a register on SQLite to a file. Other processes may read and write it meanwhile: the copy is the register as
/// of the start.
/// </summary>
/// <remarks>
/// The copy has another name until it is complete and verified. The name that was asked for never contains less than a
/// whole register.
/// </remarks>
public sealed class RegisterBackup(SqliteDatabase register)
{
    /// <summary>Copies the register to a new file and verifies the copy.</summary>
    /// <param name="file">The path of the new file.</param>
    /// <returns>The contents of the copy in a few words.</returns>
    /// <exception cref="BackupRejectedException">
    /// There is no register, the file exists, its folder does not exist, the copy cannot be written, or the copy is not
    /// what was read. Nothing was left there.
    /// </exception>
    /// <exception cref="OperationCanceledException">The backup was cancelled. Nothing was left there.</exception>
    public string Run(string file, CancellationToken ct)
    {
        var target = Path.GetFullPath(file);
        VerifyNew(target);
        if (!File.Exists(register.Location))
            throw new BackupRejectedException($"There is no register at {register.Location} (Adam:DataPath).");

        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            var read = Copy(partial);
            ct.ThrowIfCancellationRequested();
            var written = BackupFile.Verify(register, partial, $"The copy of {register.Location}");
            if (!read.SequenceEqual(written))
                throw new BackupRejectedException(
                    $"The copy of {register.Location} has {BackupFile.Describe(written)}, but "
                        + $"{BackupFile.Describe(read)} were read. Nothing was left at {target}."
                );

            ct.ThrowIfCancellationRequested();
            VerifyNew(target);
            File.Move(partial, target);
            return BackupFile.Describe(written);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new BackupRejectedException(
                $"The register in {register.Location} could not be copied to {target}: {error.Message} Nothing was "
                    + "left there."
            );
        }
        finally
        {
            File.Delete(partial);
            File.Delete(partial + "-journal");
        }
    }

    private static void VerifyNew(string target)
    {
        if (Path.Exists(target))
            throw new BackupRejectedException(
                $"{target} exists already, and a backup overwrites nothing: name another file, or move that one away."
            );
        if (Path.GetDirectoryName(target) is { Length: > 0 } folder && !Directory.Exists(folder))
            throw new BackupRejectedException($"The folder {folder} does not exist: create it, or name another file.");
    }

    /// <summary>Copies the register as of one moment.</summary>
    /// <returns>The number of rows of each table at that moment.</returns>
    private IReadOnlyDictionary<string, long> Copy(string target)
    {
        using var source = BackupFile.Open(register.Location, SqliteOpenMode.ReadWrite);
        // The first read takes the snapshot, which the copy then reads too. Writers do not wait for it.
        using var snapshot = source.BeginTransaction(deferred: true);
        var rows = BackupFile.CountRows(source);
        BackupFile.Copy(source, target);
        return rows;
    }
}
