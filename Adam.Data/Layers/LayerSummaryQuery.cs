using Adam.Data.Databases;
using Adam.Domain.Layers;

namespace Adam.Data.Layers;

/// <summary>The queries of the cells of a summary.</summary>
internal static class LayerSummaryQuery
{
    public static readonly StatementSet Statements = new(nameof(LayerSummaryQuery), nameof(Events), nameof(Numbers));

    /// <summary>
    /// Returns queries of the items that count: those that the reader sees, and those of others by threes. Each item is
    /// in one of them at most.
    /// </summary>
    public static IEnumerable<SqlText> Parts(string layer, LayerSummaryFilter filter, LayerAccess access)
    {
        SqlText counted = $"""
            i.LayerKey = {layer}
              AND i.WithdrawnAt IS NULL
              AND i.Checked <> {SqlText.Literal((int)ItemCheck.Rejected)}{SqlText.And(Conditions(filter))}
            """;
        yield return $"""
            SELECT i.ItemId, i.Country, i.Year, i.SummaryCell
            FROM LayerItem i
            WHERE {counted}{SqlText.And(LayerItemQuery.OfReader(access))}
            """;
        if (!access.SummaryByThrees)
            yield break;

        // NOT IN, because a reader without a partner has no id.
        SqlText own = $"SELECT p.PartnerId FROM Partner p WHERE p.Code = {access.Recorder!}";
        var size = SqlText.Literal(PublishedEvents.GroupSize);
        yield return $"""
            SELECT placed.ItemId, placed.Country, placed.Year, placed.SummaryCell
            FROM (
                SELECT
                    i.ItemId,
                    i.Country,
                    i.Year,
                    i.SummaryCell,
                    ROW_NUMBER() OVER (PARTITION BY i.Country, i.Year, i.SummaryCell ORDER BY i.ItemId) AS Place,
                    COUNT(*) OVER (PARTITION BY i.Country, i.Year, i.SummaryCell) AS Items
                FROM LayerItem i
                WHERE {counted}
                  AND i.RecorderId NOT IN ({own})) placed
            WHERE placed.Place <= placed.Items - placed.Items % {size}
            """;
    }

    public static ComposedQuery<SummaryEventsRow> Events(SqlText part) =>
        Statements.Compose<SummaryEventsRow>(
            $"""
            SELECT c.Country, c.Year, c.SummaryCell, COUNT(*) AS Events
            FROM ({part}) c
            GROUP BY c.Country, c.Year, c.SummaryCell
            """
        );

    // The sum of a million large numbers exceeds 64 bits, so it is returned in two parts.
    public static ComposedQuery<SummaryNumberRow> Numbers(SqlText part) =>
        Statements.Compose<SummaryNumberRow>(
            $"""
            SELECT
                c.Country,
                c.Year,
                c.SummaryCell,
                n.Property,
                n.Unit,
                COUNT(*) AS Events,
                SUM(n.Value / 1000000) AS Hundreds,
                SUM(n.Value % 1000000) AS TenThousandths
            FROM ({part}) c
            INNER JOIN LayerItemNumber n ON n.ItemId = c.ItemId
            GROUP BY c.Country, c.Year, c.SummaryCell, n.Property, n.Unit
            """
        );

    private static IEnumerable<SqlText> Conditions(LayerSummaryFilter filter)
    {
        if (filter.Countries.Count > 0)
            yield return $"i.Country IN {filter.Countries}";
        if (filter.FromYear is { } from)
            yield return $"i.Year >= {from}";
        if (filter.UntilYear is { } until)
            yield return $"i.Year <= {until}";
    }
}

internal sealed record SummaryEventsRow
{
    public string Country { get; init; } = "";
    public int? Year { get; init; }
    public string SummaryCell { get; init; } = "";
    public long Events { get; init; }

    public (string, int?, string) Key => (Country, Year, SummaryCell);
}

internal sealed record SummaryNumberRow
{
    public string Country { get; init; } = "";
    public int? Year { get; init; }
    public string SummaryCell { get; init; } = "";
    public string Property { get; init; } = "";
    public string Unit { get; init; } = "";
    public long Events { get; init; }
    public long Hundreds { get; init; }
    public long TenThousandths { get; init; }

    public (string, int?, string) Key => (Country, Year, SummaryCell);

    public SummaryNumber ToNumber() => new(Property, Unit, Events, Hundreds * 100m + TenThousandths / 10_000m);
}
