using System.Globalization;
using System.Net;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Keys;
using Adam.Domain.Keys;

namespace Adam.Api.Keys;

/// <summary>Validates the expiry, the addresses and the scopes of keys, for requests and for commands.</summary>
internal sealed class KeyRules(Settings settings, RoleScopes roleScopes)
{
    /// <summary>The time for which keys must be manageable after a change.</summary>
    private static readonly TimeSpan Manageable = TimeSpan.FromDays(7);

    private readonly TimeSpan? _longest = settings.Keys.MaxDays == 0 ? null : TimeSpan.FromDays(settings.Keys.MaxDays);

    /// <summary>Returns the expiry of a new key that states none; null if it does not expire.</summary>
    public DateTimeOffset? DefaultExpiry(DateTimeOffset now) =>
        settings.Keys.DefaultDays == 0 ? null : WholeSecond(now.AddDays(settings.Keys.DefaultDays));

    /// <summary>Returns a stated expiry, in whole seconds. Adds an error if it is not possible.</summary>
    public DateTimeOffset? Expiry(DateTimeOffset? stated, DateTimeOffset now, List<ValidationError> errors)
    {
        var reason = stated switch
        {
            null when _longest is not null => "A key must expire here",
            null => null,
            { } end when end <= now => $"{Text(end)} is not in the future",
            { } end when _longest is { } most && end > now + most => $"{Text(end)} is too late",
            _ => null,
        };
        if (reason is not null)
            errors.Add(
                new(
                    "expiresAt",
                    reason
                        + (
                            _longest is { } limit
                                ? $": it must be an instant before {Text(now + limit)}, because keys last at most "
                                    + $"{settings.Keys.MaxDays} days here."
                                : ". To end a key now, revoke it."
                        ),
                    ErrorCodes.OutOfRange
                )
            );
        return stated is { } instant ? WholeSecond(instant) : null;
    }

    /// <summary>Parses networks. Adds an error for each one that is none.</summary>
    public static IReadOnlyList<IPNetwork>? Addresses(IReadOnlyList<string>? stated, List<ValidationError> errors)
    {
        if (stated is null)
            return null;

        var networks = new List<IPNetwork>();
        foreach (var (index, text) in stated.Index())
        {
            if (AddressNetworks.Parse(text.Trim()) is { } network)
                networks.Add(network);
            else if (!errors.HasErrorFor($"allowedAddresses[{index}]"))
                errors.Add(
                    new(
                        $"allowedAddresses[{index}]",
                        $"{ValidationError.Quote(text)} is no address or network in CIDR notation; "
                            + (
                                AddressNetworks.Suggest(text.Trim()) is { } meant
                                    ? $"did you mean {meant}?"
                                    : "write 192.0.2.17, 192.0.2.0/24 or 2001:db8::/32."
                            ),
                        ErrorCodes.BadValue
                    )
                );
        }

        return [.. networks.Distinct()];
    }

    /// <summary>Returns scopes in their order. Adds an error if the role does not have one of them.</summary>
    public IReadOnlyList<KeyScope>? Scopes(IReadOnlyList<KeyScope>? stated, Role? role, List<ValidationError> errors)
    {
        if (stated is null || role is not { } given)
            return null;

        var known = roleScopes.For(given);
        var wrong = stated.Where(scope => Enum.IsDefined(scope) && !known.Contains(scope)).Distinct().ToList();
        if (wrong.Count > 0)
            errors.Add(
                new(
                    "scopes",
                    $"The role {Json.NameOf(given)} does not have {Listed(wrong)}; it has {Listed(known)}.",
                    ErrorCodes.BadValue
                )
            );
        return [.. stated.Distinct().Order()];
    }

    /// <summary>
    /// Returns true if a caller may hand out a key: a caller whose key is restricted to scopes hands out no other ones.
    /// </summary>
    public bool MayIssue(Caller caller, Role role, IReadOnlyList<KeyScope>? scopes) =>
        caller.Scopes is not { } own || (scopes ?? roleScopes.For(role)).All(own.Contains);

    public static ProblemException TooWide(Caller caller) =>
        new(
            ErrorCodes.WiderThanOwn,
            $"Your key is restricted to {Listed(caller.Scopes!)}, and can issue, change and rotate only keys with "
                + "these scopes or fewer. Take a key without this restriction."
        );

    public static ProblemException NoOtherAdmin(string id) =>
        new(
            ErrorCodes.LastAdmin,
            $"Without the key {id} as it is, nobody could manage keys from your address for the next days. Issue "
                + "another key of an admin first, without a restriction of scopes and addresses; the command keys "
                + "revoke revokes it anyway."
        );

    public static ProblemException Ended(ApiKey key) =>
        new(ErrorCodes.KeyEnded, $"The key {key.Id} was revoked or has expired, and stays so. Issue another one.");

    /// <summary>Returns the guard that keeps one key of an admin for callers of the address of the request.</summary>
    public AdminGuard Guard(HttpContext http, DateTimeOffset now) =>
        new(
            http.Connection.RemoteIpAddress,
            now,
            // Where keys last for a few days only, each of them shall be able to replace the others.
            now + (_longest / 2 is { } half && half < Manageable ? half : Manageable)
        );

    private static string Listed(IEnumerable<KeyScope> scopes) =>
        string.Join(", ", scopes.Select(scope => Json.NameOf(scope)));

    private static DateTimeOffset WholeSecond(DateTimeOffset instant) =>
        instant.ToUniversalTime().AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond));

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
