using System.Globalization;
using System.Net.Mail;
using Adam.Domain.Text;

namespace Adam.Api.Configuration;

/// <summary>The protection of the connection to the mail server.</summary>
internal enum MailTls
{
    /// <summary>The connection changes to TLS before anything is sent (RFC 3207), or it ends.</summary>
    StartTls = 1,

    /// <summary>The connection begins with TLS (RFC 8314).</summary>
    Implicit = 2,

    /// <summary>The connection is not protected.</summary>
    None = 3,
}

/// <summary>The settings of outgoing e-mail, under <c>Adam:Mail:</c>.</summary>
/// <param name="Password">The password of the user; null if there is no user.</param>
internal sealed record MailSettings(
    string Host,
    int Port,
    MailTls Tls,
    string? User,
    string? Password,
    MailAddress From
)
{
    private const string Section = "Adam:Mail";

    private static readonly string[] Names =
    [
        nameof(Host),
        nameof(Port),
        nameof(Tls),
        nameof(User),
        nameof(Password),
        "PasswordFile",
        nameof(From),
    ];

    /// <summary>Reads the settings. Returns null if no mail server is configured.</summary>
    /// <exception cref="SettingException">A setting is unknown or invalid, or one is missing.</exception>
    public static MailSettings? Read(IConfiguration configuration, Uri? publicUrl)
    {
        var section = configuration.GetSection(Section);
        var set = section.GetChildren().ToList();
        foreach (var child in set.Where(child => !Names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            throw new SettingException(
                $"There is no setting {Section}:{child.Key}; "
                    + (
                        Nearest.FindIn(child.Key, Names) is { } nearest
                            ? $"did you mean {Section}:{nearest}?"
                            : $"known are {string.Join(", ", Names)}."
                    )
            );
        if (Text(section, nameof(Host)) is not { } host)
            return set.Find(child => !string.IsNullOrWhiteSpace(child.Value)) is { } alone
                ? throw new SettingException(
                    $"{alone.Path} is set, but {Section}:Host is not, so no mail is sent; set {Section}:Host, or take "
                        + "the other settings of mail away."
                )
                : null;
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            throw new SettingException(
                $"{Section}:Host is '{host}'; it must be the name or the address of a mail server, such as "
                    + "smtp.example.org."
            );
        if (publicUrl is null)
            throw new SettingException(
                $"{Section}:Host is set, but Adam:PublicUrl is not; set it to the address of this register, to which "
                    + "the links of mails lead, such as https://adam.example.org."
            );

        var tls = ReadTls(section);
        var (user, password) = ReadUser(section, tls);
        return new(host, ReadPort(section, tls), tls, user, password, ReadFrom(section));
    }

    private static MailTls ReadTls(IConfigurationSection section) =>
        Text(section, nameof(Tls))?.ToLowerInvariant() switch
        {
            null or "starttls" => MailTls.StartTls,
            "implicit" => MailTls.Implicit,
            "none" => MailTls.None,
            var text => throw new SettingException(
                $"{Section}:Tls is '{text}'; it must be starttls, implicit or none."
            ),
        };

    private static int ReadPort(IConfigurationSection section, MailTls tls) =>
        Text(section, nameof(Port)) switch
        {
            null => tls switch
            {
                MailTls.StartTls => 587,
                MailTls.Implicit => 465,
                MailTls.None => 25,
            },
            var text
                when ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 =>
                port,
            var text => throw new SettingException(
                $"{Section}:Port is '{text}'; it must be a whole number from 1 to 65535."
            ),
        };

    private static (string? User, string? Password) ReadUser(IConfigurationSection section, MailTls tls)
    {
        var (user, password) = (Text(section, nameof(User)), section[nameof(Password)]);
        if (Text(section, "PasswordFile") is { } file)
        {
            if (!string.IsNullOrEmpty(password))
                throw new SettingException(
                    $"{Section}:Password and {Section}:PasswordFile are both set; take one of them away."
                );
            password = ReadFile(file);
        }

        if (user is null != string.IsNullOrEmpty(password))
            throw new SettingException(
                user is null
                    ? $"{Section}:Password is set, but {Section}:User is not; set both, or neither."
                    : $"{Section}:User is set, but its password is not; set {Section}:Password or "
                        + $"{Section}:PasswordFile."
            );
        if (user is not null && tls == MailTls.None)
            throw new SettingException(
                $"{Section}:Tls is none, which would send the password of {Section}:User unprotected; set it to "
                    + "starttls or implicit."
            );
        return (user, user is null ? null : password);
    }

    private static string ReadFile(string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingException($"{Section}:PasswordFile is '{file}', which cannot be read: {error.Message}");
        }
    }

    private static MailAddress ReadFrom(IConfigurationSection section) =>
        Text(section, nameof(From)) switch
        {
            null => throw new SettingException(
                $"{Section}:Host is set, but {Section}:From is not; set it to the sender of the mails, such as "
                    + "Adam <adam@example.org>."
            ),
            var text when MailAddress.TryCreate(text, out var from) => from,
            var text => throw new SettingException(
                $"{Section}:From is '{text}'; it must be a mailbox such as Adam <adam@example.org>."
            ),
        };

    private static string? Text(IConfigurationSection section, string name) =>
        section[name]?.Trim() is { Length: > 0 } text ? text : null;
}
