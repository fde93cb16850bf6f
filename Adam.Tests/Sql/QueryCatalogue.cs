using System.Reflection;
using Adam.Data.Copies;
using Adam.Data.Engines;
using Adam.Data.Overlaps;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Scoring;
using Adam.Domain.Projects;

namespace Adam.Tests.Sql;

/// <summary>A text that the stores send, as they send it.</summary>
/// <param name="Name">Class and member it comes from, and what it was asked for.</param>
public sealed record Query(string Name, string Sql, object? Parameters)
{
    public override string ToString() => Name;
}

/// <summary>
/// Every query text that the stores can send to an engine: the constants and the methods of the classes whose names end in Sql, and of those that are put together, each part at least once.
/// </summary>
public static class QueryCatalogue
{
    public static IReadOnlyList<Type> Classes { get; } = [.. typeof(Engine).Assembly.GetTypes().Where(type => type.IsAbstract && type.IsSealed && type.Name.EndsWith("Sql", StringComparison.Ordinal))];

    public static IEnumerable<Query> All(Engine engine) => [.. Fixed(engine), .. Lists(engine), .. Overlaps(engine), .. Presence(engine), .. Copies()];

    /// <summary>Texts that are the same whatever is asked.</summary>
    public static IEnumerable<Query> Fixed(Engine engine) =>
        from type in Classes
        from member in type.GetMembers(BindingFlags.Static | BindingFlags.Public)
        let text = member switch
        {
            FieldInfo { IsLiteral: true, FieldType: var fieldType } constant when fieldType == typeof(string) => (string)constant.GetRawConstantValue()!,
            MethodInfo method when IsText(method) => (string)method.Invoke(null, [engine])!,
            _ => null,
        }
        where text is not null
        select new Query($"{type.Name}.{member.Name}", text, null);

