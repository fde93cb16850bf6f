using Adam.Api.Imports;
using Adam.Api.Overlaps;

namespace Adam.Api.Projects;

internal static class ProjectServices
{
    /// <summary>Registers the services that read projects and filters from requests.</summary>
    public static IServiceCollection AddReaders(this IServiceCollection services) =>
        services
            .AddSingleton<ProjectReader>()
            .AddSingleton<ProjectChanges>()
            .AddSingleton<ProjectFilterReader>()
            .AddSingleton<OverlapFilterReader>()
            .AddSingleton<ImportRunner>()
            .AddHostedService<TermStatisticsRefreshService>();
}
