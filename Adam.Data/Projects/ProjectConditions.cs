using Adam.Data.Databases;
using Adam.Domain.Geography;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>One condition of a filter of projects.</summary>
/// <param name="Test">The condition on a row <c>f</c> of ProjectFacet.</param>
/// <param name="Scans">
/// Queries of the ProjectId of the projects that meet the condition. Each reads adjacent rows of an index. A project
/// may be returned several times.
/// </param>
/// <param name="Facet">The facet, if the condition selects values of one; otherwise null.</param>
internal sealed record ProjectCondition(
    SqlText Test,
    IReadOnlyList<SqlText> Scans,
    (string Facet, IReadOnlyList<string> Values)? Facet = null
);

/// <summary>The conditions of a filter, and the choice of the one that a query starts from.</summary>
internal static class ProjectConditions
{
    /// <summary>
    /// The maximum number of projects of a rare condition, which are fetched and sorted. With a more common one, a scan
    /// of the list that tests each project fills the page soon.
    /// </summary>
    public const int Rare = 2_000;

    private static readonly string[] KnownEnds =
    [
        ProjectIndex.CodeOf(EndBasis.Actual),
        ProjectIndex.CodeOf(EndBasis.Planned),
    ];

    /// <summary>
    /// The number of projects up to which a facet is preferred to the usual one. All conditions are first counted up to
    /// it, which takes less time than the page.
    /// </summary>
    private const int Few = 200;

    /// <summary>The number of projects up to which conditions are compared if the order does not matter.</summary>
    private const int Counted = 5_000;

    private static readonly ProjectCondition IsUnrestricted = new(
        HasNoRow($"f"),
        [
            $"""
            SELECT s.ProjectId
            FROM ProjectFacet s
            WHERE s.Facet = {Facet.All} AND s.Value = {""} AND {HasNoRow($"s")}
            """,
        ]
    );

    public static readonly StatementSet Statements = new(nameof(ProjectConditions), nameof(Sizes));

    /// <summary>
    /// Returns the conditions in a fixed order: facets, usually the most selective first, then words, positions and
    /// ranges.
    /// </summary>
    /// <param name="sort">The order of the page that the conditions are tested for; null for no order.</param>
    public static IReadOnlyList<ProjectCondition> For(ProjectFilter filter, ProjectSort? sort = null) =>
        [
            .. filter.Facets.Select(facet => OfFacet(facet.Facet, facet.Values)),
            .. filter.Words.Select(OfWord),
            .. filter.Near is { } near ? [OfPosition(near.Box, IsInCircle(near))] : (ProjectCondition[])[],
            .. filter.Box is { } box ? [OfPosition(box, SqlText.Empty)] : (ProjectCondition[])[],
            .. Ranges(filter).Select(range => OfRange(range, sort)),
            .. (filter.EndsFrom ?? filter.EndsTo) is null
                ? (ProjectCondition[])[]
                : [OfFacet(Facet.EndBasis, KnownEnds) with { Facet = null }],
            .. filter.OnlyVisibility == Visibility.Partners ? [IsUnrestricted] : (ProjectCondition[])[],
            .. filter.FundedUntilBefore is { } money ? [OfFundingBefore(money)] : (ProjectCondition[])[],
            .. filter.MayEndFrom is { } day ? [OfPossibleEnd(day)] : (ProjectCondition[])[],
        ];

