namespace Adam.Api.Requests;

/// <summary>A file on disk for what may be too large for memory. Nobody else can read it, and it is gone when it is closed or the process dies.</summary>
internal static class ScratchFile
{
    public static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"adam-{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16 };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            return new(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // An open file lives on without its name.
        File.Delete(path);
        return file;
    }
}
