using Adam.Api.Imports;
using Adam.Api.Overlaps;

namespace Adam.Api.Projects;

internal static class ProjectServices
{
    /// <summary>What reads projects and filters that callers send.</summary>
    public static IServiceCollection AddReaders(this IServiceCollection services) =>
        services.AddSingleton<ProjectReader>().AddSingleton<ProjectFilterReader>().AddSingleton<OverlapFilterReader>().AddSingleton<ImportRunner>().AddHostedService<EditionRenewal>();
}
