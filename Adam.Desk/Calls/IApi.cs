using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Calls;

/// <summary>The public API of the register, with the identity of the person whose page is rendered.</summary>
public interface IApi
{
    /// <summary>Sends a request, with the session of the browser unless the request has a key.</summary>
    /// <param name="page">The request of the page.</param>
    Task<ApiResponse> SendAsync(HttpContext page, ApiRequest request);
}

/// <summary>A request to the API.</summary>
/// <param name="Method">The method, such as <c>GET</c>.</param>
/// <param name="Address">The path and query, such as <c>/v1/projects?country=TJ</c>.</param>
/// <param name="Language">The value of <c>Accept-Language</c>.</param>
public sealed record ApiRequest(string Method, string Address, string Language)
{
    /// <summary>The key to send instead of the session; null for the session.</summary>
    public string? Key { get; init; }

    /// <summary>The body; empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Further headers by name, such as <c>If-Match</c> and the media type of the body.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <param name="Body">The body, as it was sent.</param>
/// <param name="RetryAfter">The value of <c>Retry-After</c>; null if there is none.</param>
/// <param name="Tag">The value of <c>ETag</c>; null if there is none.</param>
public sealed record ApiResponse(int Status, ReadOnlyMemory<byte> Body, string? RetryAfter, string? Tag)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
