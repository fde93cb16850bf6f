using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps.Report;

/// <summary>
/// The plan of a query for all pairs of the definition, with any score, in the order of the earlier start. Pairs are
/// found from the earlier project: within a cell, every project that starts while <c>a</c> runs overlaps <c>a</c>. The
/// symmetric form (<c>a.start &lt;= b.end AND b.start &lt;= a.end</c>) reads every earlier project of a busy country
/// for each of its projects.
/// </summary>
/// <param name="Candidates">Projects of which each pair contains one; null to scan all projects.</param>
/// <param name="Residual">The conditions that the candidates do not guarantee.</param>
internal sealed record DefinitionQuery(SqlDialect Dialect, CandidateProjects? Candidates, OverlapFilter Residual)
{
    public static readonly StatementSet Statements = new(nameof(DefinitionQuery), nameof(Page), nameof(Count));

    private static readonly SqlText Pair =
        $"a.ProjectId AS EarlierId, a.StartDay AS EarlierStart, b.ProjectId AS LaterId, b.StartDay AS LaterStart";

    private static readonly SqlText SameCell = $"b.Country = a.Country AND b.Pillar = a.Pillar";

    /// <summary>
    /// True if b starts while a runs. Of two projects with the same start, a is the one recorded earlier.
    /// </summary>
    private static readonly SqlText LaterWhile = $"""
        b.StartDay >= a.StartDay AND b.StartDay <= a.EndDay
          AND (b.StartDay > a.StartDay OR b.ProjectId > a.ProjectId)
        """;

    private static readonly SqlText EarlierDuring = $"""
        a.StartDay <= b.StartDay AND a.EndDay >= b.StartDay
          AND (a.StartDay < b.StartDay OR a.ProjectId < b.ProjectId)
        """;

    private static readonly SqlText AcrossPartners = $"(a.OwnerId <> b.OwnerId OR a.DonorSetId <> b.DonorSetId)";

    private static readonly SqlText OpenDay = SqlText.Literal(Database.OpenDay);

    /// <summary>
    /// The shared days that rank a pair: none if the earlier start is unknown. An open end counts as five years after
    /// the later start.
    /// </summary>
    private static readonly SqlText RankDays = $"""
        CASE
            WHEN a.StartDay < 0 THEN b.StartDay - 1
            WHEN a.EndDay < b.EndDay
                THEN CASE WHEN b.EndDay = {OpenDay} AND b.OpenEndDay < a.EndDay THEN b.OpenEndDay ELSE a.EndDay END
            WHEN a.EndDay = {OpenDay} AND b.OpenEndDay < b.EndDay THEN b.OpenEndDay
            ELSE b.EndDay
        END - b.StartDay + 1
        """;

    /// <summary>The condition that selects each pair of cells <c>a</c> and <c>b</c> once, among all cells.</summary>
    public static readonly SqlText IsLowestCommonCell = OncePerPair(SqlText.Empty, SqlText.Empty);

    /// <summary>The countries that the filter selects; empty for all.</summary>
    private IReadOnlyList<string> Countries =>
        Residual.Countries.Count > 0 ? Residual.Countries : Residual.RouteCountries;

    /// <summary>Returns the query of one page, each pair once.</summary>
    /// <param name="after">The last pair of the previous page; null for the first page.</param>
    /// <param name="take">The maximum number of pairs.</param>
    public ComposedQuery<OverlapPair> Page(OverlapPosition? after, int take)
    {
        var page = Dialect.Page($"{take}");

        // A scan from the earliest start returns the pairs in order and stops when the page is full. Only the partners
        // of one project are sorted.
        if (Candidates is null)
        {
            return Statements.Compose<OverlapPair>(
                $"""
                SELECT {Pair}
                FROM ProjectCell a
                CROSS JOIN ProjectCell b
                WHERE {SameCell}
                  AND {LaterWhile}
                  AND {AcrossPartners}
                  AND {OncePerPair()}{SqlText.And(Conditions(isScan: true))}{AfterScanned(after)}
                ORDER BY a.StartDay, a.ProjectId, b.StartDay, b.ProjectId
                {page}
                """
            );
        }

        return Statements.Compose<OverlapPair>(
            $"""
            SELECT EarlierId, EarlierStart, LaterId, LaterStart
            FROM ({Pairs()}) pair
            WHERE {AfterFound(after)}
            ORDER BY EarlierStart, EarlierId, LaterStart, LaterId
            {page}
            """
        );
    }

