using System.Security.Cryptography;
using System.Text;

namespace Adam.Domain.Keys;

/// <summary>
/// The secret of an API key: <c>adam_{id}_{secret}</c>, with an id of 16 and a secret of 48 hexadecimal digits. The id
/// is public, and the secret authenticates. The register stores only a SHA-256 hash of the secret, because 192 random
/// bits need no slow hash.
/// </summary>
public sealed record KeySecret(string Id, string Secret)
{
    private const string Prefix = "adam_";
    private const int IdLength = 16;
    private const int SecretLength = 48;

    public static KeySecret Create() =>
        new(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2)),
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretLength / 2))
        );

    /// <summary>Parses a key. Returns null if the text does not have the form of a key.</summary>
    public static KeySecret? Parse(string text) =>
        text.Length == Prefix.Length + IdLength + 1 + SecretLength
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text[Prefix.Length + IdLength] == '_'
            ? new(text.Substring(Prefix.Length, IdLength), text[(Prefix.Length + IdLength + 1)..])
            : null;

    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(Secret));

    /// <summary>Returns true if the secret has this hash. The comparison takes constant time.</summary>
    public bool Matches(byte[] hash) => CryptographicOperations.FixedTimeEquals(Hash(), hash);

    public override string ToString() => $"{Prefix}{Id}_{Secret}";
}
