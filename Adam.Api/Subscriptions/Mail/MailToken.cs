using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Adam.Api.Subscriptions.Mail;

/// <summary>
/// The token of a link in a mail: 256 random bits. The register stores only its SHA-256 hash, because a random text
/// needs no slow hash.
/// </summary>
internal static class MailToken
{
    private const int Bytes = 32;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
