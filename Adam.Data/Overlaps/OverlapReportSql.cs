using System.Globalization;
using Adam.Data.Engines;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps;

/// <summary>
/// The report: it walks the stored pairs in the order that is asked for, from where the page begins, and stops when the page is full. A filter that leaves few pairs is walked by its own index.
/// </summary>
internal static class OverlapReportSql
{
    private const string Pair = "FirstId, SecondId";

    private const string Columns = """
        o.FirstId, o.SecondId, o.Score, o.Kind, o.Days, o.UpdatedMicros, t.Reasons, o.IsStale,
               v.VerdictId, v.Verdict, v.Note, v.DecidedBy, v.Partner, v.DecidedAt, v.StaleAt
        """;

    // The last decision stands, if the pair has one that was not taken back.
    private const string Standing = """
        LEFT JOIN OverlapVerdict v ON o.Verdict IS NOT NULL AND v.VerdictId = (SELECT MAX(w.VerdictId) FROM OverlapVerdict w WHERE w.FirstId = o.FirstId AND w.SecondId = o.SecondId)
        """;

    /// <summary>One page of pairs with all that is shown of them, each once.</summary>
    /// <param name="few">The projects from which pairs are sought, when they are few; what their choice has settled stands no longer in <paramref name="filter"/>.</param>
    /// <param name="lead">What is walked instead of the order's own index; null: nothing else.</param>
    public static Statement Page(Engine engine, OverlapFilter filter, OverlapSort sort, RankPosition? after, int take, IReadOnlyList<long>? few, ReportLead? lead)
    {
        var statement = new Statement(nameof(OverlapReportSql));
        statement.Set("take", take);
        var key = KeyOf(sort);
        var walks = Walks(lead).Select(walk => Walk(engine, statement, filter, few, lead?.Name, walk, key, after, page: true)).ToList();
        var found = walks.Count == 1 ? walks[0] : $"""
            SELECT {Pair}, SortKey
            FROM ({string.Join("\nUNION\n", walks.Select((walk, index) => string.Create(CultureInfo.InvariantCulture, $"SELECT {Pair}, SortKey FROM ({walk}) w{index}")))}) walked
            ORDER BY SortKey DESC, FirstId DESC, SecondId DESC
            {engine.Page}
            """;
        statement.Sql = $"""
            SELECT {Columns}
            FROM ({found}) page
            INNER JOIN Overlap o ON o.FirstId = page.FirstId AND o.SecondId = page.SecondId
            INNER JOIN OverlapReasons t ON t.FirstId = page.FirstId AND t.SecondId = page.SecondId
            {Standing}
            ORDER BY page.SortKey DESC, page.FirstId DESC, page.SecondId DESC
            """;
        return statement;
    }

    /// <summary>How many pairs each lead has, counted up to @take on each of its walks: Place, Pairs.</summary>
    public static Statement Sizes(Engine engine, IReadOnlyList<ReportLead> leads, int most)
    {
        var statement = new Statement(nameof(OverlapReportSql));
        statement.Set("take", most);
        var counts = leads.SelectMany((lead, place) => lead.Walks.Select(walk => $"""
            SELECT {place.ToString(CultureInfo.InvariantCulture)} AS Place, COUNT(*) AS Pairs
            FROM (SELECT {Counted(statement, walk)} {engine.Page}) counted
            """));
        statement.Sql = $"SELECT Place, SUM(Pairs) AS Pairs FROM ({string.Join("\nUNION ALL\n", counts)}) m GROUP BY Place";
        return statement;
    }

    /// <summary>How many pairs there are.</summary>
    public static Statement Count(Engine engine, OverlapFilter filter, IReadOnlyList<long>? few)
    {
        var statement = new Statement(nameof(OverlapReportSql));
        statement.Sql = $"SELECT COUNT(*) FROM ({Pairs(engine, statement, filter, few)}) pair";
        return statement;
    }

    /// <summary>All pairs that the filter leaves, each once: FirstId, SecondId.</summary>
    public static string Pairs(Engine engine, Statement statement, OverlapFilter filter, IReadOnlyList<long>? few)
    {
        var lead = few is null && ReportLead.Of(filter) is [var first, ..] ? first : null;
        return string.Join("\nUNION\n", Walks(lead).Select(walk => $"SELECT {Pair} FROM ({Walk(engine, statement, filter, few, lead?.Name, walk, "o.Score", null, page: false)}) w"));
    }

    /// <summary>One stored pair: @firstId, @secondId.</summary>
    public const string One = $"""
        SELECT {Columns}
        FROM Overlap o
        INNER JOIN OverlapReasons t ON t.FirstId = o.FirstId AND t.SecondId = o.SecondId
        {Standing}
        WHERE o.FirstId = @firstId AND o.SecondId = @secondId
        """;

