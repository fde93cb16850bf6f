using System.Data.Common;
using System.Runtime.InteropServices;
using Adam.Api.Copying;
using Adam.Api.Demo;
using Adam.Api.Errors;
using Adam.Api.Health;
using Adam.Api.Imports;
using Adam.Api.OpenApi;
using Adam.Api.Overlaps;
using Adam.Api.Partners;
using Adam.Api.Projects;
using Adam.Api.Security;
using Adam.Data.Copying;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Domain.Keys;
using Microsoft.AspNetCore.Connections;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Adam.Api.Cli;

/// <summary>The implementations of the commands. Each returns the exit code.</summary>
internal static partial class RegisterCommands
{
    /// <summary>The exit code for an invalid setting or argument.</summary>
    public const int Mistaken = 2;

    private const int Failed = 1;

    /// <summary>The caller of the import command. It may write for every partner, as an admin may.</summary>
    private static readonly Caller Importer = new("", Role.Admin, "import", "");

    public static async Task<int> ServeAsync(WebApplication app)
    {
        // Created first, so that metrics and traces of a rebuild at start are exported too.
        app.Services.GetService<MeterProvider>();
        app.Services.GetService<TracerProvider>();
        await PrepareAsync(app, onlyIfSet: true);
        var database = Database(app);
        Serving(app.Logger, database.Location, database.Name);
        await app.RunAsync();
        return 0;
    }

