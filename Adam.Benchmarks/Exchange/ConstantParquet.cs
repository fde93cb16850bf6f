using System.Globalization;
using System.IO.Pipelines;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Adam.Benchmarks.Exchange;

/// <inheritdoc/>
/// <param name="schema">The columns of the files of the program, with their types.</param>
/// <param name="pages">The records, in pages that are written as a whole.</param>
internal sealed class ConstantParquet(ParquetSchema schema, IReadOnlyList<ConstantParquet.Page> pages) : ConstantList
{
    private readonly Dictionary<int, IReadOnlyList<Column>> _groups = [];

    public static async Task<ConstantParquet> ReadAsync(IEnumerable<string> files)
    {
        var (schema, pages) = ((ParquetSchema?)null, new List<Page>());
        foreach (var file in files)
        {
            await using var stream = File.OpenRead(file);
            await using var parquet = await ParquetReader.CreateAsync(stream);
            schema = parquet.Schema;
            for (var group = 0; group < parquet.RowGroupCount; group++)
            {
                using var rows = parquet.OpenRowGroupReader(group);
                var columns = new List<Column>();
                foreach (var field in schema.DataFields)
                    columns.Add(await ColumnOfAsync(rows, field));
                pages.Add(new((int)rows.RowCount, columns));
            }
        }

        return new(schema!, pages);
    }

    public override async Task WriteAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        // A file, because the library asks a stream for its position.
        await using var file = new FileStream(
            Path.GetTempFileName(),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None,
            ExchangeFloor.FlushSize,
            FileOptions.DeleteOnClose
        );
        await using (
            var parquet = await ParquetWriter.CreateAsync(
                schema,
                file,
                new() { CompressionMethod = CompressionMethod.Snappy },
                cancellationToken: ct
            )
        )
        {
            for (var left = rows; left > 0; )
            {
                var count = 0;
                for (; left > 0 && count < pages.Count; count++)
                    left -= pages[count].Rows;
                using var group = parquet.CreateRowGroup();
                foreach (var column in GroupOf(count))
                    await column.WriteAsync(group, ct);
                group.CompleteValidate();
            }
        }

        file.Position = 0;
        await file.CopyToAsync(body.AsStream(leaveOpen: true), ct);
        await body.FlushAsync(ct);
    }

    /// <summary>Returns the columns of the first pages, which are joined once.</summary>
    private IReadOnlyList<Column> GroupOf(int count)
    {
        if (!_groups.TryGetValue(count, out var group))
            _groups[count] = group = [
                .. pages[0].Columns.Select((first, i) => first.Join(pages.Take(count).Select(page => page.Columns[i]))),
            ];
        return group;
    }

    private static async Task<Column> ColumnOfAsync(ParquetRowGroupReader rows, DataField field) =>
        field.ClrType.Name switch
        {
            "ReadOnlyMemory`1" => await Column<ReadOnlyMemory<char>>.ReadAsync(rows, field),
            nameof(Int64) => await Column<long>.ReadAsync(rows, field),
            nameof(Double) => await Column<double>.ReadAsync(rows, field),
            nameof(Decimal) => await Column<decimal>.ReadAsync(rows, field),
            nameof(DateOnly) => await Column<DateOnly>.ReadAsync(rows, field),
            nameof(DateTime) => await Column<DateTime>.ReadAsync(rows, field),
            nameof(Boolean) => await Column<bool>.ReadAsync(rows, field),
            var other => throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{field.Name} is a column of the type {other}.")
            ),
        };

    /// <summary>Records with their columns.</summary>
    public sealed record Page(int Rows, IReadOnlyList<Column> Columns);

    /// <summary>The values of a column.</summary>
    public abstract class Column
    {
        public abstract Column Join(IEnumerable<Column> columns);

        public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken ct);
    }

    private sealed class Column<T>(DataField field, T[] values, int[] definitions, int[]? repetitions) : Column
        where T : struct
    {
        private readonly T[] _values = values;
        private readonly int[] _definitions = definitions;
        private readonly int[]? _repetitions = repetitions;

        public static async Task<Column> ReadAsync(ParquetRowGroupReader rows, DataField field)
        {
            using var read = (RawColumnData<T>)await rows.ReadRawColumnDataBaseAsync(field);
            var definitions = read.DefinitionLevels.ToArray();
            // The values that are given stand first. The rest of the memory has no meaning.
            var given = definitions.Count(definition => definition == field.MaxDefinitionLevel);
            return new Column<T>(
                field,
                Copied(read.Values[..given]),
                definitions,
                field.MaxRepetitionLevel > 0 ? read.RepetitionLevels.ToArray() : null
            );
        }

        public override Column Join(IEnumerable<Column> columns)
        {
            var all = columns.Cast<Column<T>>().ToList();
            return new Column<T>(
                field,
                [.. all.SelectMany(one => one._values)],
                [.. all.SelectMany(one => one._definitions)],
                _repetitions is null ? null : [.. all.SelectMany(one => one._repetitions!)]
            );
        }

        public override Task WriteAsync(ParquetRowGroupWriter group, CancellationToken ct) =>
            group.WriteAllPartsAsync<T>(
                field,
                _values,
                _definitions,
                _repetitions is null ? null : _repetitions.AsMemory(),
                ct
            );

        /// <summary>Copies the values, texts too, which the reader keeps in memory that it reuses.</summary>
        private static T[] Copied(ReadOnlySpan<T> values) =>
            values.ToArray() is ReadOnlyMemory<char>[] texts
                ? (T[])(object)Array.ConvertAll(texts, text => text.ToString().AsMemory())
                : values.ToArray();
    }
}
