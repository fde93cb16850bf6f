using System.Globalization;
using Adam.Data.Engines;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps;

/// <summary>
/// The overlap query. Pairs are found from the earlier start: within a country and a pillar, whatever starts while <c>a</c> runs overlaps it. The symmetric form
/// (<c>a.start &lt;= b.end AND b.start &lt;= a.end</c>) reads every earlier project of a busy country for each of its projects.
/// </summary>
internal static class OverlapSql
{
    private const string Pair = "a.ProjectId AS EarlierId, a.StartDay AS EarlierStart, b.ProjectId AS LaterId, b.StartDay AS LaterStart";

    private const string SameCell = "b.Country = a.Country AND b.Pillar = a.Pillar";

    /// <summary>b starts while a runs; of two with one start, a is the one recorded earlier.</summary>
    private const string LaterWhile = "b.StartDay >= a.StartDay AND b.StartDay <= a.EndDay AND (b.StartDay > a.StartDay OR b.ProjectId > a.ProjectId)";

    private const string AcrossPartners = "(a.OwnerId <> b.OwnerId OR a.DonorSetId <> b.DonorSetId)";

    /// <summary>The shared days that rank a pair: an open end counts five years from the later start.</summary>
    private static readonly string RankDays = $"""
        CASE
            WHEN a.EndDay < b.EndDay THEN CASE WHEN b.EndDay = {Engine.OpenDay} AND b.OpenEndDay < a.EndDay THEN b.OpenEndDay ELSE a.EndDay END
            WHEN a.EndDay = {Engine.OpenDay} AND b.OpenEndDay < b.EndDay THEN b.OpenEndDay
            ELSE b.EndDay
        END - b.StartDay + 1
        """;

    /// <summary>One page of pairs in the order of the earlier start, each once.</summary>
    /// <param name="few">The projects from which pairs are sought, when they are few; what their choice has settled stands no longer in <paramref name="filter"/>. Null: all pairs are walked.</param>
    public static Statement Page(Engine engine, OverlapFilter filter, OverlapPosition? after, int take, IReadOnlyList<long>? few)
    {
        var statement = new Statement(nameof(OverlapSql));
        statement.Set("take", take);

        // Walked from the earliest start on, the pairs come in their order, and the walk ends with the page: nothing is sorted but the partners of one project.
        statement.Sql = few is null
            ? $"""
                SELECT {Pair}
                FROM ProjectCell a
                CROSS JOIN ProjectCell b
                WHERE {SameCell} AND {LaterWhile} AND {AcrossPartners}{OncePerPair(statement, filter)}{Conditions(engine, statement, filter, walk: true)}{Behind(statement, after)}
                ORDER BY a.StartDay, a.ProjectId, b.StartDay, b.ProjectId
                {engine.Page}
                """
            : $"""
                SELECT EarlierId, EarlierStart, LaterId, LaterStart
                FROM ({Pairs(engine, statement, filter, few)}) pair
                WHERE {BehindStart(statement, after)}
                ORDER BY EarlierStart, EarlierId, LaterStart, LaterId
                {engine.Page}
                """;
        return statement;
    }

    /// <summary>How many pairs there are.</summary>
    public static Statement Count(Engine engine, OverlapFilter filter, IReadOnlyList<long>? few)
    {
        var statement = new Statement(nameof(OverlapSql));
        statement.Sql = $"SELECT COUNT(*) FROM ({Pairs(engine, statement, filter, few)}) pair";
        return statement;
    }

