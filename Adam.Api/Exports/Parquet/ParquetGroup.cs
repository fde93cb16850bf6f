using Adam.Api.Serialization;
using Adam.Api.Tables;
using Parquet;
using Parquet.Schema;

namespace Adam.Api.Exports.Parquet;

/// <summary>A group of rows of a Parquet file in memory.</summary>
internal sealed class ParquetGroup
{
    private readonly CharacterPool _texts = new();
    private readonly IReadOnlyList<ParquetColumn> _columns;

    /// <param name="columns">The columns of the table.</param>
    public ParquetGroup(IEnumerable<TableColumn> columns)
    {
        _columns = [.. columns.Select(column => ParquetColumn.Create(column, _texts))];
        Schema = new(_columns.Select(column => column.Field));
    }

    /// <summary>The names and types of the columns.</summary>
    public ParquetSchema Schema { get; }

    public int Rows { get; private set; }

    /// <summary>The bytes of the texts.</summary>
    public long Bytes { get; private set; }

    public void Add(JsonItem row)
    {
        foreach (var column in _columns)
            Bytes += column.Add(row);
        Rows++;
    }

    /// <summary>Writes the rows, and gives them up.</summary>
    public async Task WriteAsync(ParquetWriter parquet, CancellationToken ct)
    {
        var group = parquet.CreateRowGroup();
        foreach (var column in _columns)
            await column.WriteAsync(group, ct);
        group.CompleteValidate();
        group.Dispose();
        _texts.Clear();
        (Rows, Bytes) = (0, 0);
    }
}