    public static async Task<int> DemoAsync(string[] settings, Func<string[], WebApplication> build)
    {
        var folder = Directory.CreateTempSubdirectory("adam-demo-");
        try
        {
            await using var app = build([.. settings, "--Adam:Engine=sqlite", "--ConnectionStrings:Adam=", $"--Adam:DataPath={Path.Combine(folder.FullName, "adam.db")}", "--Logging:LogLevel:Default=Warning"]);
            await PrepareAsync(app, onlyIfSet: false);
            await DemoRegister.FillAsync(app.Services, CancellationToken.None);
            var keys = await DemoKeys.CreateAsync(app.Services);
            await app.StartAsync();
            Console.WriteLine(DemoKeys.Welcome(app.Urls.First(), Database(app).Location, keys));
            await app.WaitForShutdownAsync();
            // Closes the file, because an open file keeps its folder from being removed on some systems.
            (Database(app) as IDisposable)?.Dispose();
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static async Task<int> MigrateAsync(WebApplication app)
    {
        await PrepareAsync(app, onlyIfSet: false);
        Console.WriteLine($"The register in {Database(app).Location} has the schema of this program.");
        return 0;
    }

    /// <summary>Prints the pending migrations as SQL, for operators who run them by hand.</summary>
    public static async Task<int> PrintMigrationsAsync(WebApplication app)
    {
        var sql = await Migrator.PrintAsync(Database(app), CancellationToken.None);
        if (sql.Length == 0)
            await Console.Error.WriteLineAsync($"The register in {Database(app).Location} has the schema of this program.");
        Console.Write(sql);
        return 0;
    }

    public static async Task<int> ProbeHealthAsync(IConfiguration configuration)
    {
        if (await HealthProbe.ProbeAsync(configuration) is not { } wrong)
            return 0;

        await Console.Error.WriteLineAsync(wrong);
        return Failed;
    }

    public static async Task<int> PrintContractAsync(WebApplication app)
    {
        Console.Write(Contract.Write(app.Services));
        return await Task.FromResult(0);
    }

    public static async Task<int> CreateKeyAsync(WebApplication app, string partner, Role role, string? name)
    {
        await PrepareAsync(app, onlyIfSet: true);
        var code = PartnerCodes.Canonical(partner);
        if ((await app.Services.GetRequiredService<PartnerStore>().DirectoryAsync(CancellationToken.None)).UnknownError(code, "partner") is { } unknown)
        {
            await Console.Error.WriteLineAsync(unknown.Reason);
            return Mistaken;
        }

        var secret = await DemoKeys.CreateAsync(app.Services, code, role, name ?? $"{code} {role.ToString().ToLowerInvariant()}");
        await Console.Error.WriteLineAsync($"A key for {code} in the register at {Database(app).Location}. It is shown this once:");
        Console.WriteLine(secret);
        return 0;
    }

    /// <summary>Imports files one after the other; a file that cannot be read does not keep the next ones out.</summary>
    /// <returns>0 when every file was read to its end, whatever became of its records.</returns>
    /// <param name="format">The name of the format of all files; null to take each file's by its extension.</param>
    public static async Task<int> ImportAsync(
        WebApplication app, IReadOnlyList<string> files, string? format, string? owner, ImportOptions asked,
        string? report)
    {
        var given = format is null ? null : ImportFormats.Find(format);
        var formats = files.Select(file => given ?? ImportFormats.ForFile(file)).ToList();
        var unknown = files.Where((_, index) => formats[index] is null).Select(ImportFormats.UnknownExtension);
        if (files.Count == 0 || unknown.Any())
        {
            await Console.Error.WriteLineAsync(
                files.Count == 0 ? "Name the files to import." : string.Join(Environment.NewLine, unknown));
            return Mistaken;
        }

        await PrepareAsync(app, onlyIfSet: true);
        if (owner is not null && (await app.Services.GetRequiredService<PartnerStore>().DirectoryAsync(CancellationToken.None)).UnknownError(PartnerCodes.Canonical(owner), "owner") is { } nobody)
        {
            await Console.Error.WriteLineAsync(nobody.Reason);
            return Mistaken;
        }

        // The report file is opened before the import, so that an unwritable path fails early.
        await using var items = report is null ? null : new FileStream(report, FileMode.Create);
        var options = asked with { Owner = owner is null ? null : PartnerCodes.Canonical(owner) };
        var exit = 0;
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        foreach (var (file, its) in files.Zip(formats))
        {
            if (stop.IsCancellationRequested)
                return exit;

            try
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
                var time = app.Services.GetRequiredService<TimeProvider>();
                var runner = app.Services.GetRequiredService<ImportRunner>();
                using var result = await ImportConsole.ShowAsync(
                    time, progress => runner.RunAsync(stream, its!, Importer, options, progress, stop.Token));
                Console.WriteLine(ImportConsole.Summary(file, result.Report));
                if (items is not null)
                    await result.WriteLinesAsync(items, CancellationToken.None);
            }
            catch (Exception exception) when (exception is UnreadableFileException or ProblemException or ImportInterruptedException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"{file}: {exception.Message}");
                foreach (var error in (exception as ProblemException)?.Errors ?? [])
                    await Console.Error.WriteLineAsync($"  {error.Name}: {error.Reason}");
                if (exception is ImportInterruptedException { InnerException: { } cause })
                    await Console.Error.WriteLineAsync($"  {cause.Message}");
                exit = Failed;
            }
        }

        return exit;

        // The current batch is rolled back, and the import reports its progress.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Rebuilds the table of scored pairs.</summary>
    /// <param name="sameStatistics">True to keep the current term statistics; false to compute new ones.</param>
    public static async Task<int> RebuildOverlapsAsync(WebApplication app, bool sameStatistics)
    {
        await MigrateIfSetAsync(app, onlyIfSet: true);
        Console.WriteLine(OverlapConsole.Summary(await RebuildAsync(app, sameStatistics)));
        return 0;
    }

    /// <summary>Compares the stored pairs with pairs computed from the projects.</summary>
    /// <returns>0 if they are equal.</returns>
    public static async Task<int> VerifyOverlapsAsync(WebApplication app)
    {
        await MigrateIfSetAsync(app, onlyIfSet: true);
        var differences = await OverlapConsole.ShowAsync(app.Services.GetRequiredService<TimeProvider>(), progress =>
            app.Services.GetRequiredService<OverlapVerify>().RunAsync(progress, CancellationToken.None));
        Console.WriteLine(OverlapConsole.Summary(differences));
        return differences.Count == 0 ? 0 : Failed;
    }

    /// <summary>Copies a register from one database to another.</summary>
    public static async Task<int> CopyAsync(string from, string to, string[] settings)
    {
        var (source, target) = CopyLocations.Read(from, to, WebApplication.CreateBuilder(Hosting.Options(settings)).Configuration);
        try
        {
            var tables = await CopyConsole.ShowAsync(TimeProvider.System, progress => new RegisterCopy(source, target).RunAsync(Console.Error.WriteLine, progress, CancellationToken.None));
            Console.WriteLine(CopyConsole.Summary(source, target, tables));
            return 0;
        }
        catch (CopyRejectedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return Failed;
        }
        finally
        {
            // SQLite merges its write-ahead log into the file when the last connection closes. The file alone is then
            // the whole register.
            foreach (var database in (Database[])[source, target])
                (database as IDisposable)?.Dispose();
        }
    }

    /// <summary>
    /// Prints an expected failure (a wrong setting, an unreachable database) as one sentence. Stack traces are for
    /// bugs.
    /// </summary>
    public static async Task<int> GuardAsync(Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (SettingException mistake)
        {
            await Console.Error.WriteLineAsync(mistake.Message);
            return Mistaken;
        }
        catch (UnsupportedDatabaseException unfit)
        {
            await Console.Error.WriteLineAsync(unfit.Message);
            return Failed;
        }
        catch (Exception error) when (error is DbException or IOException or UnauthorizedAccessException or RegisterBusyException or RegisterUnavailableException or CommitUnknownException or InvalidOperationException { InnerException: DbException })
        {
            await Console.Error.WriteLineAsync(error.InnerException is AddressInUseException
                ? $"{error.Message} Choose another address with --urls."
                : $"The register cannot be opened: {error.Message} (Adam:DataPath and ConnectionStrings:Adam say where it is.)");
            return Failed;
        }
    }

    /// <summary>
    /// Brings the schema up to this program, and with it derived tables and pairs that other rules than the program's
    /// have made.
    /// </summary>
    /// <exception cref="UnsupportedDatabaseException">
    /// The program may not bring the schema up, and the schema or a derived table is not that of this program.
    /// </exception>
    private static async Task PrepareAsync(WebApplication app, bool onlyIfSet)
    {
        var isMigrated = await MigrateIfSetAsync(app, onlyIfSet);
        var derived = await app.Services.GetRequiredService<ProjectReindex>().CheckAsync(CancellationToken.None);
        if (!isMigrated && derived is { HasProjects: true, Outdated.Count: > 0 })
        {
            throw new UnsupportedDatabaseException(
                $"Another version of the program has derived {string.Join(", ", derived.Outdated)}. "
                + "Run the command migrate or reindex.");
        }

        await ReindexCommand.RunOutdatedAsync(app, CancellationToken.None);
        if (!isMigrated || !await app.Services.GetRequiredService<TermStatisticsStore>().IsOutdatedAsync(CancellationToken.None))
            return;

        await Console.Error.WriteLineAsync("The overlaps were not scored by the rules of this program: all are scored anew.");
        await Console.Error.WriteLineAsync(OverlapConsole.Summary(await RebuildAsync(app, sameStatistics: false)));
    }

    private static Task<OverlapsRebuilt> RebuildAsync(WebApplication app, bool sameStatistics) => OverlapConsole.ShowAsync(app.Services.GetRequiredService<TimeProvider>(), progress =>
        app.Services.GetRequiredService<OverlapRebuild>().RunAsync(progress, CancellationToken.None, sameStatistics));

    /// <returns>False if the program may only check the schema.</returns>
    public static async Task<bool> MigrateIfSetAsync(WebApplication app, bool onlyIfSet)
    {
        if (!onlyIfSet || app.Services.GetRequiredService<Settings>().MigrateAtStart)
        {
            await Migrator.RunAsync(Database(app), Console.Error.WriteLine, CancellationToken.None);
            return true;
        }

        await Migrator.CheckAsync(Database(app), CancellationToken.None);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The register is in {Place} ({Engine})")]
    private static partial void Serving(ILogger log, string place, string engine);

    private static Database Database(WebApplication app) => app.Services.GetRequiredService<Database>();
}