    /// <summary>
    /// Chooses the condition that a query starts from. A condition that no project meets is found by reading few rows
    /// of the others.
    /// </summary>
    /// <param name="rare">The maximum number of projects of a rare condition.</param>
    public static async Task<ProjectLead> ChooseAsync(
        Session session,
        ProjectFilter filter,
        CancellationToken ct,
        int rare = Rare
    )
    {
        var conditions = For(filter).Index().ToList();
        // The scan of a single facet returns a project for each row that it reads.
        if (conditions is [] or [(_, { Facet: not null })])
            return new(conditions.Count == 0 ? null : 0);

        var few = Math.Min(Few, rare);
        var fewest = conditions.Count > 1 ? await FewestAsync(session, conditions, few, ct) : null;
        // Common facets are scanned in the order of the list, so that only other conditions need to be rare.
        conditions.RemoveAll(condition => condition.Item.Facet is not null);
        if (fewest is null && conditions.Count > 0)
            fewest = await FewestAsync(session, conditions, rare, ct);
        return fewest is null ? ProjectLead.Usual(For(filter)) : new(fewest.Place, fewest.Projects == 0);
    }

    /// <summary>
    /// Chooses the condition that a query without an order starts from: the one with the fewest projects, of several
    /// counted now.
    /// </summary>
    /// <param name="most">The maximum number of projects that the caller wants.</param>
    public static async Task<ProjectLead> ChooseForAnyOrderAsync(
        Session session,
        ProjectFilter filter,
        int most,
        CancellationToken ct
    )
    {
        var conditions = For(filter).Index().ToList();
        if (conditions is [] or [(_, { Facet: not null })])
            return new(conditions.Count == 0 ? null : 0);

        // A condition that no project meets is found by reading few rows of the others.
        var fewest = conditions.Count > 1 ? await FewestAsync(session, conditions, Math.Min(Few, most), ct) : null;
        fewest ??= await FewestAsync(session, conditions, Counted, ct);
        return fewest is null ? ProjectLead.Usual(For(filter)) : new(fewest.Place, fewest.Projects == 0);
    }

    /// <summary>Returns true if each condition of a filter, if it has any, has more projects than a number.</summary>
    public static async Task<bool> AreCommonAsync(
        Session session,
        ProjectFilter filter,
        int number,
        CancellationToken ct
    ) =>
        For(filter).Index().ToList() is not { Count: > 0 } conditions
        || await FewestAsync(session, conditions, number, ct) is null;

    /// <summary>
    /// Returns the query of the number of rows of each condition, each counted up to <paramref name="most"/>.
    /// </summary>
    /// <param name="conditions">Conditions with their index in <see cref="For"/>.</param>
    internal static ComposedQuery<ProjectConditionSize> Sizes(
        SqlDialect dialect,
        IReadOnlyList<(int Place, ProjectCondition Condition)> conditions,
        int most
    )
    {
        SqlText rows = $"{most}";
        var counts = conditions.Select(one =>
            (SqlText)
                $"""
                    SELECT {SqlText.Literal(one.Place)} AS Place, COUNT(*) AS Projects
                    FROM ({dialect.AtMost(
                        SqlText.Join($"\nUNION ALL\n", one.Condition.Scans),
                        $"ProjectId",
                        rows
                    )}) counted
                    """
        );
        return Statements.Compose<ProjectConditionSize>(SqlText.Join($"\nUNION ALL\n", counts));
    }

    /// <summary>
    /// Returns the condition with the fewest rows, the first of equal ones; null if each has more than
    /// <paramref name="most"/>.
    /// </summary>
    private static async Task<ProjectConditionSize?> FewestAsync(
        Session session,
        IReadOnlyList<(int Place, ProjectCondition Condition)> conditions,
        int most,
        CancellationToken ct
    )
    {
        var sizes = await session.QueryAsync(Sizes(session.Dialect, conditions, most + 1), ct);
        var fewest = sizes.MinBy(size => (size.Projects, size.Place))!;
        return fewest.Projects <= most ? fewest : null;
    }

    private static ProjectCondition OfFacet(string facet, IReadOnlyList<string> values) =>
        new(
            $"""
            EXISTS (
                SELECT 1
                FROM ProjectFacet x
                WHERE x.Facet = {facet} AND x.Value IN {values} AND x.ProjectId = f.ProjectId)
            """,
            [
                .. values.Select(value =>
                    (SqlText)$"SELECT s.ProjectId FROM ProjectFacet s WHERE s.Facet = {facet} AND s.Value = {value}"
                ),
            ],
            (facet, values)
        );

