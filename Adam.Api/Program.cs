using Adam.Api;
using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Desk;
using Adam.Api.Errors;
using Adam.Api.Exports;
using Adam.Api.Health;
using Adam.Api.History;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.Keys;
using Adam.Api.Monitoring;
using Adam.Api.OpenApi;
using Adam.Api.Overlaps;
using Adam.Api.Pages;
using Adam.Api.RateLimits;
using Adam.Api.Reports;
using Adam.Api.Security;
using Adam.Api.Subscriptions;
using Adam.Api.Subscriptions.Mail;
using Adam.Api.Tokens;
using Adam.Data;
using FastEndpoints;

return await Commands.RunAsync(args, Build);

static WebApplication Build(string[] args)
{
    var builder = Hosting.CreateBuilder(args);
    var settings = Settings.Read(builder.Configuration);
    builder.AddLogging(isTerminal: !Console.IsOutputRedirected).ExportTelemetry().ListenOnLoopbackByDefault(settings);
    builder.LimitConnections(settings);

    builder
        .Services.AddSingleton(settings)
        .AddProxies(settings.Proxies)
        .AddHostNames(builder.Configuration, settings.PublicUrl)
        .AddAdamData(settings.Database)
        .AddPastRegisters(settings) // for asOf
        .AddReports()
        .AddReaders() // of request bodies, filters and files
        .AddListFormats()
        .AddSubscriptions(settings) // and the delivery of webhooks and mails
        .AddCompression()
        .AddKeysAndRoles(settings)
        .AddTokens(settings.OpenIdConnect)
        .AddSingleton<HomeIndex>()
        .AddSingleton<OverlapJudges>()
        .AddDeskPages(settings)
        .AddRequestLimits(settings.Limits)
        .AddSingleton<KnownPaths>()
        .AddSingleton<MalformedRequests>()
        .AddSingleton<Permissions>()
        .AddSingleton<RoleScopes>()
        .AddSingleton<KeyRules>()
        .AddSingleton(typeof(IRequestBinder<>), typeof(StrictRequestBinder<>)) // reports all errors at once
        .AddEndpoints()
        .AddHealth(settings)
        .AddContract(); // openapi.yaml

    var app = builder.Build();
    app.Services.GetRequiredService<MalformedRequests>().Observe(); // which no middleware sees
    app.UseForwardedHeaders(); // from the configured proxies only
    app.UseMiddleware<SecurityHeadersMiddleware>(); // also of problems
    app.UseMiddleware<InProcessApi.Middleware>(); // where requests of the desk's pages enter
    app.UseMiddleware<RequestLoggingMiddleware>();
    app.UseMiddleware<HeadAsGetMiddleware>();
    app.UseCompression(); // also of problems
    app.UseMiddleware<ProblemMiddleware>(); // converts exceptions of all later middleware
    app.UseMiddleware<HostNameMiddleware>();
    app.UseMiddleware<RequestBodyMiddleware>();
    app.UseSwaggerPage();
    app.UseRouting();
    app.UseMiddleware<HiddenPathsMiddleware>();
    app.UseAuthentication();
    app.UseRequestLimits(); // of keys, partners and addresses
    app.UseAuthorization(); // requires a key unless an endpoint is anonymous
    app.UseMiddleware<KeyScopeMiddleware>(); // of keys that are restricted to scopes
    app.UseMiddleware<DatabaseLimitsMiddleware>();
    app.UseMiddleware<IdempotencyMiddleware>();
    app.MapDeskPages(settings); // for people: / and /desk
    app.MapPages(); // and /docs
    app.MapMailPages(); // of the links in mails
    app.MapContract();
    app.UseFastEndpoints(Endpoints.Configure);
    app.UseEndpoints(_ => { });
    return app;
}

public partial class Program;
