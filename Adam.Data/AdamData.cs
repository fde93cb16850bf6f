using Adam.Data.Audit;
using Adam.Data.Audit.Refusals;
using Adam.Data.BrowserSessions;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Documents;
using Adam.Data.ExchangeRates;
using Adam.Data.Gaps;
using Adam.Data.Idempotency;
using Adam.Data.Imports;
using Adam.Data.Keys;
using Adam.Data.Layers;
using Adam.Data.Measures;
using Adam.Data.Meetings;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Clusters;
using Adam.Data.Overlaps.Learning;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Review;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Partners;
using Adam.Data.Posts;
using Adam.Data.Presence;
using Adam.Data.Progress;
using Adam.Data.Progress.Findings;
using Adam.Data.Progress.Statements;
using Adam.Data.Projects;
using Adam.Data.Projects.Indexing;
using Adam.Data.Questionnaires;
using Adam.Data.Recommendations;
using Adam.Data.Reports;
using Adam.Data.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Adam.Data;

public static class AdamData
{
    /// <summary>Registers the stores of one database.</summary>
    public static IServiceCollection AddAdamData(this IServiceCollection services, Database database)
    {
        services.TryAddSingleton<TimeProvider>(new SteadyClock(TimeProvider.System));
        if (database is SqliteDatabase file)
            services.AddSingleton(provider => new ServingLock(file, provider.GetRequiredService<TimeProvider>()));
        return services
            // A factory, because the container disposes of what it has created itself.
            .AddSingleton(_ => database)
            .AddSingleton<Readiness>()
            .AddSingleton<PartnerStore>()
            .AddSingleton<ExchangeRateStore>()
            .AddSingleton<DonorAmountStore>()
            .AddSingleton<KeyStore>()
            .AddSingleton<BrowserSessionStore>()
            .AddSingleton<AuditStore>()
            .AddSingleton<AuditBaseline>()
            .AddSingleton<AuditRetention>()
            .AddSingleton<AuditVerify>()
            .AddSingleton<ProjectHistory>()
            .AddSingleton<PastProjects>()
            .AddSingleton<RefusalStore>()
            .AddSingleton<ChangeStore>()
            .AddSingleton<RestrictedCells>()
            .AddSingleton<ChangeSignal>()
            .AddSingleton<SubscriptionStore>()
            .AddSingleton<SubscriptionTokenStore>()
            .AddSingleton<SubscriptionEvents>()
            .AddSingleton<IdempotencyStore>()
            .AddSingleton<MatchingCache>()
            .AddSingleton<TermStatisticsStore>()
            .AddSingleton<OverlapRebuild>()
            .AddSingleton<OverlapVerify>()
            .AddSingleton<LearnedRulesStore>()
            .AddSingleton(services => CreateIndexers(database, services.GetRequiredService<MatchingCache>()))
            .AddSingleton<ProjectReindex>()
            .AddSingleton<DerivedTableVerify>()
            .AddSingleton<ProjectStore>()
            .AddSingleton<ProjectSuggestions>()
            .AddSingleton<ImportStore>()
            .AddSingleton<ImportLog>()
            .AddSingleton<ImportReports>()
            .AddSingleton<ImportUndo>()
            .AddSingleton<ImportMappings>()
            .AddSingleton<PresenceStore>()
            .AddSingleton<PresenceVerify>()
            .AddSingleton<MeasureStore>()
            .AddSingleton<CriterionPartsCache>()
            .AddSingleton<MeasureLinks>()
            .AddSingleton<EntryMeasures>()
            .AddSingleton<DraftMeasures>()
            .AddSingleton<GapStore>()
            .AddSingleton<StatementStore>()
            .AddSingleton<FindingStore>()
            .AddSingleton<ProgressStore>()
            .AddSingleton<ReportNoteStore>()
            .AddSingleton<ReportEditionStore>()
            .AddSingleton<RecommendationStore>()
            .AddSingleton<QuestionnaireStore>()
            .AddSingleton<ReminderStore>()
            .AddSingleton<PartnerResponseStore>()
            .AddSingleton<IMeetingUse>(services => services.GetRequiredService<RecommendationStore>())
            .AddSingleton<DocumentStore>()
            .AddSingleton<IMeetingUse>(services => services.GetRequiredService<DocumentStore>())
            .AddSingleton<MeetingStore>()
            .AddSingleton<MeetingRegister>()
            .AddSingleton<LayerStore>()
            .AddSingleton<LayerItemStore>()
            .AddSingleton<LayerSummaryStore>()
            .AddSingleton<PostStore>()
            .AddSingleton<DraftOverlaps>()
            .AddSingleton<QueryPlanner>()
            .AddSingleton<OverlapStore>()
            .AddSingleton<OverlapNoteStore>()
            .AddSingleton<ReviewQueueStore>()
            .AddSingleton<CoFundedProjects>()
            .AddSingleton<ProjectRecorder>()
            .AddSingleton<OverlapClusters>()
            .AddSingleton<ClusterDivision>()
            .AddSingleton<OverlapSummaryStore>();
    }

    /// <summary>
    /// Returns the indexers of all derived tables. The indexer of pairs comes after those that it reads the tables of,
    /// and those of clusters and sums after it.
    /// </summary>
    public static ProjectIndexers CreateIndexers(Database database, MatchingCache memory)
    {
        var search = new AdvancePairSearch(database, memory);
        return new(
            () => Create(null),
            async (id, owner, draft, ct) =>
            {
                var advance = await search.FindAsync(id, owner, draft, ct);
                return () => Create(advance);
            }
        );

        IReadOnlyList<IProjectIndexer> Create(AdvancePairs? advance)
        {
            var pairs = new PairChanges();
            return
            [
                new FacetIndexer(database),
                new WordIndexer(database),
                new OrganisationNameIndexer(),
                new AmountIndexer(database),
                new PlaceIndexer(database),
                new CellIndexer(database),
                new ProjectMeasureIndexer(database),
                new PresenceSumIndexer(database),
                new PairIndexer(database, memory, pairs, advance),
                new ClusterIndexer(database),
                new OverlapSumIndexer(database, pairs),
            ];
        }
    }
}
