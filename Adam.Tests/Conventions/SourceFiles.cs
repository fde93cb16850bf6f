using System.Text.RegularExpressions;

namespace Adam.Tests.Conventions;

/// <summary>The text files of the repository that people edit, without build output and data.</summary>
internal static partial class SourceFiles
{
    /// <summary>
    /// Reads the files that match one of the patterns, e.g. <c>*.cs</c>, below the root of the repository.
    /// </summary>
    public static IEnumerable<(string Path, string[] Lines)> Read(params string[] patterns) =>
        patterns
            .SelectMany(pattern => Directory.EnumerateFiles(Repository.Root, pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !BuildOutput().IsMatch(path))
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllLines(Path.Combine(Repository.Root, path))));

    [GeneratedRegex(@"(^|/)(bin|obj|node_modules|generated|\.git|\.vs|TestResults)/")]
    private static partial Regex BuildOutput();
}
