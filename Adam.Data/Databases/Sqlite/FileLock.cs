namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// A lock of the operating system on a file beside the register. One process holds it at a time, and only once. The
/// operating system releases it when the process ends, however it ends.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _path;

    private FileLock(FileStream held, string path) => (_held, _path) = (held, path);

    /// <summary>Takes the lock; returns null if it is held.</summary>
    /// <param name="path">The path of the file, which is removed when the lock is released.</param>
    public static FileLock? TryTake(string path)
    {
        while (true)
        {
            FileStream opened;
            try
            {
                opened = new(
                    path,
                    new FileStreamOptions
                    {
                        Mode = FileMode.OpenOrCreate,
                        Access = FileAccess.ReadWrite,
                        Share = FileShare.None,
                        BufferSize = 1,
                        Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
                    }.Private()
                );
            }
            catch (IOException) when (File.Exists(path))
            {
                return null;
            }

            // Between opening and locking, the earlier holder may have removed the file. The lock on a removed file
            // excludes nobody.
            if (File.GetCreationTimeUtc(opened.SafeFileHandle) == File.GetCreationTimeUtc(path))
                return new(opened, path);

            opened.Dispose();
        }
    }

    public void Dispose()
    {
        // On Unix, the name must go while the lock is held: afterwards it can be the file of the next holder.
        if (!OperatingSystem.IsWindows())
            File.Delete(_path);
        _held.Dispose();
    }
}
