using Adam.Domain.CodeLists;

namespace Adam.Api.Errors;

/// <summary>Finds the nearest existing path for an unknown one.</summary>
internal sealed class KnownPaths(IServiceProvider services)
{
    private const string Api = "v1";

    // Lazy, because endpoints are mapped after the services are built.
    private readonly Lazy<string[][]> _patterns = new(() =>
        [
            .. services
                .GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Select(endpoint => endpoint.RoutePattern.RawText!.Trim('/'))
                .Where(IsOffered)
                .Distinct(StringComparer.Ordinal)
                .Select(pattern => pattern.Split('/')),
        ]
    );

    /// <summary>Returns false for the routes that FastEndpoints maps for its own tests.</summary>
    public static bool IsOffered(string pattern) => !pattern.StartsWith('_');

    /// <summary>
    /// Returns the existing path that an unknown one means; null if there is none near. Paths of the API are found for
    /// programs, and pages of the desk for people: neither for the other.
    /// </summary>
    public string? Nearest(string path)
    {
        var asked = path.Trim('/').Split('/');
        return Find(asked) is { } nearest ? $"/{nearest}" : null;
    }

    private string? Find(string[] asked)
    {
        var version = Array.FindIndex(asked, IsVersion);
        // A path without the version, or with something before it, is a path of the API if there is one.
        if (version != 0 && asked is not ["desk", ..])
        {
            string[] versioned = [Api, .. asked[(version + 1)..]];
            var path = string.Join('/', versioned);
            if (Candidates(versioned).Contains(path, StringComparer.OrdinalIgnoreCase))
                return path;
        }

        var near = Domain.Text.Nearest.FindIn(
            string.Join('/', asked),
            Candidates(asked).Where(candidate => IsVersion(candidate.Split('/')[0]) == (version == 0))
        );
        // People try /v1/pillars and /v1/country.
        return version == 0 && asked is [_, var list]
            ? CodeList(list, isExact: true) ?? near ?? CodeList(list, isExact: false)
            : near;
    }

    private static string? CodeList(string name, bool isExact)
    {
        var names = CodeListCatalog.All.Select(list => list.Name).ToList();
        var found = isExact
            ? names.Find(list => list.Equals(name, StringComparison.OrdinalIgnoreCase))
            : Domain.Text.Nearest.FindIn(name, names);
        return found is null ? null : $"{Api}/codelists/{found}";
    }

    private static bool IsVersion(string segment) =>
        segment.Length is 2 or 3 && segment[0] is 'v' or 'V' && segment.Skip(1).All(char.IsAsciiDigit);

    // A route parameter matches any segment, so the segment of the request replaces it.
    private IEnumerable<string> Candidates(string[] asked) =>
        _patterns
            .Value.Where(pattern => pattern.Length == asked.Length)
            .Select(pattern =>
                string.Join('/', pattern.Select((segment, i) => segment.StartsWith('{') ? asked[i] : segment))
            );
}