    /// <summary>All pairs, each once: EarlierId, EarlierStart, LaterId, LaterStart, RankDays.</summary>
    public static string Pairs(Engine engine, Statement statement, OverlapFilter filter, IReadOnlyList<long>? few)
    {
        var once = OncePerPair(statement, filter);
        var conditions = Conditions(engine, statement, filter, walk: false);
        if (few is null)
        {
            // Every country comes after none: so told, SQLite walks the cells in the order of their key, and what it looks up for one of them lies near what it has just read.
            return $"""
                SELECT {Pair}, {RankDays} AS RankDays
                FROM ProjectCell a
                INNER JOIN ProjectCell b ON {SameCell} AND {LaterWhile}
                WHERE a.Country > '' AND {AcrossPartners}{once}{conditions}
                """;
        }

        // From each of the few, those that start later, and those that started earlier; UNION, since two of the few may be a pair. CROSS JOIN: SQLite then begins with the few.
        statement.Set("few", JsonRows.Of(few.Select(id => new object[] { id })));
        var source = engine.Rows("@few", ("ProjectId", "bigint"));
        return $"""
            SELECT {Pair}, {RankDays} AS RankDays
            FROM {source} focus
            CROSS JOIN ProjectCell a
            CROSS JOIN ProjectCell b
            WHERE a.ProjectId = focus.ProjectId AND {SameCell} AND {LaterWhile} AND {AcrossPartners}{once}{conditions}
            UNION
            SELECT {Pair}, {RankDays} AS RankDays
            FROM {source} focus
            CROSS JOIN ProjectCell b
            CROSS JOIN ProjectCell a
            WHERE b.ProjectId = focus.ProjectId AND a.Country = b.Country AND a.Pillar = b.Pillar
              AND a.StartDay <= b.StartDay AND a.EndDay >= b.StartDay AND (a.StartDay < b.StartDay OR a.ProjectId < b.ProjectId) AND {AcrossPartners}{once}{conditions}
            """;
    }

    public const string Projects = """
        SELECT p.ProjectId, p.Id, o.Code AS Owner, p.Version, p.UpdatedAt, p.WithdrawnAt, p.ScopeChangedAt, p.Document
        FROM Project p
        INNER JOIN Partner o ON o.PartnerId = p.OwnerId
        WHERE p.ProjectId IN @ids
        """;

    public const string PositionOf = "SELECT ProjectId FROM Project WHERE Id = @id AND WithdrawnAt IS NULL";

    /// <summary>
    /// A pair is reported from the smallest cell that both have, among the countries and pillars that were asked for. Bits tell whether both have a pillar or a country below, unless both have some country on a bit that
    /// several share (<see cref="CellBits"/>): only then must the table be asked.
    /// </summary>
    private static string OncePerPair(Statement statement, OverlapFilter filter)
    {
        var asked = filter.Countries.Count > 0 ? filter.Countries : filter.RouteCountries;
        var mask = (filter.Pillars.Count > 0 ? CellBits.Of(filter.Pillars) : CellBits.AllPillars) | (asked.Count > 0 ? CellBits.Of(asked) : CellBits.AllCountries);
        var both = $"a.Lower & b.Lower{(mask == (CellBits.AllPillars | CellBits.AllCountries) ? "" : $" & {statement.Add(mask)}")}";
        // CAST: for SQL Server a number of so many digits is a decimal, which has no bits.
        return string.Create(CultureInfo.InvariantCulture, $"""

              AND (({both}) = 0 OR (({both} & CAST({CellBits.OfOne} AS bigint)) = 0 AND NOT EXISTS (
                  SELECT 1
                  FROM ProjectCell x
                  INNER JOIN ProjectCell y ON y.ProjectId = b.ProjectId AND y.Pillar = a.Pillar AND y.Country = x.Country
                  WHERE x.ProjectId = a.ProjectId AND x.Pillar = a.Pillar AND x.Country < a.Country{(asked.Count == 0 ? "" : $" AND x.Country IN {statement.Add(asked)}")})))
            """);
    }

