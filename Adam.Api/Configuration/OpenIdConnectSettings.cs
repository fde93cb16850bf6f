using Adam.Domain.Keys;
using Adam.Domain.Text;

namespace Adam.Api.Configuration;

/// <summary>
/// The OpenID Connect issuer whose tokens are accepted beside keys, under <c>Adam:OpenIdConnect:</c>. It is off unless
/// <c>Authority</c> is set.
/// </summary>
/// <param name="Authority">The address of the issuer, below which its metadata is.</param>
/// <param name="Audience">The audience that tokens must name: this register.</param>
/// <param name="PartnerClaim">The claim with the partner.</param>
/// <param name="RoleClaim">The claim with the role.</param>
/// <param name="NameClaim">The claim with a name to show beside the subject; null to show the subject only.</param>
/// <param name="Partners">Codes of partners by values of the claim; other values are codes themselves.</param>
/// <param name="Roles">Roles by values of the claim; other values are names of roles themselves.</param>
/// <param name="Client">
/// The program as a client of the issuer, with which people sign in on the desk; null if they do so with keys only.
/// </param>
internal sealed record OpenIdConnectSettings(
    Uri Authority,
    string Audience,
    string PartnerClaim,
    string RoleClaim,
    string? NameClaim,
    IReadOnlyDictionary<string, string> Partners,
    IReadOnlyDictionary<string, Role> Roles,
    OpenIdConnectClient? Client
)
{
    public const string Section = "Adam:OpenIdConnect";

    private const string ClientId = nameof(ClientId);
    private const string ClientSecret = nameof(ClientSecret);
    private const string Scope = nameof(Scope);
    private const string DefaultScope = "openid profile";

    private static readonly string[] Names =
    [
        nameof(Authority),
        nameof(Audience),
        nameof(PartnerClaim),
        nameof(RoleClaim),
        nameof(NameClaim),
        nameof(Partners),
        nameof(Roles),
        ClientId,
        ClientSecret,
        Scope,
    ];

    /// <summary>Returns the settings; null if no issuer is configured.</summary>
    /// <exception cref="SettingException">A setting is unknown, missing or invalid.</exception>
    public static OpenIdConnectSettings? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        RejectUnknown(section);
        if (Text(section, nameof(Authority)) is not { } authority)
            return section.GetChildren().Any()
                ? throw new SettingException(
                    $"{Section}:{nameof(Authority)} is not set, and other settings of {Section} are; set it to the "
                        + "address of the issuer, or take them away."
                )
                : null;

        return new(
            ReadAuthority(authority),
            Text(section, nameof(Audience))
                ?? throw new SettingException(
                    $"{Section}:{nameof(Audience)} is not set; set it to the audience that the issuer names in tokens "
                        + "for this register. Without it, tokens for other services would be accepted."
                ),
            Text(section, nameof(PartnerClaim)) ?? "adam_partner",
            Text(section, nameof(RoleClaim)) ?? "adam_role",
            Text(section, nameof(NameClaim)),
            Mapped(section, nameof(Partners))
                .ToDictionary(one => one.Key, one => one.Value, StringComparer.OrdinalIgnoreCase),
            Mapped(section, nameof(Roles))
                .ToDictionary(one => one.Key, one => ReadRole(one.Key, one.Value), StringComparer.OrdinalIgnoreCase),
            ReadClient(section)
        );
    }

    /// <summary>Returns the role with a name; null if there is none.</summary>
    public static Role? FindRole(string name) =>
        Enum.GetNames<Role>().Contains(name, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<Role>(name, ignoreCase: true)
            : null;

    private static void RejectUnknown(IConfigurationSection section)
    {
        foreach (
            var name in section
                .GetChildren()
                .Select(child => child.Key)
                .Where(name => !Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        )
            throw new SettingException(
                $"There is no setting {Section}:{name}; "
                    + (
                        Nearest.FindIn(name, Names) is { } nearest
                            ? $"did you mean {Section}:{nearest}?"
                            : $"known are {string.Join(", ", Names)}."
                    )
            );
    }

    // Without TLS, a change of the issuer's responses on the way would be enough to issue tokens.
    private static Uri ReadAuthority(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url is { Query: "", Fragment: "", UserInfo: "" }
        && DnsName.FromUrl(url) is not null
            ? url
            : throw new SettingException(
                $"{Section}:{nameof(Authority)} is '{text}'; it must be the address of the issuer with https, such as "
                    + "https://login.example.org/realms/partners. Only localhost may have http."
            );

    private static OpenIdConnectClient? ReadClient(IConfigurationSection section)
    {
        var scopes = (Text(section, Scope) ?? DefaultScope).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Text(section, ClientId) is { } id)
            return scopes.Contains("openid", StringComparer.Ordinal)
                ? new(id, Text(section, ClientSecret), scopes)
                : throw new SettingException(
                    $"{Section}:{Scope} is '{section[Scope]}'; it must contain openid, without which the issuer "
                        + "returns no ID token."
                );

        foreach (var name in new[] { ClientSecret, Scope })
        {
            if (Text(section, name) is not null)
                throw new SettingException(
                    $"{Section}:{name} is set and {Section}:{ClientId} is not; set it to the id of the register at the "
                        + "issuer, or take both away."
                );
        }

        return null;
    }

    private static Role ReadRole(string value, string name) =>
        FindRole(name)
        ?? throw new SettingException(
            $"{Section}:{nameof(Roles)}:{value} is '{name}'; it must be viewer, donor, analyst or admin."
        );

    private static IEnumerable<(string Key, string Value)> Mapped(IConfigurationSection section, string name) =>
        section
            .GetSection(name)
            .GetChildren()
            .Select(child =>
                (
                    child.Key,
                    Text(section.GetSection(name), child.Key)
                        ?? throw new SettingException($"{Section}:{name}:{child.Key} is empty; give it a value.")
                )
            );

    private static string? Text(IConfigurationSection section, string name) =>
        section[name]?.Trim() is { Length: > 0 } text ? text : null;
}

/// <summary>The register as a client of the issuer.</summary>
/// <param name="Secret">The secret of a confidential client; null for a public one.</param>
/// <param name="Scopes">The scopes that are asked for, <c>openid</c> among them.</param>
internal sealed record OpenIdConnectClient(string Id, string? Secret, IReadOnlyList<string> Scopes);
