using Adam.Data.Databases;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps;

/// <summary>
/// Counts pairs that meet a filter. Pairs and the values of their projects are read once for all summaries. In the
/// database, each pair would be joined with its projects for the counts, for the amounts and for the totals of each
/// summary.
/// </summary>
/// <param name="most">The maximum number of pairs that are in memory at once.</param>
/// <param name="needsCountries">True to read the countries, which only a summary by country has.</param>
internal sealed class CountedPairs(Session session, OverlapFilter filter, int most, bool needsCountries)
{
    /// <summary>The maximum number of pairs that are in memory at once; some 20 MB with their projects.</summary>
    public const int Most = 20_000;

    private readonly int _pillars = (int)(
        filter.Pillars.Count == 0 ? SharedCellMask.AllPillars : SharedCellMask.For(filter.Pillars)
    );

    /// <summary>
    /// Counts the pairs of a query. If they are many, they are read in the order of their keys, some at a time: each
    /// index but that of the keys would be read from its beginning each time.
    /// </summary>
    public async Task CountAsync(ReportQuery query, OverlapCounts counts, CancellationToken ct)
    {
        var rows = session.Read(OverlapSummarySql.Pairs(query), ct).Take(most + 1).ToList();
        if (rows.Count <= most)
        {
            await AddAsync(rows, OverlapSummarySql.Countries(query, filter, range: null), counts, ct);
            return;
        }

        // The pairs of some projects are found by these, whose number is bounded.
        var ordered =
            query.Path is CandidateProjects
                ? query
                : ReportQuery.Create(query.Dialect, new FullOrder(), filter, OverlapSort.Score);
        PairOfIds? after = null;
        do
        {
            rows = [.. await session.QueryAsync(OverlapSummarySql.Pairs(ordered, after, most), ct)];
            if (rows.Count == 0)
                return;

            var range = new PairRange(after, rows[^1].Key);
            await AddAsync(rows, OverlapSummarySql.Countries(ordered, filter, range), counts, ct);
            after = range.Last;
        } while (rows.Count == most);
    }

    private async Task AddAsync(
        IReadOnlyList<SummedPairRow> rows,
        ComposedQuery<SummedCountryRow> countriesOfRows,
        OverlapCounts counts,
        CancellationToken ct
    )
    {
        var countries = needsCountries
            ? (await session.QueryAsync(countriesOfRows, ct)).ToLookup(
                row => (row.FirstId, row.SecondId),
                row => row.Country
            )
            : null;
        var ids = new HashSet<long>();
        foreach (var row in rows)
        {
            ids.Add(row.FirstId);
            ids.Add(row.SecondId);
        }

        var projects = await SummedProject.ReadAsync(session, ids, ct);
        foreach (var project in projects.Values)
            counts.Add(project);
        foreach (var row in rows)
            counts.Add(
                new SummedPair(
                    // Of the pillars and countries of a pair, those that the filter asks for are counted.
                    row with
                    {
                        Pillars = row.Pillars & _pillars,
                    },
                    countries is null ? [] : [.. countries[(row.FirstId, row.SecondId)]],
                    projects[row.FirstId],
                    projects[row.SecondId]
                )
            );
    }
}
