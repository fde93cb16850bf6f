using Adam.Api.Configuration;
using Adam.Data.Databases;

namespace Adam.Api.Imports;

/// <summary>
/// The folder with the unpacked files of jobs, which outlive a process. All servers of a register share it.
/// </summary>
internal sealed class ImportSpool(Settings settings)
{
    private const string Extension = ".import";

    /// <summary>True if there is a folder, so that imports can be jobs.</summary>
    public bool IsAvailable => settings.ImportFolder is not null;

    private string Folder =>
        settings.ImportFolder ?? throw new InvalidOperationException("There is no folder for the files of jobs.");

    /// <summary>Saves a file from its current position to its end.</summary>
    /// <exception cref="ImportInterruptedException">The disk is full.</exception>
    public async Task SaveAsync(Guid id, Stream file, CancellationToken ct)
    {
        PrivateFiles.CreateFolder(Folder);
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
            }.Private();
            await using var saved = new FileStream(PathOf(id), options);
            await file.CopyToAsync(saved, ct);
            // The job is accepted after this, so its file must survive a failure of the machine.
            saved.Flush(flushToDisk: true);
        }
        catch (IOException error)
        {
            Remove(id);
            throw ImportInterruptedException.NoRoom(error);
        }
        catch (OperationCanceledException)
        {
            Remove(id);
            throw;
        }
    }

    /// <summary>Opens the file of a job; null if the folder does not have it.</summary>
    public FileStream? Open(Guid id)
    {
        try
        {
            return new(
                PathOf(id),
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                1 << 16,
                FileOptions.SequentialScan
            );
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes the file of a job, if the folder has it.</summary>
    public void Remove(Guid id)
    {
        // A folder that does not exist would be an error.
        if (File.Exists(PathOf(id)))
            File.Delete(PathOf(id));
    }

    /// <summary>Removes the files that belong to no open job.</summary>
    /// <param name="open">The ids of the jobs that have not ended.</param>
    /// <param name="before">The instant before which a file was last written. A newer one may become a job.</param>
    public void RemoveLeftovers(IReadOnlyCollection<Guid> open, DateTimeOffset before)
    {
        if (!Directory.Exists(Folder))
            return;

        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles($"*{Extension}"))
        {
            if (
                Guid.TryParseExact(Path.GetFileNameWithoutExtension(file.Name), "N", out var id)
                && !open.Contains(id)
                && file.LastWriteTimeUtc < before.UtcDateTime
            )
                file.Delete();
        }
    }

    private string PathOf(Guid id) => Path.Combine(Folder, $"{id:N}{Extension}");
}
