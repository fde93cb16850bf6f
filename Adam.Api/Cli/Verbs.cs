using System.Data.Common;
using Adam.Api.Demo;
using Adam.Api.OpenApi;
using Adam.Api.Partners;
using Adam.Data.Engines;
using Adam.Data.Partners;
using Adam.Domain.Security;
using Microsoft.AspNetCore.Connections;

namespace Adam.Api.Cli;

/// <summary>What the program does under each of its commands. Each answers the exit code.</summary>
internal static class Verbs
{
    /// <summary>The operator's mistake: a setting, an argument.</summary>
    public const int Mistaken = 2;

    private const int Failed = 1;

    public static async Task<int> ServeAsync(WebApplication app)
    {
        await PrepareAsync(app, onlyIfSet: true);
        Console.WriteLine($"The register is in {Engine(app).Place} ({Engine(app).Name}).");
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
            Console.WriteLine(DemoKeys.Welcome(app.Urls.First(), Engine(app).Place, keys));
            await app.WaitForShutdownAsync();
            // Or the file would be held, and its folder could not be removed everywhere.
            (Engine(app) as IDisposable)?.Dispose();
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
        Console.WriteLine($"The register in {Engine(app).Place} has the schema of this program.");
        return 0;
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
        if ((await app.Services.GetRequiredService<PartnerStore>().DirectoryAsync(CancellationToken.None)).Lacks(code, "partner") is { } unknown)
        {
            await Console.Error.WriteLineAsync(unknown.Reason);
            return Mistaken;
        }

        var secret = await DemoKeys.CreateAsync(app.Services, code, role, name ?? $"{code} {role.ToString().ToLowerInvariant()}");
        await Console.Error.WriteLineAsync($"A key for {code} in the register at {Engine(app).Place}. It is shown this once:");
        Console.WriteLine(secret);
        return 0;
    }

    /// <summary>Tells an operator's mistake, and a world that is not as it should be, in a sentence; a stack trace is for our own faults.</summary>
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
        catch (Exception error) when (error is DbException or IOException or UnauthorizedAccessException or RegisterBusyException or InvalidOperationException { InnerException: DbException })
        {
            await Console.Error.WriteLineAsync(error.InnerException is AddressInUseException
                ? $"{error.Message} Choose another address with --urls."
                : $"The register cannot be opened: {error.Message} (Adam:DataPath and ConnectionStrings:Adam say where it is.)");
            return Failed;
        }
    }

    private static async Task PrepareAsync(WebApplication app, bool onlyIfSet)
    {
        if (!onlyIfSet || app.Services.GetRequiredService<Settings>().MigrateAtStart)
            await Migrations.RunAsync(Engine(app), Console.Error.WriteLine, CancellationToken.None);
    }

    private static Engine Engine(WebApplication app) => app.Services.GetRequiredService<Engine>();
}