    /// <summary>Returns the condition that a project has no row of the facet of restricted projects.</summary>
    /// <param name="alias">The alias of a row of ProjectFacet.</param>
    private static SqlText HasNoRow(SqlText alias) =>
        $"""
            NOT EXISTS (
                SELECT 1
                FROM ProjectFacet x
                WHERE x.Facet = {Facet.Visibility} AND x.Value = {ProjectIndex.CodeOf(Visibility.Restricted)}
                  AND x.ProjectId = {alias}.ProjectId)
            """;

    private static ProjectCondition OfWord(string word)
    {
        SqlText hasWord = $"w.Word >= {word} AND w.Word < {WordEnd(word)}";
        return new(
            $"EXISTS (SELECT 1 FROM ProjectWord w WHERE w.ProjectId = f.ProjectId AND {hasWord})",
            [$"SELECT w.ProjectId FROM ProjectWord w WHERE {hasWord}"]
        );
    }

    /// <summary>
    /// Returns a text that sorts after every word with this prefix. No word contains the last code point.
    /// </summary>
    public static string WordEnd(string word) => word + "\U0010FFFF";

    /// <param name="further">A further condition on the row <c>l</c> of ProjectPlace, which begins with AND.</param>
    private static ProjectCondition OfPosition(BoundingBox box, SqlText further)
    {
        SqlText isInBands = $"""
            l.LatitudeBand IN {ColumnValue.TinyInts(box.LatitudeBands)}
              AND l.Latitude >= {box.South} AND l.Latitude <= {box.North}{further}
            """;
        var ranges = box
            .Longitudes.Select(range => (SqlText)$"l.Longitude >= {range.From} AND l.Longitude <= {range.To}")
            .ToList();
        return new(
            $"""
            EXISTS (
                SELECT 1
                FROM ProjectPlace l
                WHERE l.ProjectId = f.ProjectId AND {isInBands}
                  AND ({SqlText.Join($" OR ", ranges)}))
            """,
            [
                .. ranges.Select(range =>
                    (SqlText)$"SELECT l.ProjectId FROM ProjectPlace l WHERE {range} AND {isInBands}"
                ),
            ]
        );
    }

    private static ProjectCondition OfFundingBefore(DateOnly day) =>
        new(
            $"""
            EXISTS (
                SELECT 1
                FROM ProjectFacet x
                WHERE x.Facet = {Facet.FundedUntil} AND x.Value < {Facet.Day(day)} AND x.ProjectId = f.ProjectId)
            """,
            [
                $"""
                SELECT s.ProjectId
                FROM ProjectFacet s
                WHERE s.Facet = {Facet.FundedUntil} AND s.Value < {Facet.Day(day)}
                """,
            ]
        );

    private static ProjectCondition OfPossibleEnd(DateOnly from)
    {
        SqlText unknown = $"{ProjectIndex.CodeOf(EndBasis.Unknown)}";
        return new(
            $"""
            (f.EndDay >= {from.DayNumber}
                OR EXISTS (
                    SELECT 1
                    FROM ProjectFacet x
                    WHERE x.Facet = {Facet.EndBasis} AND x.Value = {unknown} AND x.ProjectId = f.ProjectId))
            """,
            [
                $"""
                SELECT s.ProjectId
                FROM ProjectFacet s
                WHERE s.Facet = {Facet.All} AND s.Value = {""} AND s.EndDay >= {from.DayNumber}
                """,
                $"SELECT s.ProjectId FROM ProjectFacet s WHERE s.Facet = {Facet.EndBasis} AND s.Value = {unknown}",
            ]
        );
    }

