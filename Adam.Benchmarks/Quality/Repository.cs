namespace Adam.Benchmarks.Quality;

/// <summary>Resolves paths from the root of the repository, wherever the program is started.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(string path) => System.IO.Path.GetFullPath(path, Root);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Adam.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The benchmarks must run from within the repository.");
    }
}
