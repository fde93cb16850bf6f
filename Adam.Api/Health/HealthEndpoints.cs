using Adam.Api.Binding;
using Adam.Api.CodeLists;
using Adam.Api.Errors;
using Adam.Api.OpenApi;
using FastEndpoints;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Adam.Api.Health;

/// <summary>The state of the service.</summary>
/// <param name="Status"><c>healthy</c>; any other state is answered by a problem.</param>
internal sealed record HealthResponse([property: Example("healthy")] string Status);

internal sealed class Live : Endpoint<NoParameters, HealthResponse>
{
    public override void Configure()
    {
        Get("/health/live");
        AllowAnonymous();
        this.Documents(
            "Whether the process lives",
            "For whoever restarts it. Says nothing about the database.",
            answer: typeof(HealthResponse)
        );
    }

    public override Task HandleAsync(NoParameters req, CancellationToken ct) =>
        Send.OkAsync(new HealthResponse("healthy"), ct);
}

internal sealed class Ready(HealthCheckService checks) : Endpoint<NoParameters, HealthResponse>
{
    public override void Configure()
    {
        Get("/health/ready");
        AllowAnonymous();
        this.Documents(
            "Whether requests can be served",
            "For whoever sends requests here: the database is asked whether it can be read, and whether its schema "
                + "is that of the program. Answers within three seconds, even when the database does not.",
            answer: typeof(HealthResponse)
        );
    }

    public override async Task HandleAsync(NoParameters req, CancellationToken ct)
    {
        var report = await checks.CheckHealthAsync(ct);
        if (report.Status is not HealthStatus.Healthy)
            throw new ProblemException(
                ErrorCodes.Unavailable,
                $"{report.Entries.Values.First(entry => entry.Status == report.Status).Description} The server's log "
                    + "says more."
            )
            {
                Headers = { ["Retry-After"] = "5" },
            };

        await Send.OkAsync(new HealthResponse("healthy"), ct);
    }
}
