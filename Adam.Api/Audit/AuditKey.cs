using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Adam.Data.Audit;

namespace Adam.Api.Audit;

/// <summary>The head of the chain at an instant, signed with ECDSA (P-256, SHA-256).</summary>
/// <param name="Entry">The number of the last entry.</param>
/// <param name="Hash">The hash of the last entry.</param>
/// <param name="At">The instant of the signature.</param>
/// <param name="Signature">The signature of the bytes that <see cref="SignedBytes"/> returns, in Base64.</param>
/// <param name="PublicKey">The public key, in PEM.</param>
internal sealed record SignedHead(long Entry, string Hash, DateTimeOffset At, string Signature, string PublicKey)
{
    public AuditHead Head => new(Entry, Hash);

    /// <summary>
    /// Returns the signed bytes: a line each for the words <c>adam audit head</c>, the number, the hash and the instant
    /// in microseconds since 1970, in UTF-8.
    /// </summary>
    public static byte[] SignedBytes(AuditHead head, DateTimeOffset at) =>
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"adam audit head\n{head.Entry}\n{head.Hash}\n{(at - DateTimeOffset.UnixEpoch).Ticks / 10}\n"
            )
        );
}

/// <summary>The key that signs heads of the chain. It lies in a file that only its owner can read.</summary>
internal sealed class AuditKey : IDisposable
{
    private readonly ECDsa _key;

    private AuditKey(ECDsa key) => _key = key;

    /// <summary>Reads the key of a file, private or public.</summary>
    /// <exception cref="CryptographicException">The file has no key.</exception>
    public static AuditKey Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return new(key);
        }
        catch (ArgumentException error)
        {
            key.Dispose();
            throw new CryptographicException($"{path} has no key in PEM.", error);
        }
    }

    /// <summary>Reads the key of a file, or creates it with its file.</summary>
    public static AuditKey ReadOrCreate(string path)
    {
        if (File.Exists(path))
            return Read(path);

        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.WriteLine(key.ExportPkcs8PrivateKeyPem());
        return new(key);
    }

    public SignedHead Sign(AuditHead head, DateTimeOffset at) =>
        new(
            head.Entry,
            head.Hash,
            at,
            Convert.ToBase64String(_key.SignData(SignedHead.SignedBytes(head, at), HashAlgorithmName.SHA256)),
            _key.ExportSubjectPublicKeyInfoPem()
        );

    /// <summary>Returns true if this key has signed the head. The key that the head names is not trusted.</summary>
    public bool HasSigned(SignedHead head)
    {
        var signature = new byte[head.Signature.Length];
        return Convert.TryFromBase64String(head.Signature, signature, out var length)
            && _key.VerifyData(
                SignedHead.SignedBytes(head.Head, head.At),
                signature.AsSpan(0, length),
                HashAlgorithmName.SHA256
            );
    }

    /// <summary>Returns the signature of a cut, in Base64.</summary>
    public string Sign(AuditCut cut) =>
        Convert.ToBase64String(_key.SignData(SignedBytes(cut), HashAlgorithmName.SHA256));

    /// <summary>Returns true if this key has signed the cut.</summary>
    public bool HasSigned(SignedAuditCut signed)
    {
        var signature = new byte[signed.Signature.Length];
        return Convert.TryFromBase64String(signed.Signature, signature, out var length)
            && _key.VerifyData(SignedBytes(signed.Cut), signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    /// <summary>
    /// Returns the signed bytes of a cut: a line each for the words <c>adam audit cut</c>, its first entry, the two
    /// instants in microseconds since 1970, the number of entries and the digest, in UTF-8.
    /// </summary>
    private static byte[] SignedBytes(AuditCut cut) =>
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"adam audit cut\n{cut.FirstEntry}\n{Micros(cut.Before)}\n{Micros(cut.At)}\n"
                    + $"{cut.Entries}\n{cut.Digest}\n"
            )
        );

    private static long Micros(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / 10;

    public void Dispose() => _key.Dispose();
}
