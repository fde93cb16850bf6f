using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Domain.Keys;

namespace Adam.Api.Keys;

/// <summary>The properties of a key to issue.</summary>
internal sealed record KeyBody
{
    /// <summary>The code of the partner that gets the key.</summary>
    [Required, MaxLength(20), Example("DE")]
    public string? Partner { get; init; }

    /// <summary>The role of the key.</summary>
    [Required, Example("donor")]
    public Role? Role { get; init; }

    /// <summary>The purpose of the key. It is shown as <c>updatedBy</c> on the projects that the key writes.</summary>
    [Required, MaxLength(100), Example("Reporting desk, Berlin")]
    public string? Name { get; init; }

    /// <summary>
    /// The instant at which the key expires. If it is absent, the setting of the operator holds, which is that keys do
    /// not expire unless stated otherwise.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// The addresses and networks from which the key is accepted, in CIDR notation, IPv4 and IPv6; absent for all.
    /// </summary>
    [MinLength(1), MaxLength(AddressNetworks.Most), Example(new[] { "192.0.2.0/24", "2001:db8:17::/48" })]
    public IReadOnlyList<string>? AllowedAddresses { get; init; }

    /// <summary>The scopes that the key is restricted to; absent for all scopes of its role.</summary>
    [MinLength(1), Example(new[] { KeyScope.Read, KeyScope.ProjectsWrite })]
    public IReadOnlyList<KeyScope>? Scopes { get; init; }
}

/// <summary>The properties of a key that can be changed.</summary>
internal sealed record KeyChangeBody
{
    /// <inheritdoc cref="KeyBody.Name"/>
    [Required, MaxLength(100), Example("Reporting desk, Berlin")]
    public string? Name { get; init; }

    /// <summary>The instant at which the key expires; null if it shall not expire.</summary>
    [Example("2027-12-31T00:00:00Z")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// The addresses and networks from which the key is accepted, in CIDR notation, IPv4 and IPv6; null for all.
    /// </summary>
    [MinLength(1), MaxLength(AddressNetworks.Most), Example(new[] { "192.0.2.0/24", "2001:db8:17::/48" })]
    public IReadOnlyList<string>? AllowedAddresses { get; init; }

    /// <summary>The scopes that the key is restricted to; null for all scopes of its role.</summary>
    [MinLength(1), Example(new[] { KeyScope.Read, KeyScope.ProjectsWrite })]
    public IReadOnlyList<KeyScope>? Scopes { get; init; }

    public static KeyChangeBody FromKey(ApiKey key) =>
        new()
        {
            Name = key.Name,
            ExpiresAt = key.ExpiresAt,
            AllowedAddresses = key.AllowedAddresses?.Select(network => network.ToString()).ToList(),
            Scopes = key.Scopes,
        };
}
