namespace Adam.Tests;

/// <summary>Reads files of the repository.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The folder with published data sets beside the repository. Null if it does not exist.</summary>
    public static string? SharedData =>
        Path.Combine(Root, "..", "shared", "data") is var folder && Directory.Exists(folder)
            ? Path.GetFullPath(folder)
            : null;

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>Returns the paths of all C# files of the given projects, without build output.</summary>
    public static IEnumerable<string> Sources(params string[] projects) =>
        projects
            .SelectMany(project =>
                Directory.EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories)
            )
            .Where(file =>
                !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
            );

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Adam.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run from within the repository.");
    }
}
