using Microsoft.Net.Http.Headers;
using SameSiteMode = Microsoft.AspNetCore.Http.SameSiteMode;

namespace Adam.Api.BrowserSessions;

/// <summary>
/// The cookie of a browser's session. No script can read it, and no other site can cause a request that has it.
/// </summary>
internal static class SessionCookie
{
    public const string Name = "adam-session";

    /// <summary>Returns the token of the session; null if the browser sent none.</summary>
    public static string? Read(HttpContext http) => http.Request.Cookies[Name];

    public static void Write(HttpContext http, string token, TimeSpan lifetime) =>
        http.Response.Cookies.Append(Name, token, Options(http, lifetime));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http, null));

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            // A browser would not send a secure cookie to a register on localhost or in a test that has no certificate.
            Secure = http.Request.IsHttps,
            Path = "/",
            MaxAge = lifetime,
            IsEssential = true,
        };
}

/// <summary>Tells requests of this register's own pages from those that another site has caused.</summary>
internal static class RequestOrigin
{
    /// <summary>
    /// The header that scripts of the desk send with requests to <c>/v1</c>. A page of another site cannot add it
    /// without asking this server first, which never agrees (CORS).
    /// </summary>
    public const string Header = "X-Adam-Desk";

    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>
    /// Returns true if a request to <c>/v1</c> may use a session: it has <see cref="Header"/>, or it is a read for
    /// which the browser itself states that no other site has caused it.
    /// </summary>
    public static bool IsSafeForSession(HttpRequest request) =>
        request.Headers.ContainsKey(Header)
        || (
            (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && request.Headers[FetchSite].ToString() is "same-origin" or "none"
        );

    /// <summary>
    /// Returns true if a form was sent by a page of this register, as the browser states in <c>Sec-Fetch-Site</c> or
    /// <c>Origin</c>. A browser states the second also to a server without TLS.
    /// </summary>
    public static bool IsOwnForm(HttpRequest request) =>
        request.Headers[FetchSite].ToString() is { Length: > 0 } site
            ? site == "same-origin"
            : request.Headers[HeaderNames.Origin].ToString() is var origin
                && origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
