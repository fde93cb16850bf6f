using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Adam.Api.Security;

/// <summary>Marks an endpoint that a token in the query authenticates instead of a key.</summary>
internal sealed class TakesFeedToken
{
    public const string Parameter = "token";
}

/// <summary>
/// The token of a feed: 256 random bits. It reads one feed and nothing else, because it is part of a URL, which
/// programs log and show. The register stores only its SHA-256 hash.
/// </summary>
internal static class FeedToken
{
    private const int Bytes = 32;
    private const string Prefix = "feed_";
    private const string Scheme = "FeedToken";

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Returns the holder of a token, who is no caller with a partner and a role.</summary>
    public static ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(Scheme));

    /// <summary>Returns true if a token of the feed of the request was verified, and no key.</summary>
    public static bool IsProven(ClaimsPrincipal user) => user.Identity?.AuthenticationType == Scheme;

    /// <summary>Returns true if the token has this hash. The comparison takes constant time.</summary>
    public static bool Matches(string token, byte[] hash) => CryptographicOperations.FixedTimeEquals(Hash(token), hash);
}
