using Adam.Api.Errors;
using Adam.Api.Monitoring;
using Adam.Api.Security;
using Adam.Data.Audit.Refusals;
using Adam.Data.Databases;

namespace Adam.Api.Audit;

/// <summary>
/// Logs the requests that were refused for their key, and stores them every 5 seconds. Like refusals of one caller are
/// one row, and the number of rows between two writes is limited, so that nobody fills the register by being refused.
/// </summary>
internal sealed partial class RefusalLog(RefusalStore refusals, TimeProvider time, ILogger<RefusalLog> log)
    : BackgroundService,
        IRefusals
{
    /// <summary>The maximum number of rows between two writes. Further callers are counted together.</summary>
    public const int MostCallers = 500;

    private const int LongestDetail = 500;

    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Dictionary<Like, RefusedRequest> _pending = [];

    /// <summary>Adds a refused request. It never waits for the database.</summary>
    public void Add(HttpContext http, ErrorCode code, string detail)
    {
        var caller = (Caller.Find(http.User) ?? http.Features.Get<RefusedCaller>()?.Caller)?.Actor;
        var (address, route) = (http.Connection.RemoteIpAddress?.ToString(), RequestLoggingMiddleware.RouteOf(http));
        var method = RequestLoggingMiddleware.MethodOf(http.Request);
        Refused(log, method, route, code.Id, caller?.KeyId, caller?.Partner, address, http.TraceIdentifier);

        var at = time.Instant();
        var like = new Like(code.Id, caller?.KeyId, address, method, route);
        lock (_lock)
        {
            if (!_pending.ContainsKey(like) && _pending.Count >= MostCallers)
                like = new(code.Id, null, null, method, "");
            _pending[like] = _pending.TryGetValue(like, out var known)
                ? known with
                {
                    LastAt = at,
                    Requests = known.Requests + 1,
                }
                : new(
                    at,
                    at,
                    1,
                    code.Status,
                    code.Id,
                    ValidationError.Printable(detail, LongestDetail),
                    caller?.KeyId,
                    caller?.Name,
                    caller?.Partner,
                    like.Address,
                    method,
                    like.Route,
                    http.TraceIdentifier
                );
        }
    }

    /// <summary>Stores what was added before.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        Dictionary<Like, RefusedRequest> pending;
        lock (_lock)
            (pending, _pending) = (_pending, []);
        if (pending.Count > 0)
            await refusals.AddAsync([.. pending.Values.OrderBy(refusal => refusal.FirstAt)], ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenWrites, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryFlushAsync();
        }
        catch (OperationCanceledException)
        {
            await TryFlushAsync();
        }
    }

    private async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            // The log of the server has each of them.
            NotStored(log, error);
        }
    }

    /// <summary>The values that like refusals have in common.</summary>
    private readonly record struct Like(string Code, string? Key, string? Address, string Method, string Route);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Method} {Route} was refused with {Code}; key {KeyId} of {Partner}, from {RemoteAddress}; "
            + "request id {RequestId}"
    )]
    private static partial void Refused(
        ILogger log,
        string method,
        string route,
        string code,
        string? keyId,
        string? partner,
        string? remoteAddress,
        string requestId
    );

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused requests could not be stored")]
    private static partial void NotStored(ILogger log, Exception error);
}
