namespace Adam.Api.Errors;

/// <summary>Finds the nearest existing path for an unknown one.</summary>
internal sealed class KnownPaths(IServiceProvider services)
{
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

    public string? Nearest(string path)
    {
        var asked = path.Trim('/').Split('/');
        // A route parameter matches any segment, so the segment of the request replaces it.
        var candidates = _patterns
            .Value.Where(pattern => pattern.Length == asked.Length)
            .Select(pattern =>
                string.Join('/', pattern.Select((segment, i) => segment.StartsWith('{') ? asked[i] : segment))
            );
        return Domain.Text.Nearest.FindIn(string.Join('/', asked), candidates) is { } nearest ? $"/{nearest}" : null;
    }
}
