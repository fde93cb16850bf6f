using System.Globalization;
using System.IO.Pipelines;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Serialization;
using Adam.Api.Tables;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Adam.Api.Exports.Xlsx;

/// <summary>
/// Writes a table as an Excel workbook (ISO/IEC 29500): typed cells below a frozen heading with filters, and a sheet
/// about the request.
/// </summary>
internal sealed class XlsxListFormat(TimeProvider time) : TableListFormat(time)
{
    /// <summary>The rows of a sheet that Excel can open, with the heading. Further rows begin another sheet.</summary>
    private const int MostRows = 1_048_576;

    public override string Name => "xlsx";

    public override string MediaType => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public override string Description =>
        "`xlsx` returns the same table as an Excel workbook with typed cells, and a sheet `About` with the request, "
        + "the time and the number of rows. A cell has at most 32,767 characters; a longer text is cut, and `About` "
        + "counts such cells.";

    protected override string Title => "XLSX";

    protected override string Extension => ".xlsx";

    protected override ReadOnlySpan<string> Options => new[] { TableOptions.Hxl, TableOptions.Explode };

    protected override async Task WriteBodyAsync<T>(
        HttpContext http,
        PipeWriter body,
        ListRequest request,
        ListSource<T> list,
        IAsyncEnumerator<T> items,
        bool hasItem,
        CancellationToken ct
    )
    {
        var (table, isHxl) = (list.Table, request is TableListRequest { Hxl: true });
        var columns = table.Columns;
        var last = ColumnName.FromIndex(columns.Count - 1);
        await using var workbook = await Spreadsheet.CreateNewAsync(
            body.AsStream(leaveOpen: true),
            new() { CompressionLevel = SpreadCheetahCompressionLevel.Fastest },
            ct
        );
        var styles = new Styles(workbook);
        var (rows, cut, sheets, rowsOfSheet) = (0L, 0L, 0, 0);
        var (row, cells) = (new JsonItem(), new Cell[columns.Count]);
        await StartSheetAsync();
        for (; hasItem; hasItem = await items.MoveNextAsync())
        {
            using var document = ItemBatches.ToDocument(items.Current);
            foreach (var item in table.RowsOf(document.RootElement))
            {
                if (rowsOfSheet == MostRows)
                    await StartSheetAsync();
                row.Read(item);
                for (var i = 0; i < cells.Length; i++)
                    cells[i] = ToCell(columns[i].Read(row));
                await workbook.AddRowAsync(cells, ct);
                (rows, rowsOfSheet) = (rows + 1, rowsOfSheet + 1);
            }
        }

        await WriteAboutAsync();
        await workbook.FinishAsync(ct);
        await body.FlushAsync(ct);

        async Task StartSheetAsync()
        {
            var options = new WorksheetOptions
            {
                FrozenRows = isHxl ? 2 : 1,
                AutoFilter = isHxl ? null : new(string.Create(CultureInfo.InvariantCulture, $"A1:{last}{MostRows}")),
            };
            for (var i = 0; i < columns.Count; i++)
                options.Column(i + 1).Width = columns[i].Width;
            sheets++;
            await workbook.StartWorksheetAsync(sheets == 1 ? table.Name : $"{table.Name} {sheets}", options, ct);
            await workbook.AddRowAsync([.. columns.Select(column => new Cell(column.Name, styles.Heading))], ct);
            if (isHxl)
                await workbook.AddRowAsync([.. columns.Select(column => new Cell(column.Hxl ?? ""))], ct);
            rowsOfSheet = isHxl ? 2 : 1;
        }

        Cell ToCell(TableCell cell)
        {
            switch (cell.Type)
            {
                case CellType.Empty:
                    return default;
                case CellType.Number:
                    // A workbook has numbers of double precision. A number that has more digits is a text.
                    return cell.IsDouble ? new(cell.Double) : new(cell.Text);
                case CellType.Date:
                    return new(cell.Date.ToDateTime(TimeOnly.MinValue), styles.Date);
                case CellType.Instant:
                    return new(cell.Instant.UtcDateTime, styles.Instant);
                default:
                    var text = CutText.Cut(cell.Text);
                    if (text.Length < cell.Text.Length)
                        cut++;
                    return new(text);
            }
        }

        async Task WriteAboutAsync()
        {
            var about = new WorksheetOptions();
            about.Column(1).Width = 24;
            about.Column(2).Width = 100;
            await workbook.StartWorksheetAsync("About", about, ct);
            await AddAsync("Content", new(table.Name));
            await AddAsync("Request", new($"GET {http.Request.Path}{http.Request.QueryString}"));
            await AddAsync("Time (UTC)", new(Time.GetUtcNow().UtcDateTime, styles.Instant));
            await AddAsync("Rows", new(rows));
            await AddAsync("Cells that are cut", new(cut));
            await AddAsync(
                "Rights",
                new("The records belong to the partners that own them. Ask the owner before you publish them.")
            );
            await AddAsync(
                "Reading",
                new("Values of a list share one cell, separated by semicolons. Dates include both ends.")
            );
        }

        async Task AddAsync(string name, Cell value) =>
            await workbook.AddRowAsync([new Cell(name, styles.Heading), value], ct);
    }

    private sealed class Styles(Spreadsheet workbook)
    {
        public StyleId Heading { get; } = workbook.AddStyle(new Style { Font = { Bold = true } });

        public StyleId Date { get; } = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd") });

        public StyleId Instant { get; } =
            workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd hh:mm:ss") });
    }
}
