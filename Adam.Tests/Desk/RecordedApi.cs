using System.Collections.Concurrent;
using Adam.Desk.Calls;
using Microsoft.AspNetCore.Http;

namespace Adam.Tests.Desk;

/// <summary>The API of the desk, which keeps each request that a page has sent.</summary>
internal sealed class RecordedApi(IApi api, ConcurrentQueue<ApiRequest> requests) : IApi
{
    public Task<ApiResponse> SendAsync(HttpContext page, ApiRequest request)
    {
        requests.Enqueue(request);
        return api.SendAsync(page, request);
    }
}
