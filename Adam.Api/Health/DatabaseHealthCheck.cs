using Adam.Api.Errors;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Adam.Api.Health;

/// <summary>
/// Queries the database and reports its state within 2 seconds, because load balancers need a response even if the
/// database does not respond. The process has one instance.
/// </summary>
internal sealed class DatabaseHealthCheck(Readiness readiness, Database database) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _asking = new();
    private Task<IReadOnlyList<string>>? _asked;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (database is SqliteDatabase { Health.IsDamaged: true })
            return Unhealthy(FileFaultProblem.Create(RegisterFileFault.Damaged));

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
            return FileFaultProblem.FromException(error) is { } fault
                ? Unhealthy(fault)
                : HealthCheckResult.Unhealthy("The database cannot be read.", error);
        }
    }

    private static HealthCheckResult Unhealthy(ProblemException fault) =>
        HealthCheckResult.Unhealthy(fault.Message, fault);

    /// <summary>Runs one query at a time. If the database hangs, queries would otherwise accumulate.</summary>
    private Task<IReadOnlyList<string>> Missing()
    {
        lock (_asking)
            return _asked is { IsCompleted: false }
                ? _asked
                : _asked = Task.Run(() => readiness.MissingAsync(CancellationToken.None));
    }
}
