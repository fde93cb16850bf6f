using System.Globalization;
using Adam.Api.Errors;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Domain.Keys;

namespace Adam.Api.Security;

/// <summary>
/// Decides whether a key opens the register for a request. Every scheme that authenticates with a key asks it, for each
/// request, so that a key that ends or is restricted takes effect at once.
/// </summary>
internal sealed class KeyAccess(KeyStore keys, KeyUses uses, TimeProvider time)
{
    /// <summary>The header that announces the end of a key, in responses to its requests.</summary>
    public const string ExpiryHeader = "Key-Expires-At";

    /// <summary>The time before the end of a key in which <see cref="ExpiryHeader"/> announces it.</summary>
    public static readonly TimeSpan Announced = TimeSpan.FromDays(14);

    /// <summary>Returns the holder of a key whose secret was verified.</summary>
    /// <exception cref="RefusedCallerException">
    /// The key has ended, or is not accepted from the address of the request.
    /// </exception>
    public async Task<Caller> OpenAsync(StoredKey stored, HttpContext http)
    {
        var (key, now) = (stored.Key, time.Instant());
        var caller = new Caller(key.Partner, key.Role, key.Name, key.Id)
        {
            RequestId = http.TraceIdentifier,
            Scopes = key.Scopes,
        };
        switch (key.StateAt(now))
        {
            // Revoked is a state: the instant is for people, and a clock that goes back restores no key.
            case KeyState.Revoked:
                throw new RefusedCallerException(
                    ErrorCodes.KeyRevoked,
                    $"The key {key.Id} was revoked. Ask an admin for another."
                )
                {
                    Caller = caller,
                };
            case KeyState.Expired:
                // Stored before the response, so that a key that was once expired is never valid again. It is done once
                // for each key.
                if (key.ExpiredAt is null)
                    await keys.ExpireAsync(key.Id, now, CancellationToken.None);
                throw new RefusedCallerException(
                    ErrorCodes.KeyExpired,
                    $"The key {key.Id} expired at {Text(key.ExpiresAt ?? now)}. Ask an admin for another."
                )
                {
                    Caller = caller,
                };
        }

        if (!key.Allows(http.Connection.RemoteIpAddress))
            throw new RefusedCallerException(
                ErrorCodes.AddressNotAllowed,
                $"The key {key.Id} is not accepted from {Address(http)}. Send the request from an address that the key "
                    + "allows, or ask an admin to add this one."
            )
            {
                Caller = caller,
            };

        uses.Add(key, now);
        if (key.ExpiresAt is { } end && end - now <= Announced)
            http.Response.OnStarting(() =>
            {
                http.Response.Headers[ExpiryHeader] = Text(end);
                return Task.CompletedTask;
            });
        return caller;
    }

    private static string Address(HttpContext http) =>
        http.Connection.RemoteIpAddress switch
        {
            null => "an unknown address",
            { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
            var address => address.ToString(),
        };

    private static string Text(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
