using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Calls;

/// <summary>The public API of the register, with the identity of the person whose page is rendered.</summary>
public interface IApi
{
    /// <summary>Sends a GET request, with the session of the browser.</summary>
    /// <param name="page">The request of the page.</param>
    /// <param name="address">The path and query, such as <c>/v1/projects?country=TJ</c>.</param>
    /// <param name="language">The value of <c>Accept-Language</c>.</param>
    /// <param name="key">The key to send instead of the session; null for the session.</param>
    Task<ApiResponse> GetAsync(HttpContext page, string address, string language, string? key = null);
}

/// <param name="Body">The body, as it was sent.</param>
/// <param name="RetryAfter">The value of <c>Retry-After</c>; null if there is none.</param>
public sealed record ApiResponse(int Status, ReadOnlyMemory<byte> Body, string? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
