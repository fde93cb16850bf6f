using Adam.Data.Databases.Migrations;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Adam.Api.Health;

/// <summary>
/// Queries the database and reports its state within 2 seconds, because load balancers need a response even if the
/// database does not respond. The process has one instance.
/// </summary>
internal sealed class DatabaseHealthCheck(Readiness readiness) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _asking = new();
    private Task<IReadOnlyList<string>>? _asked;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            return await Missing().WaitAsync(Patience, cancellationToken) is { Count: > 0 } missing
                ? HealthCheckResult.Unhealthy(
                    $"The schema of the database is not that of this program: it lacks {string.Join(", ", missing)}. "
                        + "Run migrate."
                )
                : HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database cannot be read.", error);
        }
    }

    /// <summary>Runs one query at a time. If the database hangs, queries would otherwise accumulate.</summary>
    private Task<IReadOnlyList<string>> Missing()
    {
        lock (_asking)
            return _asked is { IsCompleted: false }
                ? _asked
                : _asked = Task.Run(() => readiness.MissingAsync(CancellationToken.None));
    }
}
