using System.Buffers;
using System.Globalization;
using Adam.Api.Serialization;
using Adam.Api.Tables;
using Parquet;
using Parquet.Schema;

namespace Adam.Api.Exports.Parquet;

/// <summary>A column of a Parquet file, with the values of one group of rows.</summary>
internal abstract class ParquetColumn
{
    private const int AmountPrecision = 18;
    private const int AmountScale = 4;

    /// <summary>The name and the type of the column.</summary>
    public abstract Field Field { get; }

    /// <summary>Adds the value of a row. Returns the bytes of its texts.</summary>
    public abstract int Add(JsonItem row);

    /// <summary>Writes the values that were added, and forgets them.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken ct);

    /// <param name="texts">The texts of the group, which the caller clears when all columns are written.</param>
    public static ParquetColumn Create(TableColumn column, CharacterPool texts)
    {
        var isList = column is { Values: not null, IsSingle: false };
        var name = isList ? ListField.ElementName : column.Name;
        return column.Type switch
        {
            ColumnType.Text => new ParquetColumn<ReadOnlyMemory<char>>(
                column,
                new DataField<string>(name),
                cell => cell.TryGetUtf8(out var utf8) ? texts.Add(utf8) : cell.Text.AsMemory()
            ),
            ColumnType.Whole => new ParquetColumn<long>(column, new DataField<long?>(name), cell => (long)cell.Number),
            ColumnType.Amount => new ParquetColumn<decimal>(
                column,
                new DecimalDataField(name, AmountPrecision, AmountScale, isNullable: true),
                cell => cell.Number
            ),
            ColumnType.Double => new ParquetColumn<double>(column, new DataField<double?>(name), cell => cell.Double),
            ColumnType.Date => new ParquetColumn<DateOnly>(column, new DataField<DateOnly?>(name), cell => cell.Date),
            ColumnType.Instant => new ParquetColumn<DateTime>(
                column,
                new DateTimeDataField(
                    name,
                    DateTimeFormat.Timestamp,
                    isAdjustedToUTC: true,
                    unit: DateTimeTimeUnit.Micros,
                    isNullable: true
                ),
                cell => cell.Instant.UtcDateTime
            ),
            ColumnType.Boolean => new ParquetColumn<bool>(
                column,
                new DataField<bool?>(name),
                cell => cell.Text == "true"
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "Unknown type of a column."),
        };
    }

    /// <summary>Returns an exception for a value that is not of the type of its column.</summary>
    protected static InvalidOperationException Mismatch(TableColumn column, TableCell cell) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The column {column.Name} is {column.Type}, and a value is {cell.Type}."
            )
        );
}

/// <inheritdoc/>
/// <remarks>
/// Definition levels state how much of a value there is. One value: 0 null, 1 given. A list: 0 null, 1 empty, 2 a value
/// that is null, 3 a value. Repetition levels of a list: 0 for its first value, 1 for the others.
/// </remarks>
internal sealed class ParquetColumn<T> : ParquetColumn
    where T : struct
{
    private readonly TableColumn _column;
    private readonly DataField _field;
    private readonly Func<TableCell, T> _read;
    private readonly bool _isList;
    private readonly ArrayBufferWriter<T> _values = new();
    private readonly ArrayBufferWriter<int> _definitions = new();
    private readonly ArrayBufferWriter<int> _repetitions = new();

    /// <param name="field">The values. Those of a list are wrapped in it.</param>
    public ParquetColumn(TableColumn column, DataField field, Func<TableCell, T> read)
    {
        (_column, _field, _read) = (column, field, read);
        _isList = column is { Values: not null, IsSingle: false };
        Field = _isList ? new ListField(column.Name, field) : field;
    }

    public override Field Field { get; }

    public override int Add(JsonItem row)
    {
        if (!_isList)
            return AddValue(_column.IsSingle ? First(row) : _column.Read(row), 0);

        if (_column.Values!(row) is not { } values)
        {
            AddLevels(definition: 0, repetition: 0);
            return 0;
        }

        var (count, bytes) = (0, 0);
        foreach (var value in values.List.EnumerateArray())
            bytes += AddValue(values.Read(value), count++ == 0 ? 0 : 1);
        if (count == 0)
            AddLevels(definition: 1, repetition: 0);
        return bytes;
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken ct)
    {
        await group.WriteAllPartsAsync(
            _field,
            _values.WrittenMemory,
            _definitions.WrittenMemory,
            _isList ? _repetitions.WrittenMemory : null,
            ct
        );
        // Clears texts, too, which would stay in memory.
        _values.Clear();
        _definitions.ResetWrittenCount();
        _repetitions.ResetWrittenCount();
    }

    private TableCell First(JsonItem row) =>
        _column.Values?.Invoke(row) is not { } values ? _column.Read(row)
        : values.Count == 0 ? default
        : values.Read(values.List[0]);

    private int AddValue(TableCell cell, int repetition)
    {
        var isGiven = cell.Type != CellType.Empty;
        AddLevels(_isList ? (isGiven ? 3 : 2) : (isGiven ? 1 : 0), repetition);
        if (!isGiven)
            return 0;
        if (!Fits(cell))
            throw Mismatch(_column, cell);
        _values.GetSpan(1)[0] = _read(cell);
        _values.Advance(1);
        return cell.TryGetUtf8(out var utf8) ? utf8.Length : cell.Text.Length;
    }

    private bool Fits(TableCell cell) =>
        _column.Type switch
        {
            ColumnType.Text => true,
            ColumnType.Boolean => cell.Text is "true" or "false",
            ColumnType.Date => cell.Type == CellType.Date,
            ColumnType.Instant => cell.Type == CellType.Instant,
            _ => cell.Type == CellType.Number,
        };

    private void AddLevels(int definition, int repetition)
    {
        _definitions.GetSpan(1)[0] = definition;
        _definitions.Advance(1);
        if (!_isList)
            return;
        _repetitions.GetSpan(1)[0] = repetition;
        _repetitions.Advance(1);
    }
}
