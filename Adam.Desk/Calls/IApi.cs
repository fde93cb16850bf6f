using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Calls;

/// <summary>The public API of the register, with the identity of the person whose page is rendered.</summary>
public interface IApi
{
    /// <summary>Sends a request, with the session of the browser.</summary>
    /// <param name="page">The request of the page.</param>
    Task<ApiResponse> SendAsync(HttpContext page, ApiRequest request);
}

/// <summary>A request to the API.</summary>
/// <param name="Method">The method of HTTP.</param>
/// <param name="Address">The path and query, such as <c>/v1/projects?country=TJ</c>.</param>
/// <param name="Language">The value of <c>Accept-Language</c>.</param>
public sealed record ApiRequest(string Method, string Address, string Language)
{
    /// <summary>The key to send instead of the session; null for the session.</summary>
    public string? Key { get; init; }

    /// <summary>The body as JSON; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The value of <c>If-Match</c>; null for none.</summary>
    public string? IfMatch { get; init; }

    /// <summary>The value of <c>Idempotency-Key</c>; null for none.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <param name="Body">The body, as it was sent.</param>
/// <param name="RetryAfter">The value of <c>Retry-After</c>; null if there is none.</param>
/// <param name="Tag">The value of <c>ETag</c>; null if there is none.</param>
public sealed record ApiResponse(int Status, ReadOnlyMemory<byte> Body, string? RetryAfter, string? Tag)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
