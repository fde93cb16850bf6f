using Adam.Data.Engines;

namespace Adam.Data.Idempotency;

/// <summary>A stored response, to be replayed.</summary>
public sealed record StoredAnswer
{
    /// <summary>SHA-256 of the request: another body with the same key is rejected.</summary>
    public required byte[] RequestHash { get; init; }
    public required int Status { get; init; }
    public string? Location { get; init; }
    public string? ETag { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Stores the responses to requests with an Idempotency-Key.</summary>
public sealed class IdempotencyStore(Engine engine, TimeProvider time)
{
    /// <summary>The time for which a response is stored.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Returns the stored response for this key value and API key, or null.</summary>
    public Task<StoredAnswer?> FindAsync(string keyId, string value, CancellationToken ct) =>
        engine.AskAsync(session => session.FirstAsync(IdempotencySql.Find, new(keyId, value, time.Instant() - Kept), ct), ct);

    /// <summary>Stores a response, and deletes expired ones.</summary>
    public Task SaveAsync(string keyId, string value, StoredAnswer answer, CancellationToken ct) => engine.WriteAsync(async session =>
    {
        await session.ExecuteAsync(IdempotencySql.Forget, new(time.Instant() - Kept), ct);
        await session.ExecuteAsync(
            IdempotencySql.Save,
            new(keyId, value, answer.RequestHash, answer.Status, answer.Location, answer.ETag, answer.Body, answer.CreatedAt),
            ct);
    }, ct);
}