    /// <param name="walk">The pairs are walked by their start: a country or pillar must not tempt the database to another index.</param>
    public static string Conditions(Engine engine, Statement statement, OverlapFilter filter, bool walk)
    {
        var conditions = new List<string>();
        var asked = filter.Countries.Count > 0 ? filter.Countries : filter.RouteCountries;
        if (asked.Count > 0)
        {
            conditions.Add(walk
                ? $"EXISTS (SELECT 1 FROM {engine.Rows(statement.Add(JsonRows.Of(asked.Select(country => new object[] { country }))), ("Country", "nvarchar(2)"))} c WHERE {engine.ByCodePoint("c.Country")} = a.Country)"
                : $"a.Country IN {statement.Add(asked)}");
        }

        if (filter.Countries.Count > 0 && filter.RouteCountries.Count > 0)
        {
            conditions.Add($"""
                EXISTS (
                    SELECT 1
                    FROM ProjectCell x
                    INNER JOIN ProjectCell y ON y.ProjectId = b.ProjectId AND y.Pillar = a.Pillar AND y.Country = x.Country
                    WHERE x.ProjectId = a.ProjectId AND x.Pillar = a.Pillar AND x.Country IN {statement.Add(filter.RouteCountries)})
                """);
        }

        if (filter.Pillars.Count > 0)
            conditions.Add($"{(walk ? "+a.Pillar" : "a.Pillar")} IN {statement.Add(Statement.TinyInts(filter.Pillars.Select(pillar => (int)pillar)))}");
        if (filter.ActiveFrom is { } from)
            conditions.Add($"a.EndDay >= {statement.Add(from.DayNumber)} AND b.EndDay >= {statement.Add(from.DayNumber)}");
        if (filter.ActiveTo is { } to)
            conditions.Add($"b.StartDay <= {statement.Add(to.DayNumber)}");
        if (filter.Among is not null)
        {
            var among = $"(SELECT among.ProjectId FROM {engine.Rows(statement.Add(JsonRows.Of(filter.Among.Select(id => new object[] { id }))), ("ProjectId", "bigint"))} among)";
            conditions.Add($"(a.ProjectId IN {among} OR b.ProjectId IN {among})");
        }

        if (!filter.Either.IsEmpty)
            conditions.Add($"({ProjectListSql.Holds(statement, filter.Either, "a.ProjectId")} OR {ProjectListSql.Holds(statement, filter.Either, "b.ProjectId")})");
        if (filter.Between is { } between)
        {
            var (one, other) = (statement.Add(between.One), statement.Add(between.Other));
            conditions.Add($"(({Pays("a", one)} AND {Pays("b", other)}) OR ({Pays("a", other)} AND {Pays("b", one)}))");
        }

        return string.Concat(conditions.Select(condition => $"\n  AND {condition}"));

        static string Pays(string alias, string partner) =>
            $"EXISTS (SELECT 1 FROM ProjectFacet s WHERE s.Facet IN ('{Facet.Owner}', '{Facet.Donor}') AND s.Value = {partner} AND s.ProjectId = {alias}.ProjectId)";
    }

    private static string Behind(Statement statement, OverlapPosition? after)
    {
        if (after is null)
            return "";

        var (start, earlier, laterStart, later) = (statement.Add(after.EarlierStart), statement.Add(after.EarlierId), statement.Add(after.LaterStart), statement.Add(after.LaterId));
        return $"""

              AND a.StartDay >= {start}
              AND (a.StartDay > {start} OR a.ProjectId > {earlier} OR (a.ProjectId = {earlier} AND (b.StartDay > {laterStart} OR (b.StartDay = {laterStart} AND b.ProjectId > {later}))))
            """;
    }

    private static string BehindStart(Statement statement, OverlapPosition? after)
    {
        if (after is null)
            return "1 = 1";

        var (start, earlier, laterStart, later) = (statement.Add(after.EarlierStart), statement.Add(after.EarlierId), statement.Add(after.LaterStart), statement.Add(after.LaterId));
        return $"EarlierStart > {start} OR (EarlierStart = {start} AND (EarlierId > {earlier} OR (EarlierId = {earlier} AND (LaterStart > {laterStart} OR (LaterStart = {laterStart} AND LaterId > {later})))))";
    }
}