    /// <summary>Returns the query of the number of pairs.</summary>
    public ComposedQuery<long> Count() => Statements.Compose<long>($"SELECT COUNT(*) FROM ({Pairs()}) pair");

    /// <summary>
    /// Returns a query of all pairs, each once: EarlierId, EarlierStart, LaterId, LaterStart, RankDays.
    /// </summary>
    public SqlText Pairs()
    {
        SqlText rest = $"{AcrossPartners}\n  AND {OncePerPair()}{SqlText.And(Conditions(isScan: false))}";
        if (Candidates is null)
        {
            // The condition Country > '' is always true. It makes SQLite scan the cells in the order of their key, so
            // that the cells that it looks up are on nearby pages.
            return $"""
                SELECT {Pair}, {RankDays} AS RankDays
                FROM ProjectCell a
                INNER JOIN ProjectCell b ON {SameCell} AND {LaterWhile}
                WHERE a.Country > '' AND {rest}
                """;
        }

        // From each candidate, find the projects that start later and those that start earlier. UNION: two candidates
        // may form a pair. CROSS JOIN: SQLite joins in the order of the text.
        SqlText ids = $"{JsonRowSet.Serialize(Candidates.ProjectIds.Select(id => new object[] { id }))}";
        var candidates = Dialect.Rows(ids, ("ProjectId", "bigint"));
        return $"""
            SELECT {Pair}, {RankDays} AS RankDays
            FROM {candidates} candidate
            CROSS JOIN ProjectCell a
            CROSS JOIN ProjectCell b
            WHERE a.ProjectId = candidate.ProjectId AND {SameCell} AND {LaterWhile} AND {rest}
            UNION
            SELECT {Pair}, {RankDays} AS RankDays
            FROM {candidates} candidate
            CROSS JOIN ProjectCell b
            CROSS JOIN ProjectCell a
            WHERE b.ProjectId = candidate.ProjectId AND a.Country = b.Country AND a.Pillar = b.Pillar
              AND {EarlierDuring} AND {rest}
            """;
    }

    /// <summary>Returns the condition that selects each pair once, among the selected countries and pillars.</summary>
    private SqlText OncePerPair()
    {
        var mask =
            (Residual.Pillars.Count > 0 ? SharedCellMask.For(Residual.Pillars) : SharedCellMask.AllPillars)
            | (Countries.Count > 0 ? SharedCellMask.For(Countries) : SharedCellMask.AllCountries);
        SqlText asked =
            mask == (SharedCellMask.AllPillars | SharedCellMask.AllCountries) ? SqlText.Empty : $" & {mask}";
        return OncePerPair(asked, Countries.Count == 0 ? SqlText.Empty : $" AND x.Country IN {Countries}");
    }

    /// <summary>
    /// Returns the condition that selects each pair once: in the lowest common cell. The bits show if the two have a
    /// common lower pillar or country. The condition reads the table only if both have a country on a bit that several
    /// countries share (<see cref="SharedCellMask"/>).
    /// </summary>
    /// <param name="asked">Restricts the bits to selected cells; empty for all.</param>
    /// <param name="isAsked">The same condition on a cell <c>x</c>.</param>
    private static SqlText OncePerPair(SqlText asked, SqlText isAsked)
    {
        SqlText both = $"a.Lower & b.Lower{asked}";
        // CAST: SQL Server reads a literal with this many digits as a decimal, which has no bit operators.
        return $"""
            (({both}) = 0 OR (({both} & CAST({SqlText.Literal(SharedCellMask.OfOne)} AS bigint)) = 0 AND NOT EXISTS (
                  SELECT 1
                  FROM ProjectCell x
                  INNER JOIN ProjectCell y
                    ON y.ProjectId = b.ProjectId AND y.Pillar = a.Pillar AND y.Country = x.Country
                  WHERE x.ProjectId = a.ProjectId AND x.Pillar = a.Pillar AND x.Country < a.Country{isAsked})))
            """;
    }

