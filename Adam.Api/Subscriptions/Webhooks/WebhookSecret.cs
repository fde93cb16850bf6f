using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Adam.Api.Subscriptions.Webhooks;

/// <summary>The key of signatures after Standard Webhooks, version 1: HMAC-SHA256.</summary>
internal static class WebhookSecret
{
    private const int Length = 32;
    private const string Prefix = "whsec_";

    public static byte[] Create() => RandomNumberGenerator.GetBytes(Length);

    /// <summary>Returns the form in which the owner sees the key.</summary>
    public static string Show(byte[] secret) => Prefix + Convert.ToBase64String(secret);

    /// <summary>Returns the value of the header <c>webhook-signature</c>: a signature by each key.</summary>
    public static string Sign(IEnumerable<byte[]> secrets, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp.ToUnixTimeSeconds()}.");
        byte[] content = [.. Encoding.UTF8.GetBytes(head), .. body];
        return string.Join(
            ' ',
            secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, content))}")
        );
    }
}
