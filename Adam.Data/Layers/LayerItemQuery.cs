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
/// that a page reads little more than it returns: by recorder, box, days, country, or the order of recording. The
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

    /// <summary>The square degrees in which most items lie. The Earth has 64,800.</summary>
    private const double UsualArea = 900;

    /// <summary>The days in which most items lie: twenty years.</summary>
    private const double UsualDays = 7_305;

    private readonly SqlDialect _dialect;
    private readonly LayerItemFilter _filter;
    private readonly LayerAccess _access;
    private readonly Path _path;

    public LayerItemQuery(SqlDialect dialect, LayerItemFilter filter, LayerAccess access)
    {
        (_dialect, _filter, _access) = (dialect, filter, access);
        _path =
            !access.IsWhole ? Path.Recorder
            : filter.Box is not null ? (DaysShare < BoxShare ? Path.Days : Path.Space)
            : filter.From is not null || filter.Until is not null ? Path.Days
            : filter.Countries.Count > 0 ? Path.Country
            : Path.Order;
    }

    private enum Path
    {
        Recorder,
        Space,
        Days,
        Country,
        Order,
    }

    /// <summary>The share of items that the days of the filter leave, as far as the filter tells it.</summary>
    private double DaysShare =>
        _filter is { From: { } from, Until: { } until } ? (until.DayNumber - from.DayNumber + 1) / UsualDays : 1;

    /// <summary>The share of items that the box of the filter leaves, as far as the filter tells it.</summary>
    private double BoxShare => _filter.Box is { } box ? box.SquareDegrees / UsualArea : 1;

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
            SELECT i.ItemId, i.Country, i.Cell, i.Slot
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
            Path.Days => $"i.Slot, i.ItemId",
            _ => $"i.ItemId",
        };

    private IEnumerable<SqlText> Rest()
    {
        if (_filter.Box is { } box)
        {
            // The indexes of cells and of days have the position, so the condition reads no row of the table.
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
            Path.Days => Numbers($"i.Slot", LayerDays.Ranges(_filter.From, _filter.Until), after?.Slot, after),
            _ => [$"i.ItemId > {after?.ItemId ?? 0}"],
        };

    private IEnumerable<(int From, int To)> Cells() =>
        LayerCells.Ranges(_filter.Box!).Append((LayerCells.None, LayerCells.None));

    /// <summary>Returns the conditions of ascending ranges of a column, from a position on.</summary>
    /// <param name="at">The value of the column at the position; null for the first page.</param>
    private static IEnumerable<SqlText> Numbers(
        SqlText column,
        IEnumerable<(int From, int To)> ranges,
        int? at,
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
