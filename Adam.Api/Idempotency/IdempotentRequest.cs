using System.Text.Json;
using Adam.Api.Serialization;
using Adam.Data.Databases;
using Adam.Data.Idempotency;

namespace Adam.Api.Idempotency;

/// <summary>A request with an <c>Idempotency-Key</c> that is answered for the first time.</summary>
/// <param name="caller">The id of the API key.</param>
/// <param name="key">The value of the header.</param>
/// <param name="hash">SHA-256 of the request.</param>
internal sealed class IdempotentRequest(string caller, string key, byte[] hash, TimeProvider time)
{
    /// <summary>True if an endpoint stores the response with its write.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Returns the request; null if it has no key.</summary>
    public static IdempotentRequest? Find(HttpContext http) =>
        http.Items.TryGetValue(typeof(IdempotentRequest), out var found) ? (IdempotentRequest?)found : null;

    public void AddTo(HttpContext http) => http.Items[typeof(IdempotentRequest)] = this;

    /// <summary>
    /// Returns the response 201 for the transaction that creates a resource. If the transaction is not committed, the
    /// caller must not send a successful response.
    /// </summary>
    /// <param name="resource">The body of a replay.</param>
    public KeptResponse KeepCreated<T>(string location, T resource, string tag)
    {
        IsKept = true;
        return Keep(StatusCodes.Status201Created, location, tag, JsonSerializer.Serialize(resource, Json.Options));
    }

    /// <summary>Returns a response for the transaction of the write that it answers.</summary>
    /// <inheritdoc cref="KeepCreated"/>
    public KeptResponse Keep<T>(int status, T resource)
    {
        IsKept = true;
        return Keep(status, null, null, JsonSerializer.Serialize(resource, Json.Options));
    }

    /// <summary>Returns the response to be stored.</summary>
    public KeptResponse Keep(int status, string? location, string? tag, string body) =>
        new(
            caller,
            key,
            new StoredResponse
            {
                RequestHash = hash,
                Status = status,
                Location = location,
                ETag = tag,
                Body = body,
                CreatedAt = time.Instant(),
            }
        );
}
