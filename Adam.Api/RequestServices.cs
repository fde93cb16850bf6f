using Adam.Api.Audit;
using Adam.Api.Changes;
using Adam.Api.Documents;
using Adam.Api.Errors;
using Adam.Api.Gaps;
using Adam.Api.Http;
using Adam.Api.Imports;
using Adam.Api.Layers;
using Adam.Api.Measures;
using Adam.Api.Meetings;
using Adam.Api.Overlaps;
using Adam.Api.Posts;
using Adam.Api.Progress;
using Adam.Api.Projects;
using Adam.Api.Projects.Filtering;
using Adam.Api.Questionnaires;
using Adam.Api.Questionnaires.Forms;
using Adam.Api.Recommendations;

namespace Adam.Api;

internal static class RequestServices
{
    /// <summary>
    /// Registers the services that read projects, filters and files from requests, and those that complete lists.
    /// </summary>
    public static IServiceCollection AddReaders(this IServiceCollection services) =>
        services
            .AddSingleton<ProjectReader>()
            .AddSingleton<ProjectChanges>()
            .AddSingleton<ProjectWarnings>()
            .AddSingleton<MeasureResource>()
            .AddSingleton<MeetingResource>()
            .AddSingleton<RecommendationResource>()
            .AddSingleton<DocumentResource>()
            .AddSingleton<PostResource>()
            .AddSingleton<QuestionnaireResource>()
            .AddSingleton<GapFilterReader>()
            .AddSingleton<StatementReader>()
            .AddSingleton<FindingReader>()
            .AddSingleton<RecommendationMeasures>()
            .AddSingleton<LayerFeatures>()
            .AddSingleton<QuestionnaireRegister>()
            .AddSingleton<ResponseAccess>()
            .AddSingleton<AskedQuestionnaires>()
            .AddSingleton<QuestionnaireResults>()
            .AddSingleton<ResponseWriter>()
            .AddSingleton<FormPrefill>()
            .AddSingleton<ProjectFilterReader>()
            .AddSingleton<FilterSuggestions>()
            .AddSingleton<CodeNames>()
            .AddSingleton<OverlapFilterReader>()
            .AddSingleton<ImportRunner>()
            .AddSingleton<ImportKeeper>()
            .AddSingleton<KeptReports>()
            .AddSingleton<ImportSpool>()
            .AddSingleton<ImportStops>()
            .AddSingleton<MappingReader>()
            .AddSingleton<MappingPartner>()
            .AddSingleton<ImportJobs>()
            .AddHostedService<ImportJobService>()
            .AddSingleton<RefusalLog>()
            .AddSingleton<IRefusals>(provider => provider.GetRequiredService<RefusalLog>())
            .AddHostedService(provider => provider.GetRequiredService<RefusalLog>())
            .AddSingleton<ChangeWaits>()
            .AddHostedService<TermStatisticsRefreshService>()
            .AddHostedService<ClusterDivisionService>()
            .AddHostedService<ReminderService>();
}