    /// <summary>Methods that put a query together; a test sees that each is asked below.</summary>
    public static IEnumerable<string> PutTogether =>
        from type in Classes
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public)
        where method.ReturnType == typeof(Statement)
        select $"{type.Name}.{method.Name}";

    public static IReadOnlyDictionary<string, ProjectFilter> Filters { get; } = new Dictionary<string, ProjectFilter>
    {
        ["no filter"] = new(),
        ["country"] = new() { Countries = ["TJ"] },
        ["two countries"] = new() { Countries = ["TJ", "UZ"] },
        ["country, route and pillar"] = new() { Countries = ["TJ"], RouteCountries = ["AF", "TJ", "RU"], Pillars = [Pillar.Precursors] },
        ["donor, implementer, partner and owner"] = new() { Donors = ["DE"], Implementers = ["UNODC"], Partners = ["US"], Owners = ["DE"] },
        ["status and activity type"] = new() { Statuses = [ProjectStatus.Closed], ActivityTypes = ["training"] },
        ["active"] = new() { ActiveFrom = new(2020, 1, 1), ActiveTo = new(2020, 12, 31) },
        ["updated since"] = new() { UpdatedSince = DateTimeOffset.UnixEpoch },
        ["words"] = new() { Words = ["border", "train"] },
        ["words and country"] = new() { Words = ["border", "train"], Countries = ["TJ", "UZ"] },
    };

    public static IEnumerable<Query> Lists(Engine engine)
    {
        foreach (var (name, filter) in Filters)
        {
            foreach (var sort in Enum.GetValues<ProjectSort>())
            {
                foreach (var after in (ProjectPosition?[])[null, new(10, 10)])
                {
                    foreach (var rare in (string?[])[null, .. filter.Words.Take(1)])
                    {
                        var asked = $"({name}, {sort}{(after is null ? "" : ", next page")}{(rare is null ? "" : ", rare word")})";
                        yield return Of($"ProjectListSql.Page{asked}", ProjectListSql.Page(engine, filter, sort, after, 51, rare));
                        yield return Of($"ProjectListSql.Keyset{asked}", ProjectListSql.Keyset(engine, filter, sort, after, 51, rare));
                    }
                }
            }

            yield return Of($"ProjectListSql.Count({name})", ProjectListSql.Count(filter));
        }
    }

    public static IEnumerable<Query> Overlaps(Engine engine)
    {
        foreach (var (name, filter) in OverlapFilters)
        {
            foreach (var few in (IReadOnlyList<long>?[])[null, [1, 2, 3]])
            {
                var asked = $"{name}{(few is null ? "" : ", few")}";
                foreach (var after in (OverlapPosition?[])[null, new(1, 1, 1, 1)])
                    yield return Of($"OverlapSql.Page({asked}{(after is null ? "" : ", next page")})", OverlapSql.Page(engine, filter, after, 51, few));
                yield return Of($"OverlapSql.Count({asked})", OverlapSql.Count(engine, filter, few));

                foreach (var sort in (OverlapSort[])[OverlapSort.Score, OverlapSort.Days, OverlapSort.Updated])
                {
                    var leads = few is null ? ReportLead.Of(filter) : [];
                    foreach (var after in (RankPosition?[])[null, new(100, 1, 1)])
                    {
                        foreach (var lead in (ReportLead?[])[null, .. leads])
                            yield return Of($"OverlapReportSql.Page({asked}, {sort}{(after is null ? "" : ", next page")}{(lead is null ? "" : $", by {lead.Name}")})", OverlapReportSql.Page(engine, filter, sort, after, 51, few, lead));
                    }

                    if (leads.Count > 0 && sort == OverlapSort.Score)
                        yield return Of($"OverlapReportSql.Sizes({asked})", OverlapReportSql.Sizes(engine, leads, 1_001));
                }

                yield return Of($"OverlapReportSql.Count({asked})", OverlapReportSql.Count(engine, filter, few));
                yield return Of($"OverlapSummarySql.Rows({asked}, all)", OverlapSummarySql.Rows(engine, filter, Enum.GetValues<OverlapDimension>(), few));
                yield return Of($"OverlapSummarySql.Rows({asked}, country)", OverlapSummarySql.Rows(engine, filter, [OverlapDimension.Country], few));
                yield return Of($"OverlapSummarySql.Rows({asked})", OverlapSummarySql.Rows(engine, filter, [], few));
                yield return Of($"OverlapSummarySql.Amounts({asked}, all)", OverlapSummarySql.Amounts(engine, filter, Enum.GetValues<OverlapDimension>(), few));
                yield return Of($"OverlapSummarySql.Amounts({asked})", OverlapSummarySql.Amounts(engine, filter, [], few));
                yield return Of($"OverlapSummarySql.Donors({asked})", OverlapSummarySql.Donors(engine, filter, few));
            }
        }
    }

    public static IEnumerable<Query> Presence(Engine engine)
    {
        foreach (var (name, filter) in Filters)
        {
            foreach (var by in (PresenceDimension[][])[Enum.GetValues<PresenceDimension>(), [PresenceDimension.Country, PresenceDimension.Pillar], [PresenceDimension.Year]])
            {
                var question = new PresenceQuestion(by, filter, 2026);
                var asked = $"({name}, by {string.Join(" ", by)})";
                yield return Of($"PresenceSql.Cells{asked}", PresenceSql.Cells(question));
                yield return Of($"PresenceSql.CellAmounts{asked}", PresenceSql.CellAmounts(engine, question));
                yield return Of($"PresenceSql.Totals{asked}", PresenceSql.Totals(question));
                yield return Of($"PresenceSql.TotalAmounts{asked}", PresenceSql.TotalAmounts(engine, question));
                yield return Of($"PresenceSql.OwnAmounts{asked}", PresenceSql.OwnAmounts(engine, question, by, [1, 2]));
                yield return Of($"PresenceSql.OwnAmounts{asked}, in all", PresenceSql.OwnAmounts(engine, question, [], [1, 2]));
            }
        }
    }

    public static IEnumerable<Query> Copies()
    {
        foreach (var table in RegisterTable.All)
        {
            yield return Of($"CopySql.Count({table.Name})", CopySql.Count(table));
            yield return Of($"CopySql.Rows({table.Name})", CopySql.Rows(table));
            yield return Of($"CopySql.Add({table.Name})", CopySql.Add(table));
            yield return Of($"CopySql.Empty({table.Name})", CopySql.Empty(table));
        }
    }

    private static readonly Dictionary<string, OverlapFilter> OverlapFilters = new()
    {
        ["no filter"] = new(),
        ["country"] = new() { Countries = ["TJ"] },
        ["country, route and pillar"] = new() { Countries = ["TJ"], RouteCountries = ["AF", "TJ"], Pillars = [Pillar.Precursors, Pillar.FinancialFlows] },
        ["route"] = new() { RouteCountries = ["AF", "TJ"] },
        ["among"] = new() { Among = [1, 2, 3] },
        ["active and between"] = new() { ActiveFrom = new(2020, 1, 1), ActiveTo = new(2020, 12, 31), Between = ("DE", "US") },
        ["kind, score, verdict and updated"] = new() { Kinds = [OverlapKind.SameProject], MinScore = 0.5m, Verdicts = [VerdictFilter.None, VerdictFilter.Stale, VerdictFilter.Duplicate], UpdatedSince = DateTimeOffset.UnixEpoch },
        ["declared, decided and updated"] = new() { Kinds = [OverlapKind.Declared], MinScore = 0.5m, Verdicts = [VerdictFilter.Stale, VerdictFilter.Duplicate], UpdatedSince = DateTimeOffset.UnixEpoch },
        ["donor"] = new() { Either = new() { Donors = ["DE"] } },
        ["either"] = new() { Either = Filters["donor, implementer, partner and owner"] with { Words = ["border"] } },
    };

    private static bool IsText(MethodInfo method) => method.ReturnType == typeof(string) && method.GetParameters() is [{ ParameterType: var only }] && only == typeof(Engine);

    private static Query Of(string name, Statement statement) => new(name, statement.Sql, statement.Parameters);
}
