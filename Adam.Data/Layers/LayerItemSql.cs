using Adam.Data.Databases;

namespace Adam.Data.Layers;

internal static class LayerItemSql
{
    public static readonly StatementSet Statements = new(nameof(LayerItemSql));

    internal static readonly SqlText Columns = $"i.ItemId, i.Version, i.WithdrawnAt, i.Document";

    private static readonly SqlText RowColumns = $"""
        i.ItemId, i.Id, i.LayerKey, i.RecorderId, i.ReferenceKey, i.Version, i.WithdrawnAt, i.Country, i.FromDay,
        i.UntilDay, i.Year, i.Cell, i.Latitude, i.Longitude, i.Checked, i.SummaryCell, i.Document
        """;

    /// <summary>Returns the item of a recorder with a reference, withdrawn or not.</summary>
    public static readonly SqlQuery<ItemReference, LayerItemRow> ByReference = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM LayerItem i
        INNER JOIN Partner p ON p.PartnerId = i.RecorderId
        WHERE p.Code = @Recorder AND i.LayerKey = @LayerKey AND i.ReferenceKey = @ReferenceKey
        """
    );

    /// <summary>Returns the active items of a layer after one, in the order in which they were recorded.</summary>
    public static readonly SqlQuery<ItemsAfter, LayerItemRow> ActiveAfter = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM LayerItem i
                WHERE i.LayerKey = @LayerKey AND i.WithdrawnAt IS NULL AND i.ItemId > @After
                ORDER BY i.ItemId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the number of items of all layers, withdrawn or not.</summary>
    public static readonly SqlQuery<NoParameters, long> Count = new(Statements, $"SELECT COUNT(*) FROM LayerItem");

    /// <summary>Returns the items with ids, withdrawn or not.</summary>
    public static readonly SqlQuery<LayerItemIds, StoredItemRow> ByIds = new(
        Statements,
        dialect =>
            $"""
                SELECT {RowColumns}
                FROM {dialect.Rows($"@Rows", ("Id", "uniqueidentifier"))} r
                CROSS JOIN LayerItem i
                WHERE i.Id = r.Id
                """
    );

    /// <summary>Returns the items of all layers after one, withdrawn or not.</summary>
    public static readonly SqlQuery<ItemNumbersAfter, StoredItemRow> AllAfter = new(
        Statements,
        dialect =>
            $"""
                SELECT {RowColumns}
                FROM LayerItem i
                WHERE i.ItemId > @After
                ORDER BY i.ItemId
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Returns the numbers of items. @Rows: ItemId.</summary>
    public static readonly SqlQuery<RowsParameter, StoredItemNumber> NumbersOf = new(
        Statements,
        dialect =>
            $"""
                SELECT n.ItemId, n.Property, n.Unit, n.Value
                FROM {dialect.Rows($"@Rows", ("ItemId", "bigint"))} r
                CROSS JOIN LayerItemNumber n
                WHERE n.ItemId = r.ItemId
                """
    );

