using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Adam.Desk.Shell;

/// <summary>
/// The files that pages load. Their addresses contain their hash, so browsers keep them until they change.
/// </summary>
public static class DeskAssets
{
    public const string Root = "/desk/assets";

    private const string Resources = "assets/";

    private static readonly FrozenDictionary<string, (byte[] Content, string Hash)> Files = Load();

    /// <summary>Returns the address of a file.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public static string AddressOf(string name) => $"{Root}/{Files[name].Hash}/{name}";

    /// <summary>Returns the file at an address; null if there is none, or if it has another hash by now.</summary>
    public static (byte[] Content, string MediaType)? Find(string hash, string name) =>
        Files.TryGetValue(name, out var file) && file.Hash == hash ? (file.Content, TypeOf(name)) : null;

    private static string TypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            var other => throw new InvalidOperationException($"{other} has no media type."),
        };

    private static FrozenDictionary<string, (byte[] Content, string Hash)> Load()
    {
        var assembly = typeof(DeskAssets).Assembly;
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Resources, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => name[Resources.Length..],
                name =>
                {
                    using var stream = assembly.GetManifestResourceStream(name)!;
                    var content = new byte[stream.Length];
                    stream.ReadExactly(content);
                    return (content, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
                },
                StringComparer.Ordinal
            );
    }
}
