using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Idempotency;

namespace Adam.Api.Idempotency;

/// <summary>Marks an endpoint that supports <c>Idempotency-Key</c>: a repeated request is not executed again.</summary>
internal sealed class HonoursIdempotencyKey
{
    public const string Header = "Idempotency-Key";
}

/// <summary>
/// Replays the first response if a request is repeated with the same <c>Idempotency-Key</c>. Only successful responses
/// are stored. A rejected request has changed nothing, so it can be corrected and sent with the same key. While the
/// first request is in progress on this server, a repeated one gets 409. Between servers, unique indexes of the
/// database prevent a second execution.
/// </summary>
internal sealed partial class IdempotencyMiddleware(
    RequestDelegate next,
    IdempotencyStore store,
    TimeProvider time,
    ILogger<IdempotencyMiddleware> log
)
{
    private const int LongestKey = 255;

    private readonly ConcurrentDictionary<(string Caller, string Key), bool> _inFlight = new();

    public async Task InvokeAsync(HttpContext http)
    {
        var header = http.Request.Headers[HonoursIdempotencyKey.Header];
        if (header.Count == 0 || http.GetEndpoint()?.Metadata.GetMetadata<HonoursIdempotencyKey>() is null)
        {
            await next(http);
            return;
        }

        var key = header.ToString();
        if (header.Count > 1 || key.Length is 0 or > LongestKey || key.Any(character => character is < '!' or > '~'))
            throw ProblemException.ForErrors(
                new ValidationError(
                    HonoursIdempotencyKey.Header,
                    $"{ValidationError.Quote(key)} must be one word of 1 to {LongestKey} printable ASCII characters; "
                        + "a UUID does well.",
                    ErrorCodes.BadHeader
                )
            );

        var caller = Caller.FromPrincipal(http.User).KeyId;
        if (!_inFlight.TryAdd((caller, key), true))
            throw InFlight();

        try
        {
            var hash = await HashAsync(http);
            var first = await store.FindAsync(caller, key, http.RequestAborted);
            if (first is null)
                await RespondAsync(http, new(caller, key, hash, time));
            else if (hash.AsSpan().SequenceEqual(first.RequestHash))
                await ReplayAsync(http, first);
            else
                throw new ProblemException(
                    ErrorCodes.IdempotencyKeyReused,
                    $"The Idempotency-Key {ValidationError.Quote(key)} came with another request in the last 24 "
                        + "hours. Take a new one for a new request."
                );
        }
        catch (IdempotencyConflictException)
        {
            throw InFlight();
        }
        finally
        {
            _inFlight.TryRemove((caller, key), out _);
        }
    }

    private static ProblemException InFlight() =>
        new(
            ErrorCodes.IdempotencyKeyInFlight,
            "The first request with this Idempotency-Key is not answered yet. Ask again in a moment."
        )
        {
            Headers = { ["Retry-After"] = "1" },
        };

    private async Task RespondAsync(HttpContext http, IdempotentRequest request)
    {
        request.AddTo(http);
        var (wire, aborted) = (http.Response.Body, http.RequestAborted);
        using var written = new MemoryStream();
        // If the client disconnects, the request is still completed. Otherwise, a change could be committed without a
        // stored response.
        (http.Response.Body, http.RequestAborted) = (written, CancellationToken.None);
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            (http.Response.Body, http.RequestAborted) = (wire, aborted);
        }

        if (http.Response.StatusCode is >= 200 and < 300 && !request.IsKept)
            await StoreAsync(http, request, Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length));
        await wire.WriteAsync(written.GetBuffer().AsMemory(0, (int)written.Length), http.RequestAborted);
    }

    // An import is many transactions, which are committed at this point, so the response is sent even if it could not
    // be stored.
    private async Task StoreAsync(HttpContext http, IdempotentRequest request, string body)
    {
        var headers = http.Response.Headers;
        var kept = request.Keep(http.Response.StatusCode, headers.Location, headers.ETag, body);
        try
        {
            await store.SaveAsync(kept.KeyId, kept.Value, kept.Response, CancellationToken.None);
        }
        catch (Exception error)
        {
            NotStored(log, error, http.TraceIdentifier);
        }
    }

    private static async Task ReplayAsync(HttpContext http, StoredResponse first)
    {
        var response = http.Response;
        (response.StatusCode, response.ContentType) = (first.Status, Json.MediaType);
        (response.Headers.Location, response.Headers.ETag) = (first.Location, first.ETag);
        response.Headers["Idempotent-Replayed"] = "true";
        await response.WriteAsync(first.Body, http.RequestAborted);
    }

    private static async Task<byte[]> HashAsync(HttpContext http)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n")
        );
        hash.AppendData((await RequestBodyReader.ReadAsync(http, http.RequestAborted)).Span);
        return hash.GetHashAndReset();
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The answer to request {RequestId} could not be kept for its Idempotency-Key"
    )]
    private static partial void NotStored(ILogger log, Exception error, string requestId);
}
