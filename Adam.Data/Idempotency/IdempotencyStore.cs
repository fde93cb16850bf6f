using System.Data.Common;
using Adam.Data.Databases;

namespace Adam.Data.Idempotency;

/// <summary>A stored response, to be replayed.</summary>
public sealed record StoredResponse
{
    /// <summary>SHA-256 of the request. A request with the same key and another body is rejected.</summary>
    public required byte[] RequestHash { get; init; }
    public required int Status { get; init; }
    public string? Location { get; init; }
    public string? ETag { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A response that is stored in the transaction of the write that it answers.</summary>
/// <param name="KeyId">The API key of the request.</param>
/// <param name="Value">The Idempotency-Key of the request.</param>
public sealed record KeptResponse(string KeyId, string Value, StoredResponse Response);

/// <summary>Another server has answered a request with this Idempotency-Key meanwhile. Nothing was changed.</summary>
public sealed class IdempotencyConflictException(Exception inner) : Exception(inner.Message, inner);

/// <summary>Stores the responses to requests with an Idempotency-Key.</summary>
public sealed class IdempotencyStore(Database database)
{
    /// <summary>
    /// The age from which a response is deleted. Clients are promised 24 hours, so that a clock that jumps ahead by
    /// less than two days breaks no promise. A response is found by its key alone, whatever its age.
    /// </summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(72);

    /// <summary>Returns the stored response for this key value and API key, or null.</summary>
    public Task<StoredResponse?> FindAsync(string keyId, string value, CancellationToken ct) =>
        database.QueryOnceAsync(session => session.FirstAsync(IdempotencySql.Find, new(keyId, value), ct), ct);

    /// <summary>Stores a response in the session of the write that it answers, and deletes old ones.</summary>
    /// <exception cref="IdempotencyConflictException">The key has a response. The write must be undone.</exception>
    internal static async Task SaveAsync(Database database, Session session, KeptResponse kept, CancellationToken ct)
    {
        var answer = kept.Response;
        await session.ExecuteAsync(IdempotencySql.Forget, new(answer.CreatedAt - Retention), ct);
        try
        {
            await session.ExecuteAsync(
                IdempotencySql.Save,
                new(
                    kept.KeyId,
                    kept.Value,
                    answer.RequestHash,
                    answer.Status,
                    answer.Location,
                    answer.ETag,
                    answer.Body,
                    answer.CreatedAt
                ),
                ct
            );
        }
        catch (DbException error) when (database.IsDuplicateKey(error))
        {
            throw new IdempotencyConflictException(error);
        }
    }
}
