using Adam.Api.Cli;

namespace Adam.Api.Health;

/// <summary>Asks the program that serves on this machine whether it is ready: for what watches a container that holds nothing but the program.</summary>
internal static class HealthQuestion
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="configuration">The settings that the serving program has, too.</param>
    /// <returns>What is wrong, in a sentence; null when it is ready.</returns>
    public static async Task<string?> AskAsync(IConfiguration configuration)
    {
        var address = new Uri(Hosting.AddressOnThisMachine(configuration), "/health/ready");
        using var http = new HttpClient { Timeout = Patience };
        using var question = new HttpRequestMessage(HttpMethod.Get, address);
        // Asked by another name than those that it answers to, the program would refuse.
        if (configuration["AllowedHosts"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var host, ..] && !host.Contains('*', StringComparison.Ordinal))
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