    /// <summary>
    /// Compares the squares of chords. The difference of two parts of a vector fits in an int, its square does not.
    /// </summary>
    private static SqlText IsInCircle(Circle circle)
    {
        SqlText x = $"(l.X - {circle.Centre.X})";
        SqlText y = $"(l.Y - {circle.Centre.Y})";
        SqlText z = $"(l.Z - {circle.Centre.Z})";
        return $"""

              AND CAST({x} AS bigint) * {x} + CAST({y} AS bigint) * {y} + CAST({z} AS bigint) * {z}
                <= {circle.SquaredChord}
            """;
    }

    /// <summary>Returns the conditions on the numbers of a project that every row of its facets contains.</summary>
    private static IEnumerable<Range> Ranges(ProjectFilter filter)
    {
        if (filter.ActiveFrom is { } from)
            yield return new($"EndDay", day => $"{day} >= {from.DayNumber}", IsByEnd);
        if (filter.ActiveTo is { } to)
            yield return new($"StartDay", day => $"{day} <= {to.DayNumber}", IsByStart);
        if (filter.StartsFrom is not null || filter.StartsTo is not null)
        {
            // An unknown start has a number below all days.
            var (first, last) = (filter.StartsFrom?.DayNumber ?? 0, filter.StartsTo?.DayNumber ?? Database.OpenDay);
            yield return new($"StartDay", day => $"{day} >= {first} AND {day} <= {last}", IsByStart);
        }

        if (filter.EndsFrom is not null || filter.EndsTo is not null)
        {
            // A period without an end does not end in any window. The facet excludes the ends that nobody reported.
            var (first, last) = (filter.EndsFrom?.DayNumber ?? 0, filter.EndsTo?.DayNumber ?? Database.OpenDay - 1);
            yield return new($"EndDay", day => $"{day} >= {first} AND {day} <= {last}", IsByEnd);
        }

        if (filter.UpdatedSince is { } since)
            yield return new($"UpdatedMicros", instant => $"{instant} >= {since.ToMicros()}", IsByUpdate);
    }

    private static bool IsByStart(ProjectSort sort) => sort is ProjectSort.Start or ProjectSort.StartDescending;

    private static bool IsByEnd(ProjectSort sort) => sort is ProjectSort.End or ProjectSort.EndDescending;

    private static bool IsByUpdate(ProjectSort sort) => sort is ProjectSort.Updated or ProjectSort.UpdatedDescending;

    // SQLite uses no index for a condition on +column, so the sign keeps it on the index of another order.
    private static ProjectCondition OfRange(Range range, ProjectSort? sort) =>
        new(
            range.Test(
                sort is { } order && !range.IsInOrder(order) ? (SqlText)$"+f.{range.Column}" : $"f.{range.Column}"
            ),
            [
                $"""
                SELECT s.ProjectId
                FROM ProjectFacet s
                WHERE s.Facet = {Facet.All} AND s.Value = {""} AND {range.Test($"s.{range.Column}")}
                """,
            ]
        );

    /// <summary>A condition on one number of a project.</summary>
    /// <param name="IsInOrder">Returns true if a list with this order is sorted by the number.</param>
    private sealed record Range(SqlText Column, Func<SqlText, SqlText> Test, Func<ProjectSort, bool> IsInOrder);
}

/// <summary>The condition that a query of projects starts from.</summary>
/// <param name="Place">
/// The index of the condition in <see cref="ProjectConditions.For"/>; null to start from all projects.
/// </param>
/// <param name="IsEmpty">True if no project meets the condition.</param>
internal readonly record struct ProjectLead(int? Place, bool IsEmpty = false)
{
    /// <summary>
    /// Returns the lead of common conditions: the first facet, whose rows are in the order of each list; else all
    /// projects.
    /// </summary>
    public static ProjectLead Usual(IReadOnlyList<ProjectCondition> conditions) =>
        new(conditions is [{ Facet: not null }, ..] ? 0 : null);
}

/// <summary>The number of projects that meet a condition.</summary>
internal sealed record ProjectConditionSize
{
    /// <summary>The index of the condition in the list of conditions.</summary>
    public int Place { get; init; }

    public long Projects { get; init; }
}
