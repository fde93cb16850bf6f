using Adam.Api.Configuration;
using Adam.Api.Security;
using Adam.Data.Databases;

namespace Adam.Api.RateLimits;

/// <summary>
/// Lets the writes of a request wait in the turn of the caller's partner, ends reads that take too long, and leaves out
/// of them what the caller may not see.
/// </summary>
internal sealed class DatabaseLimitsMiddleware(RequestDelegate next, Settings settings)
{
    /// <summary>A file that is sent, or imported, may take this multiple of the time of another read.</summary>
    private const int TimesForFiles = 15;

    private readonly TimeSpan? _read =
        settings.Limits.ReadSeconds == 0 ? null : TimeSpan.FromSeconds(settings.Limits.ReadSeconds);

    public async Task InvokeAsync(HttpContext http)
    {
        var caller = Caller.Find(http.User);
        WritingPartner.Set(caller?.Partner);
        ReaderScope.Set(caller is null ? ReaderScope.Nobody : caller.Reader);
        var isFile = RequestKinds.KindOf(http) is RequestKind.Download or RequestKind.Import;
        ReadLimit.Set(isFile ? _read * TimesForFiles : _read);
        await next(http);
    }
}
