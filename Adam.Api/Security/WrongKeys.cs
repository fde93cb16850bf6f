using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Adam.Api.Configuration;

namespace Adam.Api.Security;

/// <summary>
/// Slows down the guessing of keys: an address that has sent many wrong keys in a minute is refused without a look at
/// the key. A key that was right from the same address before is still looked at, so that one wrong program does not
/// lock out all others behind the same address.
/// </summary>
internal sealed partial class WrongKeys(Settings settings, ILogger<WrongKeys> log) : IDisposable
{
    private const int MostKnown = 10_000;

    private readonly int _quota = settings.Limits.WrongKeysPerMinute;
    private readonly ConcurrentDictionary<(string Address, string Key), bool> _known = new();
    private readonly PartitionedRateLimiter<string> _wrong = PartitionedRateLimiter.Create<string, string>(
        address => RequestRate.ForKey(address, settings.Limits.WrongKeysPerMinute),
        StringComparer.Ordinal
    );

    /// <summary>Returns true if the key of a request is not to be looked at.</summary>
    /// <param name="key">The id of the key, or what stands for it.</param>
    public bool Refuses(HttpContext http, string key)
    {
        if (_quota == 0)
            return false;

        var address = ClientAddress.FromRequest(http);
        return !_known.ContainsKey((address, key)) && _wrong.GetStatistics(address)?.CurrentAvailablePermits == 0;
    }

    /// <summary>Counts a wrong key, and logs it. The id is public; what is no key is not logged.</summary>
    public void Add(HttpContext http, string? key)
    {
        if (_quota == 0)
            return;

        var address = ClientAddress.FromRequest(http);
        _known.TryRemove((address, key ?? ""), out _);
        using var lease = _wrong.AttemptAcquire(address);
        if (_wrong.GetStatistics(address)?.CurrentAvailablePermits == 0)
            ManyWrong(log, address, http.TraceIdentifier);
        else
            Wrong(log, address, http.TraceIdentifier);
    }

    /// <summary>Remembers that a key is right from the address of a request.</summary>
    public void AddRight(HttpContext http, string key)
    {
        if (_quota == 0)
            return;

        var known = (ClientAddress.FromRequest(http), key);
        if (_known.ContainsKey(known))
            return;

        // The number takes all locks of the dictionary.
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[known] = true;
    }

    public void Dispose() => _wrong.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A wrong key came from {Address}; request id {RequestId}")]
    private static partial void Wrong(ILogger log, string address, string requestId);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Many wrong keys came from {Address}, and further ones are refused for some time; request id "
            + "{RequestId}"
    )]
    private static partial void ManyWrong(ILogger log, string address, string requestId);
}
