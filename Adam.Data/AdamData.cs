using Adam.Data.Engines;
using Adam.Data.Idempotency;
using Adam.Data.Imports;
using Adam.Data.Keys;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Register;
using Adam.Data.Overlaps.Report;
using Adam.Data.Partners;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Data.Projects.Indexing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Adam.Data;

public static class AdamData
{
    /// <summary>The stores over one database.</summary>
    public static IServiceCollection AddAdamData(this IServiceCollection services, Engine engine)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(engine)
            .AddSingleton<Readiness>()
            .AddSingleton<PartnerStore>()
            .AddSingleton<KeyStore>()
            .AddSingleton<IdempotencyStore>()
            .AddSingleton<OverlapMemory>()
            .AddSingleton<OverlapEditionStore>()
            .AddSingleton<OverlapRebuild>()
            .AddSingleton<OverlapVerify>()
            .AddSingleton(services => CreateIndexers(engine, services.GetRequiredService<OverlapMemory>()))
            .AddSingleton<ProjectReindex>()
            .AddSingleton<ProjectStore>()
            .AddSingleton<ImportStore>()
            .AddSingleton<PresenceStore>()
            .AddSingleton<OverlapDrafts>()
            .AddSingleton<QueryPlanner>()
            .AddSingleton<OverlapStore>()
            .AddSingleton<ProjectRecorder>()
            .AddSingleton<OverlapClusters>()
            .AddSingleton<OverlapSummaryStore>();
    }

    /// <summary>
    /// Returns the indexers of all derived tables. The indexer of pairs comes last, for it reads the other tables.
    /// </summary>
    public static ProjectIndexers CreateIndexers(Engine engine, OverlapMemory memory) => new(() =>
    [
        new FacetIndexer(engine),
        new WordIndexer(engine),
        new OrganisationNameIndexer(),
        new AmountIndexer(engine),
        new CellIndexer(engine),
        new PairIndexer(engine, memory),
    ]);
}
