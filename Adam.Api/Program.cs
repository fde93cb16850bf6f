using Adam.Api;
using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Exports;
using Adam.Api.Health;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.Monitoring;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data;
using FastEndpoints;

return await Commands.RunAsync(args, Build);

static WebApplication Build(string[] args)
{
    var builder = WebApplication.CreateBuilder(Hosting.Options(args));
    var settings = Settings.Read(builder.Configuration);
    builder.AddLogging(isTerminal: !Console.IsOutputRedirected).ExportTelemetry().ListenOnLoopbackByDefault(settings);

    builder
        .Services.AddSingleton(settings)
        .AddProxies(settings.Proxies)
        .AddAdamData(settings.Database) // the register
        .AddReaders() // what callers send
        .AddListFormats() // how lists are written
        .AddKeysAndRoles() // who may ask
        .AddSingleton<KnownPaths>()
        .AddSingleton(typeof(IRequestBinder<>), typeof(StrictRequestBinder<>)) // every request, with every fault at once
        .AddFastEndpoints(discovery => discovery.Assemblies = [typeof(Program).Assembly])
        .AddContract() // openapi.yaml
        .AddSingleton<DatabaseHealthCheck>()
        .AddHealthChecks()
        .AddCheck<DatabaseHealthCheck>("database");

    var app = builder.Build();
    app.UseForwardedHeaders(); // from the proxies that the settings name
    app.UseMiddleware<RequestLoggingMiddleware>();
    app.UseMiddleware<ProblemMiddleware>(); // whatever goes wrong further in
    app.UseMiddleware<HeadAsGetMiddleware>();
    app.UseSwaggerPage();
    app.UseRouting();
    app.UseMiddleware<HiddenPathsMiddleware>();
    app.UseAuthentication();
    app.UseAuthorization(); // a path that does not say otherwise needs a key
    app.UseMiddleware<IdempotencyMiddleware>();
    app.MapErrorsPage();
    app.MapContract();
    app.UseFastEndpoints(Endpoints.Configure);
    app.UseEndpoints(_ => { });
    return app;
}

public partial class Program;
