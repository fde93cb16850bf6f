using System.Net;
using Adam.Domain.Keys;

namespace Adam.Data.Keys;

/// <summary>
/// Rejects changes of keys after which nobody could manage keys over HTTP: for a time, at least one key must remain
/// that manages keys and is accepted from the address of the request. Other addresses may be those of machines that
/// nobody can reach.
/// </summary>
/// <param name="Address">The address of the request; null if it is unknown.</param>
/// <param name="Now">The present instant.</param>
/// <param name="Until">The instant until which keys must be manageable.</param>
public sealed record AdminGuard(IPAddress? Address, DateTimeOffset Now, DateTimeOffset Until)
{
    /// <summary>
    /// Returns true if keys can be managed until <see cref="Until"/>, or else as long as before the change.
    /// </summary>
    public bool Allows(IEnumerable<ApiKey> before, IEnumerable<ApiKey> after)
    {
        var atPresent = EndOf(before);
        return EndOf(after) >= (atPresent < Until ? atPresent : Until);
    }

    /// <summary>Returns the instant until which one of the keys can manage keys.</summary>
    private DateTimeOffset EndOf(IEnumerable<ApiKey> keys) =>
        keys.Where(key =>
                key.Role == Role.Admin
                && key.StateAt(Now) == KeyState.Valid
                && key.HasScope(KeyScope.KeysManage)
                && key.Allows(Address)
            )
            .Select(key => key.ExpiresAt ?? DateTimeOffset.MaxValue)
            .DefaultIfEmpty(DateTimeOffset.MinValue)
            .Max();
}
