using System.CommandLine;
using Adam.Api.Cli;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Overlaps.Matching;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Adam.Api.Startup;

/// <summary>The action of the program without a command: it serves the register over HTTP.</summary>
internal static partial class ServeCommand
{
    public static void AddTo(RootCommand root, Func<string[], WebApplication> build) =>
        root.Run(build, (_, app) => RunAsync(app));

    private static async Task<int> RunAsync(WebApplication app)
    {
        // Taken first, because a program of another version must not change the register of one that serves it. It is
        // released after the database is closed, because the container disposes in the reverse order.
        var serving = app.Services.GetService<ServingLock>();
        serving?.Take();
        // The providers are created first, so that metrics and traces of a rebuild at the start are exported.
        app.Services.GetService<MeterProvider>();
        app.Services.GetService<TracerProvider>();
        await RegisterPreparation.PrepareAsync(app);
        await app.Services.GetRequiredService<OverlapRebuild>().RemoveCopiesAsync(CancellationToken.None);
        var last = await app.Services.GetRequiredService<ChangeStore>().LastPositionAsync(CancellationToken.None);
        if (app.Services.GetRequiredService<TimeProvider>() is SteadyClock clock)
            clock.GoOnFrom(Instants.FromMicros(last.Micros));
        var database = app.Database();
        Serving(app.Logger, database.Location, database.Name);
        if (database is SqliteDatabase && PrivateFiles.IsOpenToOthers(database.Location))
            OpenToOthers(app.Logger, database.Location);
        await Listening.StartAsync(app);
        serving?.ServesAt(app.Urls.First());
        await app.WaitForShutdownAsync();
        return ExitCode.Success;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The register is in {Place} ({Engine})")]
    private static partial void Serving(ILogger log, string place, string engine);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Other users of this machine can read or write {Place}: `chmod 600` it, its log and its index"
    )]
    private static partial void OpenToOthers(ILogger log, string place);
}