    private static IEnumerable<ReportWalk?> Walks(ReportLead? lead) => (IEnumerable<ReportWalk?>?)lead?.Walks ?? [null];

    private static string Walk(Engine engine, Statement statement, OverlapFilter filter, IReadOnlyList<long>? few, string? lead, ReportWalk? walk, string key, RankPosition? after, bool page)
    {
        // CROSS JOIN: SQLite then takes what stands first first, whatever it knows of the tables.
        var (from, start) = few is not null
            ? ($"{engine.Rows(Few(statement, few), ("ProjectId", "bigint"))} focus CROSS JOIN OverlapByProject s CROSS JOIN Overlap o", """
                s.ProjectId = focus.ProjectId
                AND o.FirstId = CASE WHEN s.ProjectId < s.OtherId THEN s.ProjectId ELSE s.OtherId END
                AND o.SecondId = CASE WHEN s.ProjectId < s.OtherId THEN s.OtherId ELSE s.ProjectId END
                """)
            : walk is ReportWalk.Facet facet
                ? ("OverlapFacet led CROSS JOIN Overlap o", $"{Start(statement, facet, "led")} AND o.FirstId = led.FirstId AND o.SecondId = led.SecondId")
                : ("Overlap o", walk is null ? "1 = 1" : Start(statement, walk, "o"));
        // The order of the index that is walked, so that nothing is sorted; where another is asked for, + keeps the walk on its own.
        var alias = walk is ReportWalk.Facet ? "led" : "o";
        var sorted = walk is ReportWalk.Facet && key == "o.Score" ? "led.Score" : key;
        var order = walk is ReportWalk.Changed || (walk is ReportWalk.Verdict or ReportWalk.Declared && key != "o.Score") ? $"+{sorted}" : sorted;
        var distinct = few is null ? "" : "DISTINCT ";
        return $"""
            SELECT {distinct}o.FirstId, o.SecondId, {sorted} AS SortKey
            FROM {from}
            WHERE {start}{Conditions(statement, filter, lead, alias, order)}{Behind(statement, order, alias, after)}{(page ? $"\nORDER BY {(few is null ? $"{order} DESC, {alias}.FirstId DESC, {alias}.SecondId DESC" : "SortKey DESC, o.FirstId DESC, o.SecondId DESC")}\n{engine.Page}" : "")}
            """;
    }

    /// <summary>What leaves the pairs of a walk.</summary>
    private static string Start(Statement statement, ReportWalk walk, string alias) => walk switch
    {
        ReportWalk.Facet facet => $"{alias}.Facet = {statement.Add(facet.Name)} AND {alias}.Value = {statement.Add(facet.Value)}{(facet.Bits is { } bits ? $" AND ({alias}.Bits & {statement.Add(bits)}) <> 0" : "")}",
        // IS NOT NULL: whatever the parameter is, SQL Server knows by it that the index of decided pairs has them all.
        ReportWalk.Verdict verdict => $"{alias}.Verdict = {statement.Add((byte)verdict.Decided)} AND {alias}.Verdict IS NOT NULL AND {alias}.IsStale = {(verdict.IsStale ? 1 : 0)}",
        ReportWalk.Declared => $"{alias}.Kind = {(int)OverlapKind.Declared}",
        ReportWalk.Changed changed => $"{alias}.UpdatedMicros >= {statement.Add(changed.Since.ToMicros())}",
        _ => throw new ArgumentException("Nothing is known of this walk.", nameof(walk)),
    };

    private static string Counted(Statement statement, ReportWalk walk) => walk switch
    {
        ReportWalk.Facet => $"c.Score FROM OverlapFacet c WHERE {Start(statement, walk, "c")} ORDER BY c.Score",
        ReportWalk.Changed => $"c.UpdatedMicros FROM Overlap c WHERE {Start(statement, walk, "c")} ORDER BY c.UpdatedMicros",
        _ => $"c.Score FROM Overlap c WHERE {Start(statement, walk, "c")} ORDER BY c.Score",
    };

