namespace Adam.Api.Requests;

/// <summary>Finds the path that a wrong one was probably meant to be.</summary>
internal sealed class KnownPaths(IServiceProvider services)
{
    // On demand: endpoints are mapped after services are built.
    private readonly Lazy<string[][]> _patterns = new(() =>
        [.. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!.Trim('/')).Where(IsOffered).Distinct(StringComparer.Ordinal).Select(pattern => pattern.Split('/'))]);

    /// <summary>FastEndpoints maps a list of all its routes for its own tests. It is none of ours.</summary>
    public static bool IsOffered(string pattern) => !pattern.StartsWith('_');

    public string? Nearest(string path)
    {
        var asked = path.Trim('/').Split('/');
        // A parameter of the pattern takes what was asked in its place.
        var candidates = _patterns.Value.Where(pattern => pattern.Length == asked.Length)
            .Select(pattern => string.Join('/', pattern.Select((segment, i) => segment.StartsWith('{') ? asked[i] : segment)));
        return Domain.Text.Nearest.To(string.Join('/', asked), candidates) is { } nearest ? $"/{nearest}" : null;
    }
}
