using System.Security.Cryptography;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Domain.Keys;

namespace Adam.Data.Keys;

/// <param name="Position">The position of the key in the order of creation, for keyset paging.</param>
/// <param name="Hash">SHA-256 of the secret.</param>
public sealed record StoredKey(long Position, ApiKey Key, byte[] Hash);

public sealed class KeyStore(Database database)
{
    private static readonly Actor Command = "keys";

    private readonly KeyCache _cache = new(database);

    /// <summary>Returns the key with a public id, revoked or not; null if there is none.</summary>
    /// <remarks>
    /// On SQLite, the result is always the stored one. On SQL Server, a revocation by another process is seen within
    /// one second.
    /// </remarks>
    public async Task<StoredKey?> FindAsync(string id, CancellationToken ct)
    {
        var state = _cache.Read();
        if (_cache.Find(id, state) is { } known)
            return known;

        var stored = await database.QueryOnceAsync(
            async session => (await session.FirstAsync(KeySql.ById, new(id), ct))?.ToKey(),
            ct
        );
        if (stored is not null)
            _cache.Keep(stored, state);
        return stored;
    }

    /// <summary>Stores a new key. Returns false if its partner does not exist.</summary>
    /// <param name="kept">The response that is stored in the same transaction; null for none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    /// <param name="by">The key that issues it; null for a command of the program.</param>
    public Task<bool> AddAsync(
        ApiKey key,
        byte[] hash,
        CancellationToken ct,
        KeptResponse? kept = null,
        Actor? by = null
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var added = await session.ExecuteAsync(
                    KeySql.Add,
                    new(key.Id, key.Partner, (byte)key.Role, key.Name, hash, key.CreatedAt),
                    ct
                );
                if (added == 0)
                    return false;

                await LogAsync(session, AuditAction.Created, key, hash, by ?? Command, key.CreatedAt, ct);
                if (kept is not null)
                    await IdempotencyStore.SaveAsync(database, session, kept, ct);
                return true;
            },
            ct
        );

    /// <summary>Returns keys in the order of their creation.</summary>
    /// <param name="partner">Only the keys of this partner; null for all.</param>
    /// <param name="after">The position of the last key of the previous page; 0 for the first page.</param>
    public Task<IReadOnlyList<StoredKey>> ListAsync(string? partner, long after, int take, CancellationToken ct) =>
        database.QueryOnceAsync<IReadOnlyList<StoredKey>>(
            async session =>
            {
                var rows = partner is null
                    ? await session.QueryAsync(KeySql.List, new(after, take), ct)
                    : await session.QueryAsync(KeySql.ListOfPartner, new(partner, after, take), ct);
                return [.. rows.Select(row => row.ToKey())];
            },
            ct
        );

    /// <summary>Revokes a key from <paramref name="at"/>.</summary>
    /// <param name="by">The key that revokes it; null for a command of the program.</param>
    /// <param name="keepsAdmin">True to leave the last valid key of an admin as it is.</param>
    public async Task<KeyRevocation> RevokeAsync(
        string id,
        DateTimeOffset at,
        CancellationToken ct,
        Actor? by = null,
        bool keepsAdmin = false
    )
    {
        try
        {
            return await database.InGroupedWriteAsync(
                async session =>
                {
                    if ((await session.FirstAsync(KeySql.ById, new(id), ct))?.ToKey().Key is not { } key)
                        return KeyRevocation.UnknownKey;
                    if (keepsAdmin && IsValidAdmin(key) && !await HasOtherAdminAsync(session, id, ct))
                        return KeyRevocation.LastAdmin;

                    var revoked = await session.ExecuteAsync(KeySql.Revoke, new(id, at), ct);
                    // A key that was revoked before has no second entry.
                    if (revoked == 1)
                    {
                        var stored = (await session.FirstAsync(KeySql.ById, new(id), ct))!.ToKey();
                        await LogAsync(session, AuditAction.Revoked, stored.Key, stored.Hash, by ?? Command, at, ct);
                    }

                    return KeyRevocation.Revoked;
                },
                ct
            );
        }
        finally
        {
            // Also after an error: the outcome of a commit can be unknown.
            _cache.Forget();
        }
    }

    private static async Task<bool> HasOtherAdminAsync(Session session, string id, CancellationToken ct) =>
        (await session.QueryAsync(KeySql.List, new(0, int.MaxValue), ct)).Any(row =>
            row.Id != id && IsValidAdmin(row.ToKey().Key)
        );

    private static bool IsValidAdmin(ApiKey key) => key is { Role: Role.Admin, RevokedAt: null };

    private static Task LogAsync(
        Session session,
        AuditAction action,
        ApiKey key,
        byte[] hash,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.Key,
            action,
            key.Id,
            version: null,
            KeyContent.FromKey(key, hash),
            by,
            at,
            ct
        );
}

/// <summary>The outcome of revoking a key.</summary>
public enum KeyRevocation
{
    /// <summary>The key is revoked, now or before.</summary>
    Revoked = 1,

    UnknownKey = 2,

    /// <summary>The key is the last valid one of an admin, and stays.</summary>
    LastAdmin = 3,
}

/// <summary>A key as its audit entries contain it.</summary>
/// <param name="Digest">
/// SHA-256 of the stored hash, so that an exchanged hash is detected and the entries reveal neither it nor the secret.
/// </param>
internal sealed record KeyContent(
    string Id,
    string Partner,
    Role Role,
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt,
    string Digest
)
{
    public static KeyContent FromKey(ApiKey key, byte[] hash) =>
        new(
            key.Id,
            key.Partner,
            key.Role,
            key.Name,
            key.CreatedAt,
            key.RevokedAt,
            Convert.ToHexStringLower(SHA256.HashData(hash))
        );
}