    private static string Conditions(Statement statement, OverlapFilter filter, string? lead, string alias, string order)
    {
        // Asked of what is walked, so that a pair is looked up when the rest holds.
        var (first, second) = ($"{alias}.FirstId", $"{alias}.SecondId");
        var conditions = new List<string>
        {
            filter.Kinds.Count == 0 ? $"o.Kind <> {(int)OverlapKind.Declared}" : $"o.Kind IN {statement.Add(Statement.TinyInts(filter.Kinds.Select(kind => (int)kind)))}",
        };
        if (lead != ReportLead.ByCountry || filter.Countries.Count == 0)
            Shares(PairFacet.Country, filter.Countries);
        if (lead != ReportLead.ByCountry || filter.Countries.Count > 0)
            Shares(PairFacet.Country, filter.RouteCountries);
        if (lead != ReportLead.ByCountry && filter.Pillars.Count > 0)
            conditions.Add($"(o.Pillars & {statement.Add((byte)CellBits.Of(filter.Pillars))}) <> 0");
        if (filter.ActiveFrom is { } from)
            conditions.Add($"o.EndDay >= {statement.Add(from.DayNumber)}");
        if (filter.ActiveTo is { } to)
            conditions.Add($"o.StartDay <= {statement.Add(to.DayNumber)}");
        if (filter.MinScore is { } least)
        {
            var lowest = statement.Add(Score.Ceiling(least).TenThousandths);
            conditions.Add($"{(order.StartsWith('+') ? "+" : "")}{alias}.Score >= {lowest}");
        }

        if (filter.UpdatedSince is { } since && lead != ReportLead.ByChange)
            conditions.Add($"{(lead is null ? "" : "+")}o.UpdatedMicros >= {statement.Add(since.ToMicros())}");
        if (filter.Verdicts.Count > 0)
            conditions.Add($"({string.Join(" OR ", filter.Verdicts.Distinct().Select(Decided))})");
        // What both projects say together is looked at first: it is nearer than what each says.
        if (lead != ReportLead.ByOwner)
            Shares(PairFacet.Payer, filter.Either.Owners, PairFacet.Owns);
        if (lead != ReportLead.ByDonor)
            Shares(PairFacet.Payer, filter.Either.Donors, PairFacet.Donates);
        if (!filter.Either.IsEmpty && !ReportLead.Settles(filter.Either))
            conditions.Add($"({ProjectListSql.Holds(statement, filter.Either, first)} OR {ProjectListSql.Holds(statement, filter.Either, second)})");
        if (filter.Between is { } between)
        {
            var (one, other) = (statement.Add(between.One), statement.Add(between.Other));
            if (lead is not (ReportLead.ByOne or ReportLead.ByOther))
                Shares(PairFacet.Payer, [between.One], PairFacet.Against(between.Other));
            conditions.Add($"(({Pays(first, one)} AND {Pays(second, other)}) OR ({Pays(first, other)} AND {Pays(second, one)}))");
        }

        return string.Concat(conditions.Select(condition => $"\n  AND {condition}"));

        void Shares(string facet, IReadOnlyList<string> values, long? bits = null)
        {
            if (values.Count > 0)
                conditions.Add($"EXISTS (SELECT 1 FROM OverlapFacet x WHERE x.FirstId = {first} AND x.SecondId = {second} AND x.Facet = '{facet}' AND x.Value IN {statement.Add(values)}{(bits is { } some ? $" AND (x.Bits & {statement.Add(some)}) <> 0" : "")})");
        }

        string Decided(VerdictFilter verdict) => verdict switch
        {
            VerdictFilter.None => "o.Verdict IS NULL",
            VerdictFilter.Stale => "o.IsStale = 1",
            _ => $"(o.Verdict = {statement.Add((byte)verdict)} AND o.IsStale = 0)",
        };
    }

    private static string Pays(string projectId, string partner) =>
        $"EXISTS (SELECT 1 FROM ProjectFacet s WHERE s.Facet IN ('{Facet.Owner}', '{Facet.Donor}') AND s.Value = {partner} AND s.ProjectId = {projectId})";

    private static string Behind(Statement statement, string key, string alias, RankPosition? after)
    {
        if (after is null)
            return "";

        var (value, first, second) = (statement.Add(key.EndsWith("UpdatedMicros", StringComparison.Ordinal) ? after.Key : Statement.Int(after.Key)), statement.Add(after.FirstId), statement.Add(after.SecondId));
        return $"""

              AND {key} <= {value}
              AND ({key} < {value} OR {alias}.FirstId < {first} OR ({alias}.FirstId = {first} AND {alias}.SecondId < {second}))
            """;
    }

    private static string Few(Statement statement, IReadOnlyList<long> few) => statement.Add(JsonRows.Of(few.Select(id => new object[] { id })));

    private static string KeyOf(OverlapSort sort) => sort switch
    {
        OverlapSort.Score => "o.Score",
        OverlapSort.Days => "o.Days",
        OverlapSort.Updated => "o.UpdatedMicros",
        _ => throw new ArgumentException("The order of the start is that of another query.", nameof(sort)),
    };
}
