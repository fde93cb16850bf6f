using System.Globalization;
using System.Runtime.InteropServices;
using Adam.Data.Databases;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps;

/// <summary>
/// Counts summaries of some pairs in memory. Pairs and the values of their projects are read once for all summaries.
/// In the database, each pair would be joined with its projects for the counts, for the amounts and for the totals of
/// each summary.
/// </summary>
internal sealed class CountedPairs
{
    private readonly IReadOnlyList<SummedPair> _pairs;
    private readonly IReadOnlyCollection<SummedProject> _projects;

    private CountedPairs(IReadOnlyList<SummedPair> pairs, IReadOnlyCollection<SummedProject> projects) =>
        (_pairs, _projects) = (pairs, projects);

    /// <summary>Reads pairs. Of their pillars and countries, those that the filter asks for are read.</summary>
    /// <param name="query">The query of the pairs that meet the filter.</param>
    /// <param name="needsCountries">True to read the countries, which only a summary by country has.</param>
    public static async Task<CountedPairs> ReadAsync(
        Session session,
        ReportQuery query,
        OverlapFilter filter,
        bool needsCountries,
        CancellationToken ct
    )
    {
        var rows = await session.QueryAsync(OverlapSummarySql.Pairs(query), ct);
        var countries = needsCountries
            ? (await session.QueryAsync(OverlapSummarySql.Countries(query, filter), ct)).ToLookup(
                row => (row.FirstId, row.SecondId),
                row => row.Country
            )
            : null;
        var pillars = filter.Pillars.Count == 0 ? SharedCellMask.AllPillars : SharedCellMask.For(filter.Pillars);
        var ids = new HashSet<long>();
        foreach (var row in rows)
        {
            ids.Add(row.FirstId);
            ids.Add(row.SecondId);
        }

        var projects = await SummedProject.ReadAsync(session, ids, ct);
        return new(
            [
                .. rows.Select(row => new SummedPair(
                    row with
                    {
                        Pillars = row.Pillars & (int)pillars,
                    },
                    countries is null ? [] : [.. countries[(row.FirstId, row.SecondId)]],
                    projects[row.FirstId],
                    projects[row.SecondId]
                )),
            ],
            [.. projects.Values]
        );
    }

    /// <summary>
    /// Returns the donors of the projects of these pairs with the months in which they are active. Projects with an
    /// unknown start are omitted, because their months are unknown.
    /// </summary>
    public IEnumerable<(string Donor, (int From, int To) Months)> Donors() =>
        from project in _projects
        from donor in project.Donors
        let months = donor.Months
        where months.HasValue
        select (donor.Donor, months.Value);

    /// <summary>Counts all pairs, each once.</summary>
    public CountedOverlaps Total()
    {
        var total = new CountedOverlaps("");
        foreach (var pair in _pairs)
            total.Add(pair, pair.Row.Days);
        return total;
    }

    /// <summary>Counts the pairs of each cell.</summary>
    /// <param name="by">The dimensions, each once; at least one.</param>
    public IReadOnlyCollection<CountedOverlaps> Count(IReadOnlyList<OverlapDimension> by)
    {
        var cells = new Dictionary<string, CountedOverlaps>(StringComparer.Ordinal);
        foreach (var pair in _pairs)
        {
            foreach (var (cell, days) in CellsOf(pair, by))
            {
                ref var numbers = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, cell, out _);
                numbers ??= new(cell);
                numbers.Add(pair, days);
            }
        }

        return cells.Values;
    }

    /// <summary>Returns the cells that a pair belongs to, each once, with its shared days in the cell.</summary>
    private static IEnumerable<(string Cell, int Days)> CellsOf(SummedPair pair, IReadOnlyList<OverlapDimension> by)
    {
        var cells = ValuesOf(pair, by[0]);
        foreach (var dimension in by.Skip(1))
        {
            var values = ValuesOf(pair, dimension).ToList();
            cells = cells.SelectMany(
                _ => values,
                (cell, value) => ($"{cell.Cell}{OverlapSums.Separator}{value.Cell}", Math.Min(cell.Days, value.Days))
            );
        }

        return cells;
    }

    /// <summary>Returns the values of a dimension, with the shared days of the pair that belong to each.</summary>
    private static IEnumerable<(string Cell, int Days)> ValuesOf(SummedPair pair, OverlapDimension dimension)
    {
        return dimension switch
        {
            OverlapDimension.Country => Whole(pair.Countries),
            OverlapDimension.Pillar => Whole(OverlapSums.PillarsOf(pair.Row)),
            OverlapDimension.Donors => Whole(OverlapSums.DonorsOf(pair)),
            OverlapDimension.Partners => Whole(OverlapSums.PartnersOf(pair)),
            OverlapDimension.Year => OverlapSums
                .YearsOf(pair.Row)
                .Select(year => (year.Year.ToString(CultureInfo.InvariantCulture), year.Days)),
            OverlapDimension.FoundMonth => Whole([OverlapSums.MonthOf(pair.Row.FoundMicros)]),
        };

        IEnumerable<(string, int)> Whole(IEnumerable<string> values) => values.Select(value => (value, pair.Row.Days));
    }
}

/// <summary>The numbers of some pairs.</summary>
/// <param name="cell">The values of the dimensions, with <see cref="OverlapSums.Separator"/> between.</param>
internal sealed class CountedOverlaps(string cell)
{
    private readonly Dictionary<string, (long Units, long TenThousandths)> _amounts = new(StringComparer.Ordinal);
    private long _overlaps;
    private long _undecided;
    private long _days;

    public OverlapCellRow ToRow() =>
        new()
        {
            Cell = cell,
            Overlaps = _overlaps,
            Undecided = _undecided,
            Days = _days,
        };

    public IEnumerable<OverlapCellAmountRow> ToAmounts() =>
        _amounts.Select(sum => new OverlapCellAmountRow
        {
            Cell = cell,
            Currency = sum.Key,
            Units = sum.Value.Units,
            TenThousandths = sum.Value.TenThousandths,
        });

    /// <summary>Adds a pair.</summary>
    /// <param name="days">The shared days that belong to the cell.</param>
    public void Add(SummedPair pair, int days)
    {
        _overlaps++;
        _days += days;
        if (pair.Row.Verdict is 0 or SummedPairRow.Stale)
            _undecided++;
        foreach (var (currency, units, tenThousandths) in pair.SmallerAmounts)
        {
            var sum = _amounts.GetValueOrDefault(currency);
            _amounts[currency] = (sum.Units + units, sum.TenThousandths + tenThousandths);
        }
    }
}
