using System.Globalization;
using System.Net;
using System.Net.Mail;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Databases.SqlServer;
using Adam.Domain.Text;

namespace Adam.Api.Configuration;

/// <summary>
/// The settings of the operator, under <c>Adam:</c> in appsettings.json, the environment (<c>Adam__Engine</c>) or the
/// command line (<c>--Adam:Engine=sqlserver</c>). A later source overrides an earlier one.
/// </summary>
internal sealed record Settings(
    Database Database,
    long MaxBodyBytes,
    long MaxImportBytes,
    long MaxExportBytes,
    bool MigrateAtStart,
    IReadOnlyList<IPNetwork> Proxies,
    string? Contact,
    bool PrivateWebhooks,
    Uri? PublicUrl,
    MailSettings? Mail
)
{
    /// <summary>The size in bytes, as sent, above which an import is a job.</summary>
    public long ImportJobBytes { get; init; } = DefaultJobBytes;

    /// <summary>
    /// The folder of the files of jobs, which all servers of the register share; null if there are no jobs.
    /// </summary>
    public string? ImportFolder { get; init; }

    /// <summary>The limits of what one caller may ask for.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>The limits of the life of keys.</summary>
    public KeySettings Keys { get; init; } = new();

    /// <summary>The issuer whose tokens are accepted beside keys; null if there is none.</summary>
    public OpenIdConnectSettings? OpenIdConnect { get; init; }

    /// <summary>The time for which reports of imports are kept, and for which an import can be undone.</summary>
    public TimeSpan ImportRetention { get; init; } = TimeSpan.FromDays(DefaultImportDays);

    /// <summary>The time between two checks of the SQLite file for damage; null if it is not checked.</summary>
    public TimeSpan? IntegrityCheckInterval { get; init; } = TimeSpan.FromHours(DefaultIntegrityCheckHours);

    /// <summary>The number of registers of the past that are kept for <c>asOf</c>; with 0 there are none.</summary>
    public int PastRegisters { get; init; } = DefaultPastRegisters;

    /// <summary>True if analysts may decide pairs of which their own partner owns or funds both projects.</summary>
    public bool OwnVerdicts { get; init; }

    /// <summary>
    /// The time for which browsers shall use only TLS for this host after a response over TLS; zero if responses do not
    /// state it.
    /// </summary>
    public TimeSpan StrictTransport { get; init; } = TimeSpan.FromDays(DefaultStrictTransportDays);

    /// <summary>The time for which a person who has signed in with a browser stays signed in.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(DefaultSessionHours);

    private const int DefaultSessionHours = 12;
    private const string SessionHours = "SessionHours";
    private const int DefaultPastRegisters = 2;
    private const int DefaultIntegrityCheckHours = 24;
    private const string IntegrityCheckHours = "IntegrityCheckHours";
    private const int DefaultStrictTransportDays = 365;
    private const string StrictTransportDays = "StrictTransportDays";
    private const int DefaultJobBytes = 5 << 20;
    private const int DefaultImportDays = 90;
    private const string ImportDays = "ImportDays";

    private const string Section = "Adam";
    public const string Connection = "ConnectionStrings:Adam";

    private static readonly string[] Engines = ["sqlite", "sqlserver"];
    public static readonly string[] Names =
    [
        "Engine",
        "DataPath",
        nameof(MaxBodyBytes),
        nameof(MaxImportBytes),
        nameof(MaxExportBytes),
        nameof(MigrateAtStart),
        nameof(Proxies),
        nameof(Contact),
        nameof(PrivateWebhooks),
        nameof(ImportJobBytes),
        nameof(ImportFolder),
        ImportDays,
        nameof(PastRegisters),
        nameof(OwnVerdicts),
        StrictTransportDays,
        SessionHours,
        nameof(PublicUrl),
        nameof(Mail),
        IntegrityCheckHours,
        nameof(Limits),
        nameof(Keys),
        nameof(OpenIdConnect),
    ];

    /// <summary>
    /// The default path of the SQLite database, in the operating system's folder for application data of the user.
    /// </summary>
    public static string DefaultDataPath
    {
        get
        {
            var folder = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            );
            return folder.Length == 0 ? "adam.db" : Path.Combine(folder, "adam", "adam.db");
        }
    }

    /// <exception cref="SettingException">A setting is unknown or invalid.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        RejectUnknown(configuration);
        var section = configuration.GetSection(Section);
        var database = ReadDatabase(section, configuration[Connection]);
        var publicUrl = ReadPublicUrl(section);
        return new(
            database,
            Number(section, nameof(MaxBodyBytes), 1 << 20, 1024, 1 << 30),
            Number(section, nameof(MaxImportBytes), 1 << 30, 1024, 1L << 40),
            Number(section, nameof(MaxExportBytes), 10L << 30, 1024, 1L << 40),
            Flag(section, nameof(MigrateAtStart), true),
            ReadProxies(section),
            ReadContact(section),
            Flag(section, nameof(PrivateWebhooks), false),
            publicUrl,
            MailSettings.Read(configuration, publicUrl)
        )
        {
            IntegrityCheckInterval = Number(section, IntegrityCheckHours, DefaultIntegrityCheckHours, 0, 8_760)
                is > 0
                    and var hours
                ? TimeSpan.FromHours(hours)
                : null,
            ImportJobBytes = Number(section, nameof(ImportJobBytes), DefaultJobBytes, 0, 1L << 40),
            ImportFolder = ReadImportFolder(section, database),
            Limits = LimitSettings.Read(configuration),
            Keys = KeySettings.Read(configuration),
            OpenIdConnect = OpenIdConnectSettings.Read(configuration),
            ImportRetention = TimeSpan.FromDays(Number(section, ImportDays, DefaultImportDays, 1, 36_500)),
            PastRegisters = (int)Number(section, nameof(PastRegisters), DefaultPastRegisters, 0, 100),
            OwnVerdicts = Flag(section, nameof(OwnVerdicts), false),
            SessionLifetime = TimeSpan.FromHours(Number(section, SessionHours, DefaultSessionHours, 1, 720)),
            StrictTransport = TimeSpan.FromDays(
                Number(section, StrictTransportDays, DefaultStrictTransportDays, 0, 36_500)
            ),
        };
    }

    /// <exception cref="SettingException">A setting is unknown.</exception>
    public static void RejectUnknown(IConfiguration configuration)
    {
        foreach (
            var child in configuration
                .GetSection(Section)
                .GetChildren()
                .Where(child => !Names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
        )
        {
            var nearest = Nearest.FindIn(child.Key, Names);
            throw new SettingException(
                $"There is no setting {Section}:{child.Key}; "
                    + (
                        nearest is null
                            ? $"known are {string.Join(", ", Names)}."
                            : $"did you mean {Section}:{nearest}?"
                    )
            );
        }
    }

    private static Database ReadDatabase(IConfigurationSection section, string? connection)
    {
        var (name, path) = (section["Engine"] ?? Engines[0], section["DataPath"]);
        if (!Engines.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new SettingException($"{Section}:Engine is '{name}'; it must be {string.Join(" or ", Engines)}.");

        var server = name.Equals(Engines[1], StringComparison.OrdinalIgnoreCase);
        if (server && string.IsNullOrWhiteSpace(connection))
            throw new SettingException(
                $"{Section}:Engine is sqlserver, but {Connection} is not set; set it to the connection string of the "
                    + "database."
            );
        if (!server && !string.IsNullOrWhiteSpace(connection))
            throw new SettingException(
                $"{Connection} is set, but {Section}:Engine is sqlite, which would leave that database unused; set "
                    + $"{Section}:Engine=sqlserver, or take {Connection} away."
            );
        if (path is not null && string.IsNullOrWhiteSpace(path))
            throw new SettingException(
                $"{Section}:DataPath is empty; give the path of a file, or leave the setting out for {DefaultDataPath}."
            );

        try
        {
            return server ? new SqlServerDatabase(connection!) : new SqliteDatabase(path ?? DefaultDataPath);
        }
        catch (ArgumentException error)
        {
            // The value is not shown, because it can contain a password.
            throw new SettingException(
                server
                    ? $"{Connection} is no connection string: {error.Message}"
                    : $"{Section}:DataPath is no path of a file: {error.Message}"
            );
        }
    }

    private static IReadOnlyList<IPNetwork> ReadProxies(IConfigurationSection section) =>
        [
            .. (section[nameof(Proxies)] ?? "")
                .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(text =>
                    IPAddress.TryParse(text, out var address)
                        ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
                    : IPNetwork.TryParse(text, out var network) ? network
                    : throw new SettingException(
                        $"{Section}:{nameof(Proxies)} names '{text}'; it must hold addresses or networks, with commas "
                            + "between them, such as 10.0.0.7, 172.16.0.0/12."
                    )
                ),
        ];

    /// <summary>
    /// Returns the folder of the files of jobs: the stated one, otherwise one beside the file of the register; null for
    /// a register on a server without a stated one.
    /// </summary>
    private static string? ReadImportFolder(IConfigurationSection section, Database database)
    {
        if (section[nameof(ImportFolder)] is not { } path)
            return database is SqliteDatabase ? database.Location + ".imports" : null;
        if (string.IsNullOrWhiteSpace(path))
            throw new SettingException(
                $"{Section}:{nameof(ImportFolder)} is empty; give the path of a folder, or leave the setting out."
            );

        try
        {
            return Path.GetFullPath(path);
        }
        catch (ArgumentException error)
        {
            throw new SettingException($"{Section}:{nameof(ImportFolder)} is no path of a folder: {error.Message}");
        }
    }

    /// <summary>Returns the mailbox or page where people ask for a key; null if it is not set.</summary>
    private static string? ReadContact(IConfigurationSection section) =>
        section[nameof(Contact)]?.Trim() switch
        {
            null or "" => null,
            var text when MailAddress.TryCreate(text, out var mailbox) && mailbox.Address == text => text,
            var text when Uri.TryCreate(text, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" =>
                text,
            var text => throw new SettingException(
                $"{Section}:{nameof(Contact)} is '{text}'; it must be a mailbox such as keys@example.org, or the "
                    + "address of a page such as https://example.org/keys."
            ),
        };

    /// <summary>
    /// Returns the address at which clients reach the register; null if it is not set. The header <c>Host</c> is no
    /// substitute, because the sender of a request chooses it.
    /// </summary>
    private static Uri? ReadPublicUrl(IConfigurationSection section) =>
        section[nameof(PublicUrl)]?.Trim() switch
        {
            null or "" => null,
            var text
                when Uri.TryCreate(text, UriKind.Absolute, out var url)
                    && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
                    && url is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
                    && DnsName.FromUrl(url) is not null => url,
            var text => throw new SettingException(
                $"{Section}:{nameof(PublicUrl)} is '{text}'; it must be the address of this register with https and "
                    + "without a path, such as https://adam.example.org. Only localhost may have http."
            ),
        };

    private static long Number(IConfigurationSection section, string name, long unset, long least, long most) =>
        section[name] switch
        {
            null => unset,
            var text
                when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number >= least
                    && number <= most => number,
            var text => throw new SettingException(
                $"{Section}:{name} is '{text}'; it must be a whole number from {least} to {most}."
            ),
        };

    private static bool Flag(IConfigurationSection section, string name, bool unset) =>
        section[name] switch
        {
            null => unset,
            var text when bool.TryParse(text, out var flag) => flag,
            var text => throw new SettingException($"{Section}:{name} is '{text}'; it must be true or false."),
        };
}

/// <summary>
/// An invalid setting, which stops the start. The message is one sentence for the operator with the setting, its value
/// and the correction.
/// </summary>
internal sealed class SettingException(string message) : Exception(message);
