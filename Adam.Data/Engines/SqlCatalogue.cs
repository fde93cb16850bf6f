using Adam.Data.Copies;
using Adam.Data.Idempotency;
using Adam.Data.Imports;
using Adam.Data.Keys;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Data.Partners;
using Adam.Data.Presence;
using Adam.Data.Projects;

namespace Adam.Data.Engines;

/// <summary>All statements of the stores.</summary>
internal static class SqlCatalogue
{
    public static IReadOnlyList<StatementSet> Sets { get; } =
    [
        PartnerSql.Statements, KeySql.Statements, IdempotencySql.Statements, JournalSql.Statements, CommitMarkSql.Statements,
        ImportSql.Statements, ProjectListSql.Statements, PresenceSql.Statements, OverlapSummarySql.Statements, CopySql.Statements,
        OverlapSql.Statements, OverlapClusterSql.Statements, VerdictSql.Statements, ReportQuery.Statements, DefinitionQuery.Statements, QueryPlanner.Statements,
    ];
}
