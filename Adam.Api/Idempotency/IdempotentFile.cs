using Adam.Data.Idempotency;

namespace Adam.Api.Idempotency;

/// <summary>
/// A request with an <c>Idempotency-Key</c> whose body is a file. The endpoint receives the file, and then looks for
/// the first response by the hash of the file.
/// </summary>
internal sealed class IdempotentFile(string caller, string key, IdempotencyStore store, TimeProvider time)
{
    public void AddTo(HttpContext http) => http.Items[typeof(IdempotentFile)] = this;

    /// <summary>Returns the request with its first response; both are null if the request has no key.</summary>
    /// <param name="hash">The hash of the file, and of what came with it.</param>
    public static async Task<(IdempotentRequest? Request, StoredResponse? First)> FindAsync(
        HttpContext http,
        byte[] hash,
        CancellationToken ct
    ) =>
        http.Items.TryGetValue(typeof(IdempotentFile), out var found)
            ? await ((IdempotentFile)found!).FindFirstAsync(http, hash, ct)
            : default;

    private async Task<(IdempotentRequest?, StoredResponse?)> FindFirstAsync(
        HttpContext http,
        byte[] hash,
        CancellationToken ct
    )
    {
        var request = IdempotentRequest.Create(http, caller, key, hash, time);
        return (request, await request.FindFirstAsync(store, ct));
    }
}
