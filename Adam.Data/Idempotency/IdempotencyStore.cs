using Adam.Data.Engines;

namespace Adam.Data.Idempotency;

/// <summary>An answer that was given, as it is given again.</summary>
public sealed record StoredAnswer
{
    /// <summary>SHA-256 of what was asked: another body under the same key is a mistake.</summary>
    public required byte[] RequestHash { get; init; }
    public required int Status { get; init; }
    public string? Location { get; init; }
    public string? ETag { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The answers to requests that carried an Idempotency-Key.</summary>
public sealed class IdempotencyStore(Engine engine, TimeProvider time)
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>What was answered under this value to the caller with this API key, or null.</summary>
    public Task<StoredAnswer?> FindAsync(string keyId, string value, CancellationToken ct) => engine.AskAsync(session => session.FirstAsync<StoredAnswer>(IdempotencySql.Find, new { keyId, value, since = time.Instant() - Kept }, ct), ct);

    /// <summary>Keeps an answer, and forgets those that have been kept long enough.</summary>
    public Task SaveAsync(string keyId, string value, StoredAnswer answer, CancellationToken ct) => engine.WriteAsync(async session =>
    {
        await session.ExecuteAsync(IdempotencySql.Forget, new { since = time.Instant() - Kept }, ct);
        await session.ExecuteAsync(
            IdempotencySql.Save, new { keyId, value, answer.RequestHash, answer.Status, answer.Location, answer.ETag, answer.Body, answer.CreatedAt }, ct);
    }, ct);
}
