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
    /// <summary>The sessions that a key or an account has at the same time. A further one ends the oldest.</summary>
    public const int MostOfHolder = 50;

    private const int Bytes = 32;

    /// <summary>The characters of a token.</summary>
    public static readonly int TokenLength = Base64Url.GetEncodedLength(Bytes);

    /// <summary>Starts a session of a key.</summary>
    /// <returns>The token, which is stored nowhere; null if there is no such key.</returns>
    public Task<string?> StartAsync(string keyId, TimeSpan lifetime, CancellationToken ct) =>
        StartAsync(
            session => session.QueryAsync(BrowserSessionSql.OfKey, new(keyId), ct),
            (session, hash, now) =>
                session.ExecuteAsync(BrowserSessionSql.AddOfKey, new(hash, keyId, now, now + lifetime), ct),
            ct
        );

    /// <summary>Starts a session of an account.</summary>
    /// <returns>The token, which is stored nowhere; null if there is no such partner.</returns>
    public Task<string?> StartAsync(Account account, TimeSpan lifetime, CancellationToken ct) =>
        StartAsync(
            session => session.QueryAsync(BrowserSessionSql.OfAccount, new(account.Id), ct),
            (session, hash, now) =>
                session.ExecuteAsync(
                    BrowserSessionSql.AddOfAccount,
                    new(
                        hash,
                        account.Id,
                        account.Partner,
                        (byte)account.Role,
                        account.Name,
                        account.Issuer,
                        account.Subject,
                        now,
                        now + lifetime
                    ),
                    ct
                ),
            ct
        );

    /// <summary>Returns a session; null if there is none, or if it has expired.</summary>
    public async Task<BrowserSession?> FindAsync(string token, CancellationToken ct)
    {
        if (HashOf(token) is not { } hash)
            return null;

        var row = await database.QueryOnceAsync(
            session => session.FirstAsync(BrowserSessionSql.Find, new(hash), ct),
            ct
        );
        return row is not null && row.ExpiresAt > time.GetUtcNow() ? row.ToSession() : null;
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

    /// <summary>Adds a session, and removes those that have expired and the oldest of its holder.</summary>
    /// <param name="earlier">Returns the hashes of the holder's sessions, the newest first.</param>
    private async Task<string?> StartAsync(
        Func<Session, Task<IReadOnlyList<byte[]>>> earlier,
        Func<Session, byte[], DateTimeOffset, Task<int>> add,
        CancellationToken ct
    )
    {
        var token = RandomNumberGenerator.GetBytes(Bytes);
        var added = await database.InGroupedWriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                await session.ExecuteAsync(BrowserSessionSql.RemoveExpired, new(now), ct);
                foreach (var hash in (await earlier(session)).Skip(MostOfHolder - 1))
                    await session.ExecuteAsync(BrowserSessionSql.Remove, new(hash), ct);
                return await add(session, SHA256.HashData(token), now);
            },
            ct
        );
        return added == 1 ? Base64Url.EncodeToString(token) : null;
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
