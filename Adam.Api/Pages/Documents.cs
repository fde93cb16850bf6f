using System.Collections.Frozen;
using System.Reflection;

namespace Adam.Api.Pages;

/// <summary>
/// The Markdown pages of the repository, which are part of the program. A page is known by its path in the repository,
/// so that links between pages work here as they do there.
/// </summary>
internal static class Documents
{
    public const string Index = "docs/README.md";

    private const string Resources = "pages/";
    private const string Extension = ".md";
    private const string Root = "/docs";

    /// <summary>The part of URLs for pages outside of the folder <c>docs</c>.</summary>
    private const string Outside = "repository/";

    private static readonly FrozenDictionary<string, string> Texts = Load();

    /// <summary>The paths of all pages in the repository.</summary>
    public static IEnumerable<string> Paths => Texts.Keys;

    /// <summary>Returns the Markdown of a page.</summary>
    /// <param name="path">One of <see cref="Paths"/>.</param>
    public static string Read(string path) => Texts[path];

    /// <summary>Returns the path of the page with this URL below <c>/docs</c>; null if there is none.</summary>
    /// <param name="url">The URL without <c>/docs/</c>, with or without the extension.</param>
    public static string? Find(string url)
    {
        var name = url.TrimEnd('/');
        if (name.EndsWith(Extension, StringComparison.Ordinal))
            name = name[..^Extension.Length];
        string[] candidates = name.StartsWith(Outside, StringComparison.Ordinal)
            ? [$"{name[Outside.Length..]}{Extension}"]
            :
            [
                $"docs/{name}{Extension}",
                $"docs/{name}/README{Extension}".Replace("//", "/", StringComparison.Ordinal),
            ];
        return candidates.FirstOrDefault(Texts.ContainsKey);
    }

    /// <summary>Returns the URL of a page.</summary>
    public static string UrlOf(string path)
    {
        var name = path[..^Extension.Length];
        if (!name.StartsWith("docs/", StringComparison.Ordinal))
            return $"{Root}/{Outside}{name}";

        name = name["docs/".Length..];
        if (name == "README")
            return Root;
        return $"{Root}/{(name.EndsWith("/README", StringComparison.Ordinal) ? name[..^"/README".Length] : name)}";
    }

    /// <summary>
    /// Returns the URL for a link of a page; null if the link is to a file of the repository that is not served.
    /// </summary>
    /// <param name="path">The page with the link.</param>
    /// <param name="link">The link as the page has it, relative to the page.</param>
    public static string? Resolve(string path, string link)
    {
        if (link.StartsWith('#') || link.Contains("://", StringComparison.Ordinal))
            return link;

        var target = new Uri(new Uri($"file:///{path}"), link);
        var file = Uri.UnescapeDataString(target.AbsolutePath).TrimStart('/');
        if (file == "openapi.yaml")
            return "/openapi.yaml";
        return Texts.ContainsKey(file) ? UrlOf(file) + target.Fragment : null;
    }

    private static FrozenDictionary<string, string> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Resources, StringComparison.Ordinal))
            .Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
            .ToFrozenDictionary(
                // MSBuild writes the separators of the machine that the program was built on.
                name => name[Resources.Length..].Replace('\\', '/'),
                name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return reader.ReadToEnd();
                },
                StringComparer.Ordinal
            );
    }
}
