using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;

namespace Adam.Data.Overlaps.Review;

/// <summary>
/// The query for candidate pairs that are not stored and have a common blocking key in a range of hashes, in the order
/// of hashes. It reads only the index entries of the range in each country and pillar.
/// </summary>
/// <param name="Filter">
/// The filter of the pairs. The query tests its conditions on shared countries and pillars and on projects; the others
/// need the pair.
/// </param>
/// <param name="ProjectId">The ProjectId of the project that the filter names; null if it names none.</param>
internal sealed record ReviewSampleQuery(SqlDialect Dialect, OverlapFilter Filter, long? ProjectId)
{
    public static readonly StatementSet Statements = new(nameof(ReviewSampleQuery), nameof(Page));

    /// <summary>Returns the query of a page. A pair is returned for each of its keys in the range.</summary>
    /// <param name="after">The pair after which the page begins, or the first hash of the range.</param>
    /// <param name="end">The first hash behind the range.</param>
    /// <param name="take">The maximum number of rows.</param>
    public ComposedQuery<SampledPair> Page(SamplePosition after, long end, int take)
    {
        var countries =
            Filter.Countries.Count > 0 ? Filter.Countries
            : Filter.RouteCountries.Count > 0 ? Filter.RouteCountries
            : [.. CodeListCatalog.Countries.Entries.Select(country => country.Code)];
        SqlText cells = $"{JsonRowSet.FromIds(ReviewSample.Cells(countries, Filter.Pillars))}";
        SqlText first = $"{after.FirstId}";
        SqlText start = $"{after.Hash}";
        // CROSS JOIN: SQLite joins in the order of the text.
        return Statements.Compose<SampledPair>(
            $"""
            SELECT DISTINCT FirstId, SecondId, Hash
            FROM (
                SELECT mine.ProjectId AS FirstId, theirs.ProjectId AS SecondId, mine.KeyHash - cell.Start AS Hash
                FROM {Dialect.Rows(cells, ("Start", "bigint"))} cell
                CROSS JOIN ProjectBlockingKey mine
                CROSS JOIN ProjectBlockingKey theirs
                WHERE mine.KeyHash >= cell.Start + {start} AND mine.KeyHash < cell.Start + {end}
                  AND theirs.KeyHash = mine.KeyHash AND theirs.ProjectId > mine.ProjectId
                  AND theirs.StartDay <= mine.EndDay AND theirs.EndDay >= mine.StartDay
                  AND NOT EXISTS (
                      SELECT 1
                      FROM Overlap o
                      WHERE o.FirstId = mine.ProjectId
                        AND o.SecondId = theirs.ProjectId){SqlText.And(Conditions())}) found
            WHERE Hash > {start}
              OR FirstId > {first}
              OR (FirstId = {first} AND SecondId > {after.SecondId})
            ORDER BY Hash, FirstId, SecondId
            {Dialect.Page($"{take}")}
            """
        );
    }

    private IEnumerable<SqlText> Conditions()
    {
        SqlText mine = $"mine.ProjectId";
        SqlText theirs = $"theirs.ProjectId";
        if (ProjectId is { } id)
            yield return $"({mine} = {id} OR {theirs} = {id})";
        if (!Filter.AnyProject.IsEmpty)
            yield return $"""
                ({ProjectListSql.Meets(Filter.AnyProject, mine)}
                OR {ProjectListSql.Meets(Filter.AnyProject, theirs)})
                """;
        if (Filter.Between is var (one, other))
            yield return PairConditions.ArePaidBy(mine, theirs, one, other);
    }
}

/// <summary>A pair with one of its common blocking keys. FirstId is the lower ProjectId.</summary>
internal sealed record SampledPair
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }

    /// <summary>The hash of the key, without the cell.</summary>
    public long Hash { get; init; }

    public SamplePosition Position => new(Hash, FirstId, SecondId);
}
