using Adam.Api.Configuration;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Databases.SqlServer;

namespace Adam.Api.Copying;

/// <summary>
/// Parses the two databases of a copy: <c>sqlite:adam.db</c>, <c>sqlserver:Server=…</c>, or the engine alone for the
/// location in the configuration, which keeps passwords off the command line.
/// </summary>
internal static class CopyLocations
{
    private const string Sqlite = "sqlite";
    private const string SqlServer = "sqlserver";

    /// <exception cref="SettingException">A location is invalid, both have the same engine, or a setting is
    /// unknown.</exception>
    public static (Database From, Database To) Read(string from, string to, IConfiguration configuration)
    {
        Settings.RejectUnknown(configuration);
        var places = (From: Location("--from", from, configuration), To: Location("--to", to, configuration));
        if (places.From.Name == places.To.Name)
            throw new SettingException(
                $"--from and --to are both {places.From.Name}; a register is copied from one engine to the other. "
                    + "Within one, its own backup does that."
            );
        if (places.From is { Name: Sqlite, Location: var file } && !File.Exists(file))
            throw new SettingException($"--from is {file}; there is no such file.");

        return places;
    }

    /// <summary>Parses the databases of a copy of the past: from either engine, to a new SQLite file.</summary>
    /// <exception cref="SettingException">
    /// A location is invalid, the target is no SQLite file or exists, or a setting is unknown.
    /// </exception>
    public static (Database From, string To) ReadForPast(string from, string to, IConfiguration configuration)
    {
        Settings.RejectUnknown(configuration);
        if (!to.StartsWith($"{Sqlite}:", StringComparison.OrdinalIgnoreCase) || to[(Sqlite.Length + 1)..].Trim() is "")
            throw new SettingException(
                $"--to is {to}; with --as-of, the copy is a new SQLite file: --to {Sqlite}:FILE."
            );

        var file = Path.GetFullPath(to[(Sqlite.Length + 1)..].Trim());
        if (Path.Exists(file))
            throw new SettingException($"--to is {file}, which exists already; name another file.");
        if (!Directory.Exists(Path.GetDirectoryName(file)))
            throw new SettingException($"--to is {file}, whose folder does not exist; create it, or name another one.");

        var source = Location("--from", from, configuration);
        if (source is { Name: Sqlite, Location: var path } && !File.Exists(path))
            throw new SettingException($"--from is {path}; there is no such file.");
        return (source, file);
    }

    private static Database Location(string option, string place, IConfiguration configuration)
    {
        var (engine, where) = place.Split(':', 2) is [var before, var after] ? (before, after) : (place, null);
        var name = engine.ToLowerInvariant();
        if (name is not (Sqlite or SqlServer) || where?.Trim().Length == 0)
            throw new SettingException(
                $"{option} must be sqlite:FILE, sqlserver:CONNECTION, or sqlite or sqlserver alone for what "
                    + $"Adam:DataPath or {Settings.Connection} names."
            );

        if (where is null)
        {
            where =
                name == Sqlite
                    ? configuration["Adam:DataPath"] ?? Settings.DefaultDataPath
                    : configuration[Settings.Connection];
            if (string.IsNullOrWhiteSpace(where))
                throw new SettingException(
                    name == Sqlite
                        ? "Adam:DataPath is empty."
                        : $"{option} is sqlserver, but {Settings.Connection} is not set; set it to the connection "
                            + "string of the database."
                );
        }

        try
        {
            return name == Sqlite ? new SqliteDatabase(where) : new SqlServerDatabase(where);
        }
        catch (ArgumentException error)
        {
            // The value is not shown, because it can contain a password.
            throw new SettingException(
                $"{option} is no {(name == Sqlite ? "path of a file" : "connection string")}: {error.Message}"
            );
        }
    }
}
