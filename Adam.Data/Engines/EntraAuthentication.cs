using System.Collections.Concurrent;
using Azure.Core;
using Azure.Identity;
using Microsoft.Data.SqlClient;

namespace Adam.Data.Engines;

/// <summary>
/// Connections as somebody whom Entra ID knows, without a password: <c>Authentication=Active Directory Default</c> (a managed or workload identity, variables of the environment, or who is signed in with
/// Azure's tools) and <c>Authentication=Active Directory Managed Identity</c>. <c>User ID</c> is the client id of an identity that the machine has beside others.
/// </summary>
/// <param name="credentials">Gives the credential of a method, and of a client id where the connection string has one.</param>
internal sealed class EntraAuthentication(Func<SqlAuthenticationMethod, string?, TokenCredential> credentials) : SqlAuthenticationProvider
{
    private static readonly SqlAuthenticationMethod[] Methods = [SqlAuthenticationMethod.ActiveDirectoryDefault, SqlAuthenticationMethod.ActiveDirectoryManagedIdentity];

    private static readonly Lazy<bool> Registered = new(() =>
    {
        var provider = new EntraAuthentication(Credential);
        return Array.TrueForAll(Methods, method => SetProvider(method, provider));
    });

    // A credential remembers its token until it is about to expire.
    private readonly ConcurrentDictionary<(SqlAuthenticationMethod, string?), TokenCredential> _credentials = [];

    /// <summary>Once in a process: the driver itself has no provider any more.</summary>
    public static bool Register() => Registered.Value;

    public override bool IsSupported(SqlAuthenticationMethod authenticationMethod) => Methods.Contains(authenticationMethod);

    /// <inheritdoc/>
    /// <exception cref="AuthenticationFailedException">Nobody vouches for the program; the message says who was asked.</exception>
    public override async Task<SqlAuthenticationToken> AcquireTokenAsync(SqlAuthenticationParameters parameters)
    {
        var clientId = string.IsNullOrWhiteSpace(parameters.UserId) ? null : parameters.UserId;
        var credential = _credentials.GetOrAdd((parameters.AuthenticationMethod, clientId), key => credentials(key.Item1, key.Item2));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(parameters.ConnectionTimeout));
        var token = await credential.GetTokenAsync(new([$"{parameters.Resource}/.default"]), patience.Token);
        return new(token.Token, token.ExpiresOn);
    }

    private static TokenCredential Credential(SqlAuthenticationMethod method, string? clientId) => method == SqlAuthenticationMethod.ActiveDirectoryManagedIdentity
        ? new ManagedIdentityCredential(clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId))
        : new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId, WorkloadIdentityClientId = clientId });
}
