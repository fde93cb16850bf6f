using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Report;

/// <summary>
/// The conditions of a filter on a stored pair. An access path removes those that it guarantees; the rest is the
/// residual filter. Empty lists and null members are no condition.
/// </summary>
internal sealed record PairConditions
{
    /// <summary>The kinds; empty for every kind but declared.</summary>
    public required IReadOnlyList<OverlapKind> Kinds { get; init; }

    public required IReadOnlyList<string> Countries { get; init; }

    public required IReadOnlyList<string> RouteCountries { get; init; }

    public required IReadOnlyList<Pillar> Pillars { get; init; }

    public required DateOnly? ActiveFrom { get; init; }

    public required DateOnly? ActiveTo { get; init; }

    public required decimal? MinScore { get; init; }

    public required DateTimeOffset? UpdatedSince { get; init; }

    public required DateTimeOffset? FoundSince { get; init; }

    public required DateTimeOffset? FoundBefore { get; init; }

    public required IReadOnlyList<VerdictFilter> Verdicts { get; init; }

    /// <summary>One of them owns one of the two projects.</summary>
    public required IReadOnlyList<string> Owners { get; init; }

    /// <summary>One of them is a donor of one of the two projects.</summary>
    public required IReadOnlyList<string> Donors { get; init; }

    /// <summary>
    /// One of the two projects meets all of these conditions. Empty if <see cref="Owners"/> or <see cref="Donors"/>
    /// cover them.
    /// </summary>
    public required ProjectFilter AnyProject { get; init; }

    /// <summary>One partner owns or funds one project, and the other partner the other project.</summary>
    public required (string One, string Other)? Between { get; init; }

    /// <summary>
    /// True if OverlapFacet is looked up before <see cref="Between"/> is tested. Nearly all pairs without the two
    /// partners fail this cheaper test.
    /// </summary>
    public required bool TestsFacetOfBetween { get; init; }

    public static PairConditions From(OverlapFilter filter) =>
        new()
        {
            Kinds = filter.Kinds,
            Countries = filter.Countries,
            RouteCountries = filter.RouteCountries,
            Pillars = filter.Pillars,
            ActiveFrom = filter.ActiveFrom,
            ActiveTo = filter.ActiveTo,
            MinScore = filter.MinScore,
            UpdatedSince = filter.UpdatedSince,
            FoundSince = filter.FoundSince,
            FoundBefore = filter.FoundBefore,
            Verdicts = [.. filter.Verdicts.Distinct()],
            Owners = filter.AnyProject.Owners,
            Donors = filter.AnyProject.Donors,
            AnyProject = AreCoveredByPayers(filter.AnyProject) ? new() : filter.AnyProject,
            Between = filter.Between,
            TestsFacetOfBetween = filter.Between is not null,
        };

    /// <summary>
    /// Returns true if a filter has no other conditions on projects than owners, or than donors, which
    /// <see cref="PairFacet.Payer"/> covers. Owners and donors together are not covered, because one project of the
    /// pair must have both.
    /// </summary>
    public static bool AreCoveredByPayers(ProjectFilter anyProject) =>
        (anyProject.Owners.Count, anyProject.Donors.Count) switch
        {
            (> 0, 0) => (anyProject with { Owners = [] }).IsEmpty,
            (0, > 0) => (anyProject with { Donors = [] }).IsEmpty,
            _ => false,
        };

