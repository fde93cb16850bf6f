using System.Globalization;
using System.Runtime.InteropServices;
using Adam.Data.Overlaps.Sums;

namespace Adam.Data.Overlaps;

/// <summary>
/// Counts summaries of the same pairs, pair by pair. In memory are the numbers of the cells, and no pair.
/// </summary>
/// <param name="summaries">The dimensions of each summary, each once; at least one.</param>
internal sealed class OverlapCounts(IReadOnlyList<IReadOnlyList<OverlapDimension>> summaries)
{
    private readonly IReadOnlyList<Dictionary<string, CountedOverlaps>> _cells =
    [
        .. summaries.Select(_ => new Dictionary<string, CountedOverlaps>(StringComparer.Ordinal)),
    ];

    /// <summary>The numbers of all pairs, each counted once.</summary>
    public CountedOverlaps Total { get; } = new("");

    public DonorMonths Months { get; } = new();

    /// <summary>The dimensions of each summary, in the order of the values of its cells.</summary>
    public IReadOnlyList<IReadOnlyList<OverlapDimension>> Summaries => summaries;

    /// <summary>Returns the cells of a summary.</summary>
    /// <param name="summary">The place of the summary.</param>
    public IReadOnlyCollection<CountedOverlaps> CellsOf(int summary) => _cells[summary].Values;

    /// <summary>Returns a cell of a summary, to add numbers to it.</summary>
    public CountedOverlaps Cell(int summary, string cell)
    {
        ref var numbers = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells[summary], cell, out _);
        return numbers ??= new(cell);
    }

    /// <summary>Adds a pair to each cell that it belongs to.</summary>
    public void Add(SummedPair pair)
    {
        Total.Add(pair, pair.Row.Days);
        for (var summary = 0; summary < summaries.Count; summary++)
        {
            foreach (var (cell, days) in CellsOf(pair, summaries[summary]))
                Cell(summary, cell).Add(pair, days);
        }
    }

    /// <summary>
    /// Adds the months in which the donors of a project are active. If the start of the project is unknown, its months
    /// are.
    /// </summary>
    public void Add(SummedProject project)
    {
        foreach (var donor in project.Donors)
        {
            if (donor.Months is var (from, to))
                Months.Add(donor.Donor, from, to);
        }
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
            AddAmount(currency, units, tenThousandths);
    }

    /// <summary>Adds the numbers of other pairs.</summary>
    public void Add(OverlapCellRow row)
    {
        _overlaps += row.Overlaps;
        _undecided += row.Undecided;
        _days += row.Days;
    }

    /// <summary>Adds an amount of other pairs.</summary>
    public void Add(OverlapCellAmountRow row) => AddAmount(row.Currency, (long)row.Units, row.TenThousandths);

    private void AddAmount(string currency, long units, long tenThousandths)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_amounts, currency, out _);
        sum = (sum.Units + units, sum.TenThousandths + tenThousandths);
    }
}
