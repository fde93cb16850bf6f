using Adam.Data.Databases;
using Adam.Domain.Geography;
using Adam.Domain.Layers;

namespace Adam.Data.Layers;

/// <summary>The filter of a list of items.</summary>
/// <param name="Layer">The id of the layer.</param>
public sealed record LayerItemFilter(string Layer)
{
    /// <summary>A box that the position lies in. Items without a position are in each box (OGC 17-069r3).</summary>
    public BoundingBox? Box { get; init; }

    /// <summary>The first day of an interval; null for no limit.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day of an interval; null for no limit. Items without time meet each interval.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>ISO 3166-1 alpha-2; empty for all countries.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Empty for all items.</summary>
    public IReadOnlyList<ItemCheck> Checked { get; init; } = [];
}

/// <summary>
/// The queries of a list of items. A list is a series of ranges of one index, each read in the order of the index, so
/// that a page reads little more than it returns: by recorder, box, time, country, or the order of recording. The
/// filter alone decides which, so all pages of a list have one order.
/// </summary>
internal sealed class LayerItemQuery
{
    public static readonly StatementSet Statements = new(
        nameof(LayerItemQuery),
        nameof(Page),
        nameof(Count),
        nameof(ById),
        nameof(PlaceOf)
    );

    /// <summary>The most years whose ranges of cells are searched one by one.</summary>
    private const int MostYears = 3;

    private readonly SqlDialect _dialect;
    private readonly LayerItemFilter _filter;
    private readonly LayerAccess _access;
    private readonly Path _path;

    public LayerItemQuery(SqlDialect dialect, LayerItemFilter filter, LayerAccess access)
    {
        (_dialect, _filter, _access) = (dialect, filter, access);
        _path =
            !access.IsWhole ? Path.Recorder
            : filter.Box is not null ? (IsShort ? Path.TimeAndSpace : Path.Space)
            : filter.From is not null || filter.Until is not null ? Path.Time
            : filter.Countries.Count > 0 ? Path.Country
            : Path.Order;
    }

    private enum Path
    {
        Recorder,
        Space,
        TimeAndSpace,
        Time,
        Country,
        Order,
    }

    private bool IsShort => _filter is { From: { } from, Until: { } until } && until.Year - from.Year < MostYears;

    /// <summary>
    /// Returns the queries of a page, one after the other. Each returns items after those of the one before.
    /// </summary>
    /// <param name="after">The last item of the previous page; null for the first page.</param>
    /// <param name="take">The maximum number of rows of each query.</param>
    public IEnumerable<ComposedQuery<LayerItemRow>> Pages(PlacedItemRow? after, int take) =>
        Ranges(after).Select(range => Page(range, take));

    /// <summary>Returns the queries that count the items of the list.</summary>
    /// <param name="most">The number at which each query stops counting.</param>
    public IEnumerable<ComposedQuery<int>> Counts(int most) => Ranges(null).Select(range => Count(range, most));

    private ComposedQuery<LayerItemRow> Page(SqlText range, int take) =>
        Statements.Compose<LayerItemRow>(
            $"""
            SELECT {LayerItemSql.Columns}
            FROM LayerItem i
            WHERE {Conditions(range)}
            ORDER BY {Order}
            {_dialect.Page($"{take}")}
            """
        );

    private ComposedQuery<int> Count(SqlText range, int most)
    {
        SqlText found = $"SELECT i.ItemId FROM LayerItem i WHERE {Conditions(range)}";
        return Statements.Compose<int>(
            $"SELECT COUNT(*) FROM ({_dialect.AtMost(found, $"ItemId", $"{most}")}) counted"
        );
    }

    /// <summary>Returns the query of one item that the reader sees, withdrawn or not.</summary>
    public static ComposedQuery<LayerItemRow> ById(string layer, Guid id, LayerAccess access) =>
        Statements.Compose<LayerItemRow>(
            $"""
            SELECT {LayerItemSql.Columns}
            FROM LayerItem i
            WHERE i.Id = {id} AND i.LayerKey = {layer}{SqlText.And(OfReader(access))}
            """
        );

    /// <summary>Returns the query of the place of an item in lists.</summary>
    public static ComposedQuery<PlacedItemRow> PlaceOf(string layer, Guid id, LayerAccess access) =>
        Statements.Compose<PlacedItemRow>(
            $"""
            SELECT i.ItemId, i.Country, i.Cell, i.TimeCell
            FROM LayerItem i
            WHERE i.Id = {id} AND i.LayerKey = {layer}{SqlText.And(OfReader(access))}
            """
        );

