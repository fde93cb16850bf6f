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
    /// <summary>The number of keys that are read or written at once by the program itself.</summary>
    private const int AtOnce = 100;

    private static readonly Actor Command = "keys";
    private static readonly Actor Expiry = "expiry";

    private readonly KeyCache _cache = new(database);

    /// <summary>Returns the key with a public id, valid or not; null if there is none.</summary>
    /// <remarks>
    /// On SQLite, the result is always the stored one. On SQL Server, a change by another process is seen within one
    /// second.
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
                if (!await AddAsync(session, key, hash, by ?? Command, ct))
                    return false;
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

    /// <summary>Revokes a key from <paramref name="at"/>. A revoked key keeps the instant of its revocation.</summary>
    /// <param name="by">The key that revokes it; null for a command of the program.</param>
    /// <param name="guard">Rejects the change if nobody could manage keys after it; null to change the key anyway.
    /// </param>
    public Task<KeyChange> RevokeAsync(
        string id,
        DateTimeOffset at,
        CancellationToken ct,
        Actor? by = null,
        AdminGuard? guard = null
    ) =>
        WriteAsync(
            id,
            (session, stored) =>
                stored.Key.RevokedAt is null
                    ? ReplaceAsync(session, stored, stored.Key with { RevokedAt = at }, at, by ?? Command, guard, ct)
                    : Task.FromResult(new KeyChange(KeyOutcome.Changed, stored.Key)),
            ct
        );

    /// <summary>Changes the name, the expiry, the addresses or the scopes of a key.</summary>
    /// <param name="change">
    /// Returns the key as it shall be; null if the stored one is not the one that the caller has read.
    /// </param>
    /// <inheritdoc cref="RevokeAsync"/>
    public Task<KeyChange> ChangeAsync(
        string id,
        Func<ApiKey, ApiKey?> change,
        DateTimeOffset at,
        CancellationToken ct,
        Actor? by = null,
        AdminGuard? guard = null
    ) =>
        WriteAsync(
            id,
            async (session, stored) =>
                change(stored.Key) is not { } changed ? new KeyChange(KeyOutcome.Stale, stored.Key)
                : stored.Key.StateAt(at) != KeyState.Valid ? new(KeyOutcome.Ended, stored.Key)
                : await ReplaceAsync(session, stored, Ended(changed, at), at, by ?? Command, guard, ct),
            ct
        );

    /// <summary>
    /// Stores a key that replaces another one, and lets the other one expire at <paramref name="until"/>, unless it
    /// expires before.
    /// </summary>
    /// <param name="replacement">Returns the new key for the stored one; null if the caller may not replace it.</param>
    /// <param name="hash">The hash of the new key's secret.</param>
    /// <param name="keep">Returns the response that is stored in the same transaction; null for none.</param>
    /// <returns>The outcome, with the new key.</returns>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    /// <inheritdoc cref="RevokeAsync"/>
    public Task<KeyChange> RotateAsync(
        string id,
        Func<ApiKey, ApiKey?> replacement,
        byte[] hash,
        DateTimeOffset until,
        DateTimeOffset at,
        CancellationToken ct,
        Actor? by = null,
        AdminGuard? guard = null,
        Func<ApiKey, KeptResponse?>? keep = null
    ) =>
        WriteAsync(
            id,
            async (session, stored) =>
            {
                if (replacement(stored.Key) is not { } added)
                    return new(KeyOutcome.Forbidden, stored.Key);
                if (stored.Key.StateAt(at) != KeyState.Valid)
                    return new(KeyOutcome.Ended, stored.Key);

                var ending = stored.Key with
                {
                    ExpiresAt = stored.Key.ExpiresAt < until ? stored.Key.ExpiresAt : until,
                };
                if (guard is not null && !await IsAllowedAsync(session, Ended(ending, at), added, guard, ct))
                    return new(KeyOutcome.LastAdmin, stored.Key);

                await AddAsync(session, added, hash, by ?? Command, ct);
                await ReplaceAsync(session, stored, Ended(ending, at), at, by ?? Command, guard: null, ct);
                if (keep?.Invoke(added) is { } kept)
                    await IdempotencyStore.SaveAsync(database, session, kept, ct);
                return new(KeyOutcome.Changed, added);
            },
            ct
        );

    /// <summary>Stores that a key has expired. From then on it is expired, whatever the clock says.</summary>
    public Task ExpireAsync(string id, DateTimeOffset at, CancellationToken ct) =>
        WriteAsync(
            id,
            async (session, stored) =>
                stored.Key is { ExpiredAt: null, RevokedAt: null } key && key.ExpiresAt <= at
                    ? await ReplaceAsync(session, stored, key with { ExpiredAt = at }, at, Expiry, guard: null, ct)
                    : new(KeyOutcome.Changed, stored.Key),
            ct
        );

    /// <summary>Stores which keys have expired. Returns their number.</summary>
    public async Task<int> ExpireAllAsync(DateTimeOffset at, CancellationToken ct)
    {
        var count = 0;
        while (true)
        {
            var ids = await database.QueryOnceAsync(
                session => session.QueryAsync(KeySql.Expired, new(at, AtOnce), ct),
                ct
            );
            foreach (var id in ids)
                await ExpireAsync(id, at, ct);
            count += ids.Count;
            if (ids.Count < AtOnce)
                return count;
        }
    }

    /// <summary>Stores the last uses of keys, in short transactions.</summary>
    public async Task SaveUsesAsync(IEnumerable<KeyValuePair<string, DateTimeOffset>> uses, CancellationToken ct)
    {
        foreach (var some in uses.Chunk(AtOnce))
            await database.InGroupedWriteAsync(
                async session =>
                {
                    foreach (var (id, at) in some)
                        await session.ExecuteAsync(KeySql.Use, new(id, at), ct);
                    return true;
                },
                ct
            );
    }

    // A key that ends at once is expired, and not only due to expire.
    private static ApiKey Ended(ApiKey key, DateTimeOffset at) =>
        key.ExpiresAt <= at ? key with { ExpiredAt = key.ExpiredAt ?? at } : key;

    private async Task<KeyChange> WriteAsync(
        string id,
        Func<Session, StoredKey, Task<KeyChange>> write,
        CancellationToken ct
    )
    {
        try
        {
            return await database.InGroupedWriteAsync(
                async session =>
                    (await session.FirstAsync(KeySql.ById, new(id), ct))?.ToKey() is { } stored
                        ? await write(session, stored)
                        : new KeyChange(KeyOutcome.UnknownKey, null),
                ct
            );
        }
        finally
        {
            // Also after an error: the outcome of a commit can be unknown.
            _cache.Forget();
        }
    }

    private static async Task<KeyChange> ReplaceAsync(
        Session session,
        StoredKey stored,
        ApiKey changed,
        DateTimeOffset at,
        Actor by,
        AdminGuard? guard,
        CancellationToken ct
    )
    {
        if (guard is not null && !await IsAllowedAsync(session, changed, added: null, guard, ct))
            return new(KeyOutcome.LastAdmin, stored.Key);

        await session.ExecuteAsync(KeySql.Change, ChangedKey.FromKey(changed), ct);
        // As it is stored, for example in microseconds.
        var present = (await session.FirstAsync(KeySql.ById, new(changed.Id), ct))!.ToKey();
        var action =
            stored.Key.RevokedAt is null && present.Key.RevokedAt is not null
                ? AuditAction.Revoked
                : AuditAction.Changed;
        var before = AuditRecorder.ToContent(KeyContent.FromKey(stored.Key, stored.Hash));
        if (AuditRecorder.ToContent(KeyContent.FromKey(present.Key, present.Hash)) != before)
            await LogAsync(session, action, present.Key, present.Hash, by, at, ct);
        return new(KeyOutcome.Changed, present.Key);
    }

    private static async Task<bool> IsAllowedAsync(
        Session session,
        ApiKey changed,
        ApiKey? added,
        AdminGuard guard,
        CancellationToken ct
    )
    {
        if (changed.Role != Role.Admin)
            return true;

        var rows = await session.QueryAsync(KeySql.List, new(0, int.MaxValue), ct);
        var before = rows.Select(row => row.ToKey().Key).ToList();
        var after = before.Select(key => key.Id == changed.Id ? changed : key);
        return guard.Allows(before, added is null ? after : after.Append(added));
    }

    private static async Task<bool> AddAsync(Session session, ApiKey key, byte[] hash, Actor by, CancellationToken ct)
    {
        if (await session.ExecuteAsync(KeySql.Add, NewKey.FromKey(key, hash), ct) == 0)
            return false;

        await LogAsync(session, AuditAction.Created, key, hash, by, key.CreatedAt, ct);
        return true;
    }

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

/// <param name="Key">The key after the change; null if there is none.</param>
public sealed record KeyChange(KeyOutcome Outcome, ApiKey? Key);

/// <summary>The outcome of changing a key.</summary>
public enum KeyOutcome
{
    /// <summary>The key is as it shall be, now or before.</summary>
    Changed = 1,

    UnknownKey = 2,

    /// <summary>Without the key, nobody could manage keys, so it stays as it is.</summary>
    LastAdmin = 3,

    /// <summary>The key is not the one that the caller has read.</summary>
    Stale = 4,

    /// <summary>The key is revoked or has expired, and stays so.</summary>
    Ended = 5,

    /// <summary>The caller may not do this with the key.</summary>
    Forbidden = 6,
}
