using System.IO.Pipelines;
using System.Text;
using Sylvan.Data.Csv;

namespace Adam.Benchmarks.Exchange;

/// <inheritdoc/>
/// <param name="records">The cells of each record, without the heading.</param>
internal sealed class ConstantCsv(IReadOnlyList<string[]> records) : ConstantList
{
    public static ConstantCsv Read(IEnumerable<string> files)
    {
        var records = new List<string[]>();
        foreach (var file in files)
        {
            using var csv = CsvDataReader.Create(file);
            while (csv.Read())
                records.Add([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
        }

        return new(records);
    }

    public override async Task WriteAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        await using var text = new StreamWriter(
            body.AsStream(leaveOpen: true),
            new UTF8Encoding(false),
            ExchangeFloor.FlushSize
        );
        for (var row = 0; row < rows; row++)
        {
            var cells = records[row % records.Count];
            for (var i = 0; i < cells.Length; i++)
            {
                if (i > 0)
                    text.Write(',');
                if (cells[i].AsSpan().ContainsAny(",\"\r\n"))
                    text.Write($"\"{cells[i].Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
                else
                    text.Write(cells[i]);
            }

            await text.WriteAsync("\r\n".AsMemory(), ct);
        }
    }
}