    /// <summary>Returns the condition that leaves the items that a reader sees.</summary>
    public static IEnumerable<SqlText> OfReader(LayerAccess access) =>
        access.Recorder is { } recorder
            ? [$"i.RecorderId = (SELECT p.PartnerId FROM Partner p WHERE p.Code = {recorder})"]
            : [];

    private SqlText Conditions(SqlText range) =>
        $"""
            i.LayerKey = {_filter.Layer}
              AND i.WithdrawnAt IS NULL
              AND {range}{SqlText.And([.. OfReader(_access), .. Rest()])}
            """;

    private SqlText Order =>
        _path switch
        {
            Path.Space => $"i.Cell, i.ItemId",
            Path.Time or Path.TimeAndSpace => $"i.TimeCell, i.ItemId",
            _ => $"i.ItemId",
        };

    private IEnumerable<SqlText> Rest()
    {
        if (_filter.Box is { } box)
        {
            // Both indexes of cells have the latitude, so the condition reads no row of the table.
            SqlText none = $"i.Latitude IS NULL";
            var longitudes = SqlText.Join(
                $" OR ",
                box.Longitudes.Select(range => (SqlText)$"(i.Longitude >= {range.From} AND i.Longitude <= {range.To})")
            );
            yield return $"({none} OR (i.Latitude >= {box.South} AND i.Latitude <= {box.North} AND ({longitudes})))";
        }

        if (_filter.From is { } from)
            yield return $"i.UntilDay >= {from.DayNumber}";
        if (_filter.Until is { } until)
            yield return $"i.FromDay <= {until.DayNumber}";
        if (_filter.Countries.Count > 0 && _path != Path.Country)
            yield return $"i.Country IN {_filter.Countries}";
        if (_filter.Checked.Count > 0)
            yield return $"i.Checked IN {_filter.Checked.Select(one => (byte)one).ToList()}";
    }

    /// <summary>
    /// Returns the conditions of the ranges of the index, in the order of the list, from a position on.
    /// </summary>
    private IEnumerable<SqlText> Ranges(PlacedItemRow? after) =>
        _path switch
        {
            Path.Country => _filter
                .Countries.Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Where(country => after is null || string.CompareOrdinal(country, after.Country) >= 0)
                .Select(country =>
                    (SqlText)$"i.Country = {country} AND i.ItemId > {(country == after?.Country ? after.ItemId : 0)}"
                ),
            Path.Space => Numbers($"i.Cell", Cells(), after?.Cell, after),
            Path.TimeAndSpace => Numbers(
                $"i.TimeCell",
                Years().SelectMany(year => Cells().Select(cells => OfYears(year, year, cells))),
                after?.TimeCell,
                after
            ),
            Path.Time => Numbers($"i.TimeCell", Times(), after?.TimeCell, after),
            _ => [$"i.ItemId > {after?.ItemId ?? 0}"],
        };

    private IEnumerable<int> Years() =>
        Enumerable
            .Range(_filter.From!.Value.Year, Math.Max(0, _filter.Until!.Value.Year - _filter.From.Value.Year + 1))
            .Append(LayerItemIndex.SeveralYears);

    private IEnumerable<(long From, long To)> Cells() =>
        LayerCells
            .Ranges(_filter.Box!)
            .Select(range => ((long)range.From, (long)range.To))
            .Append((LayerCells.None, LayerCells.None));

    private IEnumerable<(long From, long To)> Times() =>
        [
            OfYears(_filter.From?.Year ?? 1, _filter.Until?.Year ?? DateOnly.MaxValue.Year, (0, LayerCells.None)),
            OfYears(LayerItemIndex.SeveralYears, LayerItemIndex.SeveralYears, (0, LayerCells.None)),
        ];

    private static (long From, long To) OfYears(int first, int last, (long From, long To) cells) =>
        (LayerItemIndex.TimeCellOf(first, (int)cells.From), LayerItemIndex.TimeCellOf(last, (int)cells.To));

    /// <summary>Returns the conditions of ascending ranges of a column, from a position on.</summary>
    /// <param name="at">The value of the column at the position; null for the first page.</param>
    private static IEnumerable<SqlText> Numbers(
        SqlText column,
        IEnumerable<(long From, long To)> ranges,
        long? at,
        PlacedItemRow? after
    )
    {
        foreach (var (from, to) in ranges)
        {
            if (at is not { } number || from > number)
            {
                yield return $"{column} >= {from} AND {column} <= {to}";
            }
            else if (to >= number)
            {
                yield return $"{column} = {number} AND i.ItemId > {after!.ItemId}";
                if (to > number)
                    yield return $"{column} > {number} AND {column} <= {to}";
            }
        }
    }
}