    /// <summary>Returns the conditions on a pair <c>o</c> of Overlap, joined by AND; at least one.</summary>
    /// <param name="scanned">
    /// The columns of the scanned index. A pair is looked up only if these conditions hold.
    /// </param>
    public SqlText ToSql(ScannedColumns scanned)
    {
        var conditions = new List<SqlText>();
        if (Kinds.Count == 0)
            conditions.Add($"o.Kind <> {SqlText.Literal((int)OverlapKind.Declared)}");
        else
            conditions.Add($"o.Kind IN {ColumnValue.TinyInts(Kinds.Select(kind => (int)kind))}");
        AddCountries(Countries);
        AddCountries(RouteCountries);
        if (Pillars.Count > 0)
            conditions.Add($"(o.Pillars & {(byte)SharedCellMask.For(Pillars)}) <> 0");
        if (ActiveFrom is { } from)
            conditions.Add($"o.EndDay >= {from.DayNumber}");
        if (ActiveTo is { } to)
            conditions.Add($"o.StartDay <= {to.DayNumber}");
        if (MinScore is { } least)
            conditions.Add($"{scanned.Score} >= {Score.Ceiling(least).TenThousandths}");
        if (UpdatedSince is { } since)
            conditions.Add($"{scanned.Updated} >= {since.ToMicros()}");
        if (FoundSince is { } found)
            conditions.Add($"+o.FoundMicros >= {found.ToMicros()}");
        if (FoundBefore is { } end)
            conditions.Add($"+o.FoundMicros < {end.ToMicros()}");
        if (Verdicts.Count > 0)
            conditions.Add($"({SqlText.Join($" OR ", Verdicts.Select(HasVerdict))})");

        // Conditions on the pair come before conditions on its projects, because they read fewer rows.
        AddFacet(PairFacet.Payer, Owners, PairFacet.Owns);
        AddFacet(PairFacet.Payer, Donors, PairFacet.Donates);
        if (!AnyProject.IsEmpty)
        {
            var firstMeets = ProjectListSql.Meets(AnyProject, scanned.First);
            var secondMeets = ProjectListSql.Meets(AnyProject, scanned.Second);
            conditions.Add($"({firstMeets} OR {secondMeets})");
        }

        if (Between is var (one, other))
        {
            if (TestsFacetOfBetween)
                AddFacet(PairFacet.Payer, [one], PairFacet.BitFor(other));
            conditions.Add(ArePaidBy(scanned.First, scanned.Second, one, other));
        }

        return SqlText.Join($"\n  AND ", conditions);

        void AddCountries(IReadOnlyList<string> countries)
        {
            var mask = SharedCellMask.For(countries);
            var (own, common) = (mask & SharedCellMask.OfOne, mask & ~SharedCellMask.OfOne);
            // The bits of a route's countries tell without a look-up. Other countries share bits.
            var tests = new List<SqlText>();
            if (own != 0)
                tests.Add($"(o.Countries & {own}) <> 0");
            if (common != 0)
            {
                var others = countries.Where(country => (SharedCellMask.For([country]) & common) != 0).ToList();
                tests.Add($"((o.Countries & {common}) <> 0 AND {HasFacet(PairFacet.Country, others, SqlText.Empty)})");
            }

            if (tests.Count > 0)
                conditions.Add($"({SqlText.Join($" OR ", tests)})");
        }

        void AddFacet(string facet, IReadOnlyList<string> values, long bits)
        {
            if (values.Count > 0)
                conditions.Add(HasFacet(facet, values, $" AND (x.Bits & {bits}) <> 0"));
        }

        SqlText HasFacet(string facet, IReadOnlyList<string> values, SqlText hasBits)
        {
            // SQLite seeks an index once for each listed value, a dozen times for a route. A pair has few rows of a
            // facet, which COALESCE makes it read instead.
            var value = values.Count > 1 ? (SqlText)$"COALESCE(x.Value, '')" : $"x.Value";
            return $"""
                EXISTS (
                    SELECT 1
                    FROM OverlapFacet x
                    WHERE x.FirstId = {scanned.First} AND x.SecondId = {scanned.Second}
                      AND x.Facet = {SqlText.Literal(facet)} AND {value} IN {values}{hasBits})
                """;
        }
    }

    private static SqlText HasVerdict(VerdictFilter verdict) =>
        verdict switch
        {
            VerdictFilter.None => $"o.Verdict IS NULL",
            VerdictFilter.Stale => $"o.IsStale = 1",
            _ => $"(o.Verdict = {(byte)verdict} AND o.IsStale = 0)",
        };

    /// <summary>
    /// Returns the condition that one partner owns or funds one project, and the other partner the other project.
    /// </summary>
    public static SqlText ArePaidBy(SqlText firstId, SqlText secondId, string onePartner, string otherPartner)
    {
        SqlText one = $"{onePartner}";
        SqlText other = $"{otherPartner}";
        return $"""
            (({IsPaidBy(firstId, one)} AND {IsPaidBy(secondId, other)})
            OR ({IsPaidBy(firstId, other)} AND {IsPaidBy(secondId, one)}))
            """;
    }

    private static SqlText IsPaidBy(SqlText projectId, SqlText partner) =>
        $"""
            EXISTS (
                SELECT 1
                FROM ProjectFacet s
                WHERE s.Facet IN ({SqlText.Literal(Facet.Owner)}, {SqlText.Literal(Facet.Donor)})
                  AND s.Value = {partner} AND s.ProjectId = {projectId})
            """;
}
