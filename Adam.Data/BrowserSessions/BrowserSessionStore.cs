using System.Buffers.Text;
using System.Security.Cryptography;
using Adam.Data.Databases;

namespace Adam.Data.BrowserSessions;

/// <summary>
/// The sessions of browsers. A session has a random token of 256 bits, of which the register stores the SHA-256 hash,
/// so every server of the register knows it, also after a restart.
/// </summary>
public sealed class BrowserSessionStore(Database database, TimeProvider time)
{
    /// <summary>The sessions that a key has at the same time. A further one ends the oldest.</summary>
    public const int MostOfKey = 50;

    private const int Bytes = 32;

    /// <summary>The characters of a token.</summary>
    public static readonly int TokenLength = Base64Url.GetEncodedLength(Bytes);

    /// <summary>Starts a session of a key, and removes the sessions that have expired.</summary>
    /// <returns>The token, which is stored nowhere; null if there is no such key.</returns>
    public async Task<string?> StartAsync(string keyId, TimeSpan lifetime, CancellationToken ct)
    {
        var token = RandomNumberGenerator.GetBytes(Bytes);
        var added = await database.InGroupedWriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                await session.ExecuteAsync(BrowserSessionSql.RemoveExpired, new(now), ct);
                var earlier = await session.QueryAsync(BrowserSessionSql.OfKey, new(keyId), ct);
                foreach (var hash in earlier.Skip(MostOfKey - 1))
                    await session.ExecuteAsync(BrowserSessionSql.Remove, new(hash), ct);
                return await session.ExecuteAsync(
                    BrowserSessionSql.Add,
                    new(SHA256.HashData(token), keyId, now, now + lifetime),
                    ct
                );
            },
            ct
        );
        return added == 1 ? Base64Url.EncodeToString(token) : null;
    }

    /// <summary>Returns the id of the key of a session; null if there is no session, or if it has expired.</summary>
    /// <remarks>The key can have been revoked since.</remarks>
    public async Task<string?> FindKeyAsync(string token, CancellationToken ct)
    {
        if (HashOf(token) is not { } hash)
            return null;

        var row = await database.QueryOnceAsync(
            session => session.FirstAsync(BrowserSessionSql.Find, new(hash), ct),
            ct
        );
        return row is not null && row.ExpiresAt > time.GetUtcNow() ? row.KeyId : null;
    }

    /// <summary>Ends a session. A token without a session is no error.</summary>
    public async Task EndAsync(string token, CancellationToken ct)
    {
        if (HashOf(token) is { } hash)
            await database.InGroupedWriteAsync(
                session => session.ExecuteAsync(BrowserSessionSql.Remove, new(hash), ct),
                ct
            );
    }

    private static byte[]? HashOf(string token)
    {
        var bytes = new byte[Bytes];
        return
            token.Length == TokenLength
            && Base64Url.TryDecodeFromChars(token, bytes, out var written)
            && written == Bytes
            ? SHA256.HashData(bytes)
            : null;
    }
}
