using Adam.Api.Reports.Sections;

namespace Adam.Api.Reports;

internal static class ReportServices
{
    /// <summary>Adds what computes yearly reports.</summary>
    public static IServiceCollection AddReports(this IServiceCollection services) =>
        services
            .AddSingleton<IntroductionSection>()
            .AddSingleton<PartnershipSection>()
            .AddSingleton<FundingSection>()
            .AddSingleton<PillarChapters>()
            .AddSingleton<DuplicationSection>()
            .AddSingleton<LayersSection>()
            .AddSingleton<GoalsSection>()
            .AddSingleton<AnnexSection>()
            .AddSingleton<ReportBuilder>();
}
