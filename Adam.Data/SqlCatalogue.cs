using Adam.Data.Audit;
using Adam.Data.Audit.Recording;
using Adam.Data.Audit.Refusals;
using Adam.Data.BrowserSessions;
using Adam.Data.Changes;
using Adam.Data.Changes.Recording;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.SqlServer;
using Adam.Data.Documents;
using Adam.Data.ExchangeRates;
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
using Adam.Data.Overlaps.Notes;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Review;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Overlaps.Verdicts;
using Adam.Data.Partners;
using Adam.Data.Posts;
using Adam.Data.Presence;
using Adam.Data.Progress.Findings;
using Adam.Data.Progress.Statements;
using Adam.Data.Projects;
using Adam.Data.Projects.Indexing;
using Adam.Data.Questionnaires;
using Adam.Data.Recommendations;
using Adam.Data.Records;
using Adam.Data.Reports;
using Adam.Data.Reports.Notes;
using Adam.Data.Subscriptions;

namespace Adam.Data;

/// <summary>
/// All statements that can be sent to a database. A <see cref="Session"/> accepts no others, and tests check each of
/// them.
/// </summary>
internal static class SqlCatalogue
{
    public static IReadOnlyList<StatementSet> Sets { get; } =
    [
        PartnerSql.Statements,
        KeySql.Statements,
        BrowserSessionSql.Statements,
        IdempotencySql.Statements,
        ImportSql.Statements,
        ImportLogSql.Statements,
        ImportedProjectSql.Statements,
        ImportMappingSql.Statements,
        ProjectSql.Statements,
        AuditRecorderSql.Statements,
        AuditSql.Statements,
        AuditCutSql.Statements,
        RefusalSql.Statements,
        ChangeRecorderSql.Statements,
        ChangeSql.Statements,
        SubscriptionSql.Statements,
        SubscriptionTokenSql.Statements,
        ProjectListSql.Statements,
        ProjectConditions.Statements,
        ProjectSuggestionSql.Statements,
        DerivedTableSql.Statements,
        FacetIndexerSql.Statements,
        WordIndexerSql.Statements,
        OrganisationNameIndexerSql.Statements,
        AmountIndexerSql.Statements,
        PlaceIndexerSql.Statements,
        CellIndexerSql.Statements,
        PresenceSql.Statements,
        PresenceSumSql.Statements,
        DeclaredComponentSql.Statements,
        ExchangeRateSql.Statements,
        DonorAmountSql.Statements,
        NeighbourSql.Statements,
        CoFundedProjectSql.Statements,
        OverlapClusterSql.Statements,
        ClusterUpdateSql.Statements,
        ClusterRebuildSql.Statements,
        OverlapSummarySql.Statements,
        OverlapSumSql.Statements,
        OverlapDraftSql.Statements,
        TermStatisticsSql.Statements,
        PairIndexerSql.Statements,
        PairRebuildSql.Statements,
        OverlapNoteSql.Statements,
        VerdictSql.Statements,
        LearnedRulesSql.Statements,
        MeasureStore.Type.Sql.Statements,
        ReportNoteSql.Statements,
        ReportEditionSql.Statements,
        MeasureVerdictSql.Statements,
        MeasureLinkSql.Statements,
        ProjectMeasureSql.Statements,
        ProgressStatementSql.Statements,
        ProgressFindingSql.Statements,
        RecordVersionSql.Statements,
        MeetingStore.Type.Sql.Statements,
        RecommendationStore.Type.Sql.Statements,
        DocumentStore.Type.Sql.Statements,
        PastRecordSql.Statements,
        LayerSql.Statements,
        LayerItemSql.Statements,
        LayerItemQuery.Statements,
        LayerSummaryQuery.Statements,
        PostStore.Type.Sql.Statements,
        QuestionnaireStore.Type.Sql.Statements,
        PartnerResponseSql.Statements,
        ReminderSql.Statements,
        ReportQuery.Statements,
        DefinitionQuery.Statements,
        ReviewSampleQuery.Statements,
        QueryPlanner.Statements,
        RegisterTableSql.Statements,
        JournalSql.Statements,
        CommitMarkSql.Statements,
        SqliteIndexSql.Statements,
    ];

    /// <summary>Returns the sets of statements that a database has.</summary>
    public static IEnumerable<StatementSet> For(SqlDialect dialect) =>
        Sets.Where(set => set.Dialect is null || set.Dialect == dialect);
}
