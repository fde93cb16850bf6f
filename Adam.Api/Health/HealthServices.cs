using Adam.Api.Configuration;
using Adam.Data.Databases.Sqlite;

namespace Adam.Api.Health;

internal static class HealthServices
{
    /// <summary>Adds the check for <c>/health/ready</c>, and the checks of a SQLite file for damage.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services, Settings settings)
    {
        if (settings is { Database: SqliteDatabase file, IntegrityCheckInterval: not null })
            services.AddSingleton(_ => file).AddHostedService<IntegrityCheckService>();
        services.AddSingleton<DatabaseHealthCheck>().AddHealthChecks().AddCheck<DatabaseHealthCheck>("database");
        return services;
    }
}