    /// <param name="isScan">
    /// True if pairs are scanned in the order of starts. No condition may then make another index usable.
    /// </param>
    private IEnumerable<SqlText> Conditions(bool isScan)
    {
        if (Countries.Count > 0 && isScan)
        {
            SqlText json = $"{JsonRowSet.Serialize(Countries.Select(country => new object[] { country }))}";
            var countries = Dialect.Rows(json, ("Country", "nvarchar(2)"));
            yield return $"EXISTS (SELECT 1 FROM {countries} c WHERE {Dialect.ByCodePoint($"c.Country")} = a.Country)";
        }
        else if (Countries.Count > 0)
        {
            yield return $"a.Country IN {Countries}";
        }

        if (Residual.Countries.Count > 0 && Residual.RouteCountries.Count > 0)
        {
            yield return $"""
                EXISTS (
                    SELECT 1
                    FROM ProjectCell x
                    INNER JOIN ProjectCell y
                      ON y.ProjectId = b.ProjectId AND y.Pillar = a.Pillar AND y.Country = x.Country
                    WHERE x.ProjectId = a.ProjectId AND x.Pillar = a.Pillar AND x.Country IN {Residual.RouteCountries})
                """;
        }

        if (Residual.Pillars.Count > 0)
        {
            SqlText sign = isScan ? $"+" : SqlText.Empty;
            yield return $"{sign}a.Pillar IN {ColumnValue.TinyInts(Residual.Pillars.Select(one => (int)one))}";
        }

        if (Residual.ActiveFrom is { } from)
            yield return $"a.EndDay >= {from.DayNumber} AND b.EndDay >= {from.DayNumber}";
        if (Residual.ActiveTo is { } to)
            yield return $"b.StartDay <= {to.DayNumber}";
        if (Residual.Among is { } among)
        {
            SqlText json = $"{JsonRowSet.Serialize(among.Select(id => new object[] { id }))}";
            SqlText ids = $"(SELECT among.ProjectId FROM {Dialect.Rows(json, ("ProjectId", "bigint"))} among)";
            yield return $"(a.ProjectId IN {ids} OR b.ProjectId IN {ids})";
        }

        if (!Residual.AnyProject.IsEmpty)
        {
            var aMeets = ProjectListSql.Meets(Residual.AnyProject, $"a.ProjectId");
            var bMeets = ProjectListSql.Meets(Residual.AnyProject, $"b.ProjectId");
            yield return $"({aMeets} OR {bMeets})";
        }

        if (Residual.Between is var (oneKey, otherKey))
        {
            yield return PairConditions.ArePaidBy($"a.ProjectId", $"b.ProjectId", oneKey, otherKey);
        }
    }

    private static SqlText AfterScanned(OverlapPosition? after)
    {
        if (after is null)
            return SqlText.Empty;

        SqlText start = $"{after.EarlierStart}";
        SqlText earlier = $"{after.EarlierId}";
        SqlText laterStart = $"{after.LaterStart}";
        return $"""

              AND a.StartDay >= {start}
              AND (a.StartDay > {start}
                OR a.ProjectId > {earlier}
                OR (a.ProjectId = {earlier}
                    AND (b.StartDay > {laterStart} OR (b.StartDay = {laterStart} AND b.ProjectId > {after.LaterId}))))
            """;
    }

    private static SqlText AfterFound(OverlapPosition? after)
    {
        if (after is null)
            return $"1 = 1";

        SqlText start = $"{after.EarlierStart}";
        SqlText earlier = $"{after.EarlierId}";
        SqlText laterStart = $"{after.LaterStart}";
        return $"""
            EarlierStart > {start}
              OR (EarlierStart = {start}
                AND (EarlierId > {earlier}
                    OR (EarlierId = {earlier}
                        AND (LaterStart > {laterStart} OR (LaterStart = {laterStart} AND LaterId > {after.LaterId})))))
            """;
    }
}
