using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.OpenApi;
using FastEndpoints;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Adam.Api.Health;

internal sealed record NoParameters;

/// <summary>The state of the service.</summary>
/// <param name="Status"><c>healthy</c>. Any other state is returned as a problem.</param>
internal sealed record HealthResponse([property: Example("healthy")] string Status);

internal sealed class Live : Endpoint<NoParameters, HealthResponse>
{
    public override void Configure()
    {
        Get("/health/live");
        AllowAnonymous();
        this.Documents(
            "Check that the process runs",
            "Returns 200 while the process runs. Does not query the database.",
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
            "Check that requests can be served",
            "Verifies that the database can be read, has the schema of the program, and is not known to be damaged or "
                + "unable to store anything; otherwise returns 503. "
                + "Responds within three seconds, even if the database does not.",
            answer: typeof(HealthResponse)
        );
    }

    public override async Task HandleAsync(NoParameters req, CancellationToken ct)
    {
        var report = await checks.CheckHealthAsync(ct);
        if (
            report.Entries.Values.Select(entry => entry.Exception).OfType<ProblemException>().FirstOrDefault() is
            { } fault
        )
            throw fault;
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
