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

/// <summary>Stores the responses to requests with an Idempotency-Key.</summary>
public sealed class IdempotencyStore(Database database, TimeProvider time)
{
    /// <summary>The time for which a response is stored.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>Returns the stored response for this key value and API key, or null.</summary>
    public Task<StoredResponse?> FindAsync(string keyId, string value, CancellationToken ct) =>
        database.QueryOnceAsync(
            session => session.FirstAsync(IdempotencySql.Find, new(keyId, value, time.Instant() - Retention), ct),
            ct
        );

    /// <summary>Stores a response, and deletes expired ones.</summary>
    public Task SaveAsync(string keyId, string value, StoredResponse answer, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                await session.ExecuteAsync(IdempotencySql.Forget, new(time.Instant() - Retention), ct);
                await session.ExecuteAsync(
                    IdempotencySql.Save,
                    new(
                        keyId,
                        value,
                        answer.RequestHash,
                        answer.Status,
                        answer.Location,
                        answer.ETag,
                        answer.Body,
                        answer.CreatedAt
                    ),
                    ct
                );
                return true;
            },
            ct
        );
}
