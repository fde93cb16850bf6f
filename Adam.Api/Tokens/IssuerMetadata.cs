using System.Diagnostics;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Adam.Api.Tokens;

/// <summary>
/// Loads the metadata and the signing keys of the issuer at the first token, and lets the library refresh them. While
/// they cannot be loaded, tokens are answered with 503 at once, and keys are not affected.
/// </summary>
internal sealed partial class IssuerMetadata : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(5);

    // A token with an unknown signing key lets the keys be loaded again, but not more often than this.
    private static readonly TimeSpan BetweenRefreshes = TimeSpan.FromSeconds(30);
    private const int LargestResponse = 1 << 20;

    private readonly Lock _lock = new();
    private readonly ILogger<IssuerMetadata> _log;
    private readonly HttpClient _client = new() { Timeout = Timeout, MaxResponseContentBufferSize = LargestResponse };

    private Task<OpenIdConnectConfiguration>? _loading;
    private long _startedAt;

    public IssuerMetadata(OpenIdConnectSettings settings, ILogger<IssuerMetadata> log)
    {
        _log = log;
        Manager = new(
            $"{settings.Authority.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_client) { RequireHttps = settings.Authority.Scheme == Uri.UriSchemeHttps }
        )
        {
            RefreshInterval = BetweenRefreshes,
            // Otherwise a signing key that the issuer has withdrawn would be accepted for another hour.
            UseLastKnownGoodConfiguration = false,
        };
    }

    public ConfigurationManager<OpenIdConnectConfiguration> Manager { get; }

    /// <summary>Waits until the metadata is loaded. Requests that come meanwhile wait for the same attempt.</summary>
    /// <exception cref="ProblemException">The issuer cannot be reached.</exception>
    public async Task RequireAsync(CancellationToken ct)
    {
        try
        {
            await LoadAsync().WaitAsync(ct);
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or HttpRequestException)
        {
            NotLoaded(_log, error);
            throw new ProblemException(
                ErrorCodes.Unavailable,
                "The issuer of tokens cannot be reached, so that no token can be verified. Send the request again in a "
                    + "moment, or with a key."
            )
            {
                Headers = { ["Retry-After"] = "5" },
            };
        }
    }

    public void Dispose() => _client.Dispose();

    private Task<OpenIdConnectConfiguration> LoadAsync()
    {
        lock (_lock)
        {
            if (_loading is null || (_loading.IsFaulted && Stopwatch.GetElapsedTime(_startedAt) >= BetweenAttempts))
            {
                _startedAt = Stopwatch.GetTimestamp();
                _loading = Manager.GetConfigurationAsync(CancellationToken.None);
            }

            return _loading;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The metadata of the issuer of tokens cannot be loaded")]
    private static partial void NotLoaded(ILogger log, Exception error);
}