    public static readonly SqlQuery<NewLayerItem, long> Add = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO LayerItem (
                    Id, LayerKey, RecorderId, ReferenceKey, Version, WithdrawnAt, Country, FromDay, UntilDay, Year,
                    Cell, Latitude, Longitude, Checked, SummaryCell, Document)
                SELECT
                    @Id, @LayerKey, p.PartnerId, @ReferenceKey, 1, NULL, @Country, @FromDay, @UntilDay, @Year,
                    @Cell, @Latitude, @Longitude, @Checked, @SummaryCell, @Document
                FROM Partner p
                WHERE p.Code = @Recorder;
                {dialect.InsertedId}
                """
    );

    /// <summary>Replaces the content of an item in a version, and makes it active.</summary>
    public static readonly SqlChange<ChangedLayerItem> Change = new(
        Statements,
        $"""
        UPDATE LayerItem
        SET Version = @NewVersion,
            WithdrawnAt = NULL,
            Country = @Country,
            FromDay = @FromDay,
            UntilDay = @UntilDay,
            Year = @Year,
            Cell = @Cell,
            Latitude = @Latitude,
            Longitude = @Longitude,
            Checked = @Checked,
            SummaryCell = @SummaryCell,
            Document = @Document
        WHERE ItemId = @ItemId
        """
    );

    public static readonly SqlChange<WithdrawnLayerItem> Withdraw = new(
        Statements,
        $"""
        UPDATE LayerItem
        SET Version = @NewVersion, WithdrawnAt = @At
        WHERE ItemId = @ItemId
        """
    );

    public static readonly SqlChange<LayerItemCell> ChangeCell = new(
        Statements,
        $"UPDATE LayerItem SET SummaryCell = @SummaryCell WHERE ItemId = @ItemId"
    );

    public static readonly SqlChange<LayerItemId> RemoveNumbers = new(
        Statements,
        $"DELETE FROM LayerItemNumber WHERE ItemId = @ItemId"
    );

    public static readonly SqlChange<NewItemNumber> AddNumber = new(
        Statements,
        $"""
        INSERT INTO LayerItemNumber (ItemId, Property, Unit, Value)
        VALUES (@ItemId, @Property, @Unit, @Value)
        """
    );
}

internal sealed record ItemReference(string LayerKey, string Recorder, string ReferenceKey);

internal sealed record ItemsAfter(string LayerKey, long After, int Take);

/// <param name="Rows">An id in each row (<see cref="JsonRowSet"/>).</param>
internal sealed record LayerItemIds(string Rows);

internal sealed record ItemNumbersAfter(long After, int Take);

internal sealed record NewLayerItem(
    Guid Id,
    string LayerKey,
    string Recorder,
    string ReferenceKey,
    string Country,
    int FromDay,
    int UntilDay,
    int? Year,
    int Cell,
    int? Latitude,
    int? Longitude,
    byte Checked,
    string SummaryCell,
    string Document
);

internal sealed record ChangedLayerItem(
    long ItemId,
    int NewVersion,
    string Country,
    int FromDay,
    int UntilDay,
    int? Year,
    int Cell,
    int? Latitude,
    int? Longitude,
    byte Checked,
    string SummaryCell,
    string Document
);

internal sealed record WithdrawnLayerItem(long ItemId, int NewVersion, DateTimeOffset At);

internal sealed record LayerItemCell(long ItemId, string SummaryCell);

internal sealed record LayerItemId(long ItemId);

internal sealed record NewItemNumber(long ItemId, string Property, string Unit, long Value);

internal sealed record LayerItemRow
{
    public long ItemId { get; init; }
    public int Version { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string Document { get; init; } = "";
}

/// <summary>An item with all columns of its row.</summary>
internal sealed record StoredItemRow
{
    public long ItemId { get; init; }

    /// <summary>The id under which the audit chain knows the item.</summary>
    public Guid Id { get; init; }
    public string LayerKey { get; init; } = "";
    public int RecorderId { get; init; }
    public string ReferenceKey { get; init; } = "";
    public int Version { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string Country { get; init; } = "";
    public int FromDay { get; init; }
    public int UntilDay { get; init; }
    public int? Year { get; init; }
    public long Cell { get; init; }
    public int? Latitude { get; init; }
    public int? Longitude { get; init; }
    public byte Checked { get; init; }
    public string SummaryCell { get; init; } = "";
    public string Document { get; init; } = "";
}

/// <summary>A number of an item.</summary>
internal sealed record StoredItemNumber
{
    public long ItemId { get; init; }
    public string Property { get; init; } = "";
    public string Unit { get; init; } = "";
    public long Value { get; init; }
}

/// <summary>A row with the values by which pages are ordered.</summary>
internal sealed record PlacedItemRow
{
    public long ItemId { get; init; }
    public string Country { get; init; } = "";
    public int Cell { get; init; }
    public int Slot { get; init; }
}
