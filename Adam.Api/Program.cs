using Adam.Api.Cli;
using Adam.Api.Exports;
using Adam.Api.Health;
using Adam.Api.Monitoring;
using Adam.Api.OpenApi;
using Adam.Api.Projects;
using Adam.Api.Requests;
using Adam.Api.Security;
using Adam.Data;
using FastEndpoints;

return await Commands.RunAsync(args, Build);

static WebApplication Build(string[] args)
{
    var builder = WebApplication.CreateBuilder(Hosting.Options(args));
    var settings = Settings.Read(builder.Configuration);
    builder.LogForWhoeverReads(isTerminal: !Console.IsOutputRedirected).ExportTelemetry().ListenOnLoopbackUnlessTold(settings);

    builder.Services
        .AddSingleton(settings)
        .AddProxies(settings.Proxies)
        .AddAdamData(settings.Engine) // the register
        .AddReaders() // what callers send
        .AddListFormats() // how lists are written
        .AddKeysAndRoles() // who may ask
        .AddSingleton<KnownPaths>()
        .AddSingleton(typeof(IRequestBinder<>), typeof(ExactBinder<>)) // every request, with every fault at once
        .AddFastEndpoints(discovery => discovery.Assemblies = [typeof(Program).Assembly])
        .AddContract() // openapi.yaml
        .AddSingleton<DatabaseCheck>()
        .AddHealthChecks().AddCheck<DatabaseCheck>("database");

    var app = builder.Build();
    app.UseForwardedHeaders(); // from the proxies that the settings name
    app.UseMiddleware<RequestLog>();
    app.UseMiddleware<ProblemMiddleware>(); // whatever goes wrong further in
    app.UseMiddleware<HeadAsGet>();
    app.UseSwaggerPage();
    app.UseRouting();
    app.UseMiddleware<HiddenPaths>();
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
