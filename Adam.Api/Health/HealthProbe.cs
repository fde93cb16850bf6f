using Adam.Api.Configuration;

namespace Adam.Api.Health;

/// <summary>
/// Queries the readiness of the program that serves on this machine. Container health checks use it, because the image
/// contains no HTTP client.
/// </summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Sends the request to the readiness endpoint.</summary>
    /// <param name="configuration">The settings of the serving program.</param>
    /// <returns>The problem in one sentence; null if the program is ready.</returns>
    public static async Task<string?> ProbeAsync(IConfiguration configuration)
    {
        var address = new Uri(Hosting.AddressOnThisMachine(configuration), "/health/ready");
        using var http = new HttpClient { Timeout = Patience };
        using var question = new HttpRequestMessage(HttpMethod.Get, address);
        // The program rejects requests for host names that are not in AllowedHosts.
        if (
            configuration["AllowedHosts"]
                ?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                is [var host, ..]
            && !host.Contains('*', StringComparison.Ordinal)
        )
            question.Headers.Host = host;
        try
        {
            using var answer = await http.SendAsync(question);
            return answer.IsSuccessStatusCode ? null : $"{address} answered {(int)answer.StatusCode}.";
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return $"{address} does not answer: {error.Message}";
        }
    }
}
