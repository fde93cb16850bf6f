using Adam.Data.Databases;

namespace Adam.Api.Http;

/// <summary>
/// A temporary file for data that may be too large for memory. Only this user can read it. It is deleted when it is
/// closed or the process ends.
/// </summary>
internal static class UnnamedFile
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
        }.Private();
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            return new(path, options);
        }

        var file = new FileStream(path, options);
        // On Unix an open file stays usable after its name is deleted.
        File.Delete(path);
        return file;
    }
}
