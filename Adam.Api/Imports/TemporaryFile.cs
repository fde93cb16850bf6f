namespace Adam.Api.Imports;

/// <summary>
/// A temporary file for data that may be too large for memory. Only this user can read it. It is deleted when it is
/// closed or the process ends.
/// </summary>
internal static class TemporaryFile
{
    public static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"adam-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 1 << 16,
        };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            return new(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // On Unix an open file stays usable after its name is deleted.
        File.Delete(path);
        return file;
    }

    /// <summary>Writes to a temporary file.</summary>
    /// <exception cref="ImportInterruptedException">
    /// The disk is full. That is an error of the server, whereas an interrupted connection is one of the client.
    /// </exception>
    public static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            await file.WriteAsync(bytes, ct);
        }
        catch (IOException error)
        {
            throw ImportInterruptedException.NoRoom(error);
        }
    }

    /// <summary>Completes the writing, and returns to the beginning of the file.</summary>
    /// <exception cref="ImportInterruptedException">The disk is full.</exception>
    public static async Task RewindAsync(FileStream file, CancellationToken ct)
    {
        try
        {
            await file.FlushAsync(ct);
            file.Position = 0;
        }
        catch (IOException error)
        {
            throw ImportInterruptedException.NoRoom(error);
        }
    }
}
