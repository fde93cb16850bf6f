using Adam.Data.Partners;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Adam.Api.Health;

/// <summary>Reads from the register: a database that can be reached but was never migrated is not ready either.</summary>
internal sealed class DatabaseCheck(PartnerStore partners) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await partners.ListAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
