using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Adam.Api.Errors;
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

    /// <param name="body">The body, or a hash of it.</param>
    public static IdempotentRequest Create(
        HttpContext http,
        string caller,
        string key,
        ReadOnlySpan<byte> body,
        TimeProvider time
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n")
        );
        hash.AppendData(body);
        return new(caller, key, hash.GetHashAndReset(), time);
    }

    /// <summary>Returns the first response to the request; null if there is none.</summary>
    /// <exception cref="ProblemException">The key came with another request.</exception>
    public async Task<StoredResponse?> FindFirstAsync(IdempotencyStore store, CancellationToken ct)
    {
        var first = await store.FindAsync(caller, key, ct);
        if (first is null || hash.AsSpan().SequenceEqual(first.RequestHash))
            return first;

        throw new ProblemException(
            ErrorCodes.IdempotencyKeyReused,
            $"The Idempotency-Key {ValidationError.Quote(key)} came with another request. Take a new one for a new "
                + "request."
        );
    }

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
    public KeptResponse Keep<T>(int status, T resource, string? location = null, string? tag = null)
    {
        IsKept = true;
        return Keep(status, location, tag, JsonSerializer.Serialize(resource, Json.Options));
    }

    /// <summary>Returns a response without a body for the transaction of the write that it answers.</summary>
    public KeptResponse KeepLocation(int status, string location)
    {
        IsKept = true;
        return Keep(status, location, null, "");
    }

    private KeptResponse Keep(int status, string? location, string? tag, string body) =>
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
