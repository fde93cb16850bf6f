using Adam.Api.Http;

namespace Adam.Api.Imports;

/// <summary>Temporary files of imports.</summary>
internal static class TemporaryFile
{
    /// <exception cref="ImportInterruptedException">The folder for temporary files cannot be written to.</exception>
    public static FileStream Create()
    {
        try
        {
            return UnnamedFile.Create();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ImportInterruptedException.NoFolder(error);
        }
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
