namespace Adam.Api.Security;

/// <summary>Refused requests, which cost the server less than their senders.</summary>
internal static class RefusedRequests
{
    /// <summary>The time for which a refused request waits for its response.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);
}
