using System.Collections.Concurrent;
using Azure.Core;
using Azure.Identity;
using Microsoft.Data.SqlClient;

namespace Adam.Data.Databases.SqlServer;

/// <summary>
/// Authenticates connections with Entra ID, without a password. <c>Authentication=Active Directory Default</c> uses a
/// managed or workload identity, environment variables, or the user who is signed in with Azure's tools.
/// <c>Authentication=Active Directory Managed Identity</c> uses a managed identity. <c>User ID</c> is the client id of
/// a user-assigned identity. The package <c>Microsoft.Data.SqlClient.Extensions.Azure</c> is the official successor of
/// this class and should replace it.
/// </summary>
/// <param name="credentials">Creates the credential for a method and an optional client id.</param>
internal sealed class EntraAuthentication(Func<SqlAuthenticationMethod, string?, TokenCredential> credentials)
    : SqlAuthenticationProvider
{
    private static readonly SqlAuthenticationMethod[] Methods =
    [
        SqlAuthenticationMethod.ActiveDirectoryDefault,
        SqlAuthenticationMethod.ActiveDirectoryManagedIdentity,
    ];

    private static readonly Lazy<bool> Registered = new(() =>
    {
        var provider = new EntraAuthentication(Credential);
        return Array.TrueForAll(Methods, method => SetProvider(method, provider));
    });

    // A credential caches its token until shortly before it expires.
    private readonly ConcurrentDictionary<(SqlAuthenticationMethod, string?), TokenCredential> _credentials = [];

    /// <summary>Registers the provider once in a process. SqlClient 7 contains no such provider.</summary>
    public static bool Register() => Registered.Value;

    public override bool IsSupported(SqlAuthenticationMethod authenticationMethod) =>
        Methods.Contains(authenticationMethod);

    /// <inheritdoc/>
    /// <exception cref="AuthenticationFailedException">
    /// No credential source returned a token. The message lists the sources that were tried.
    /// </exception>
    public override async Task<SqlAuthenticationToken> AcquireTokenAsync(SqlAuthenticationParameters parameters)
    {
        var clientId = string.IsNullOrWhiteSpace(parameters.UserId) ? null : parameters.UserId;
        var credential = _credentials.GetOrAdd(
            (parameters.AuthenticationMethod, clientId),
            key => credentials(key.Item1, key.Item2)
        );
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(parameters.ConnectionTimeout));
        var token = await credential.GetTokenAsync(new([$"{parameters.Resource}/.default"]), patience.Token);
        return new(token.Token, token.ExpiresOn);
    }

    private static TokenCredential Credential(SqlAuthenticationMethod method, string? clientId) =>
        method == SqlAuthenticationMethod.ActiveDirectoryManagedIdentity
            ? new ManagedIdentityCredential(
                clientId is null
                    ? ManagedIdentityId.SystemAssigned
                    : ManagedIdentityId.FromUserAssignedClientId(clientId)
            )
            : new DefaultAzureCredential(
                new DefaultAzureCredentialOptions
                {
                    ManagedIdentityClientId = clientId,
                    WorkloadIdentityClientId = clientId,
                }
            );
}
