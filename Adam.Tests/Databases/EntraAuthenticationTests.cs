using Adam.Data.Databases.SqlServer;
using Azure.Core;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Databases;

/// <summary>
/// Checks which tokens are requested from Entra ID and for which identity. The response of Azure itself is not tested.
/// </summary>
public sealed class EntraAuthenticationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [TestCase(SqlAuthenticationMethod.ActiveDirectoryDefault)]
    [TestCase(SqlAuthenticationMethod.ActiveDirectoryManagedIdentity)]
    public void Driver_asks_the_program_for_tokens(SqlAuthenticationMethod method)
    {
        _ = new SqlServerDatabase($"Server=db;Database=Adam;Authentication={method}");
        Assert.That(SqlAuthenticationProvider.GetProvider(method), Is.TypeOf<EntraAuthentication>());
    }

    [Test]
    public async Task Token_is_for_the_database_and_of_the_identity_that_the_connection_string_names()
    {
        var asked = new List<(SqlAuthenticationMethod, string?)>();
        var credential = new Vouching();
        var entra = new EntraAuthentication(
            (method, clientId) =>
            {
                asked.Add((method, clientId));
                return credential;
            }
        );

        var token = await entra.AcquireTokenAsync(As(""));
        await entra.AcquireTokenAsync(As("client"));
        await entra.AcquireTokenAsync(As("client"));

        Assert.That((token.AccessToken, token.ExpiresOn), Is.EqualTo(("token", Noon)));
        Assert.That(credential.Scopes, Is.EqualTo(Enumerable.Repeat("https://database.windows.net//.default", 3)));
        Assert.That(
            asked,
            Is.EqualTo([
                (SqlAuthenticationMethod.ActiveDirectoryManagedIdentity, null),
                (SqlAuthenticationMethod.ActiveDirectoryManagedIdentity, "client"),
            ]),
            "a credential is created once, since it caches its token"
        );
    }

    private static SqlAuthenticationParameters As(string userId) =>
        new(
            SqlAuthenticationMethod.ActiveDirectoryManagedIdentity,
            "db",
            "Adam",
            "https://database.windows.net/",
            "https://login.microsoftonline.com/tenant",
            userId,
            "",
            Guid.NewGuid(),
            15
        );

    private sealed class Vouching : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new("token", Noon);
        }

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken
        ) => new(GetToken(requestContext, cancellationToken));
    }
}
