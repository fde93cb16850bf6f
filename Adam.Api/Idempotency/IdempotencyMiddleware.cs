using System.Collections.Concurrent;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Data.Idempotency;

namespace Adam.Api.Idempotency;

/// <summary>Marks an endpoint that supports <c>Idempotency-Key</c>: a repeated request is not executed again.</summary>
/// <param name="HasFile">
/// True if the body is a file, which may exceed the memory. The endpoint then looks for the first response itself, with
/// <see cref="IdempotentFile"/>.
/// </param>
internal sealed record HonoursIdempotencyKey(bool HasFile)
{
    public const string Header = "Idempotency-Key";
}

/// <summary>
/// Replays the first response if a request is repeated with the same <c>Idempotency-Key</c>. Only successful responses
/// are stored, each in the transaction of the change that it answers, so that a change without its response exists at
/// no moment. A rejected request has changed nothing, so it can be corrected and sent with the same key. While the
/// first request is in progress on this server, a repeated one gets 409. Between servers, unique indexes of the
/// database prevent a second execution.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, IdempotencyStore store, TimeProvider time)
{
    private const int LongestKey = 255;

    private readonly ConcurrentDictionary<(string Caller, string Key), bool> _inFlight = new();

    public async Task InvokeAsync(HttpContext http)
    {
        var header = http.Request.Headers[HonoursIdempotencyKey.Header];
        if (header.Count == 0 || http.GetEndpoint()?.Metadata.GetMetadata<HonoursIdempotencyKey>() is not { } honours)
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
            if (honours.HasFile)
            {
                new IdempotentFile(caller, key, store, time).AddTo(http);
                await next(http);
                return;
            }

            var body = await RequestBodyReader.ReadAsync(http, http.RequestAborted);
            var request = IdempotentRequest.Create(http, caller, key, body.Span, time);
            if (await request.FindFirstAsync(store, http.RequestAborted) is { } first)
                await first.ReplayAsync(http);
            else
                await RespondAsync(http, request);
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
            throw new InvalidOperationException(
                $"{http.GetEndpoint()?.DisplayName} honours the Idempotency-Key, and has not kept its response."
            );
        await wire.WriteAsync(written.GetBuffer().AsMemory(0, (int)written.Length), http.RequestAborted);
    }
}
