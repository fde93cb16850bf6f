using System.Security.Claims;
using System.Text.Encodings.Web;
using FastEndpoints;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Adam.Benchmarks.Floor;

/// <summary>
/// The floor within the frameworks of the register: routing, authentication that looks nothing up, authorization, and
/// an endpoint of FastEndpoints. It returns the same projects by the same statements as <see cref="FloorServer"/>, so
/// the difference between the two is what the frameworks cost before the register does anything.
/// </summary>
internal static class FrameworkServer
{
    public static async Task RunAsync(string path, string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = Anyone.Name;
            options.AddScheme<Anyone>(Anyone.Name, null);
        });
        builder.Services.AddWebEncoders().AddTransient<Anyone>();
        builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        builder
            .Services.AddSingleton(_ => new FloorServer(path))
            .AddFastEndpoints(discovery => discovery.Assemblies = [typeof(FrameworkServer).Assembly]);
        await using var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseFastEndpoints();
        await app.RunAsync();
    }

    /// <summary>Accepts every request without reading anything.</summary>
    internal sealed class Anyone(
        IOptionsMonitor<AuthenticationSchemeOptions> options,
        ILoggerFactory logger,
        UrlEncoder encoder
    ) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public const string Name = "Anyone";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(
                AuthenticateResult.Success(new(new(new ClaimsIdentity([new("partner", "DE")], Name)), Name))
            );
    }

    internal sealed record OneRequest
    {
        [RouteParam]
        public Guid Id { get; init; }
    }

    internal sealed class GetOne(FloorServer floor) : Endpoint<OneRequest>
    {
        public override void Configure() => Get("/v1/projects/{id}");

        public override Task HandleAsync(OneRequest req, CancellationToken ct) =>
            floor.AnswerOneAsync(HttpContext, req.Id);
    }
}
