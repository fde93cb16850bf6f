using Adam.Api.Errors;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Tables;
using ExcelDataReader;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>A sheet of a workbook, without its empty rows.</summary>
internal sealed record FormSheet(string Name, IReadOnlyList<SheetRow> Rows)
{
    /// <summary>Returns the name of a cell for an error: <c>survey!C7</c>.</summary>
    /// <param name="column">The index of the column, counted from 0.</param>
    public string Cell(int row, int column) => $"{Name}!{ColumnName.FromIndex(column)}{row}";
}

/// <summary>Reads the workbooks of forms, which are small.</summary>
internal static class FormWorkbook
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The bytes of a workbook as it is sent.</summary>
    private const long MostBytes = 8L << 20;

    private const int MostRows = 10_000;
    private const int MostColumns = 200;
    private const int MostSheets = 50;

    private static readonly WorkbookLimits Limits = new(
        ErrorCodes.NotXlsForm,
        "a form",
        Unpacked: 100L << 20,
        InMemory: 50L << 20
    );

    /// <summary>Receives the body of a request, and reads its sheets.</summary>
    /// <param name="isRead">
    /// Returns true for the name of a sheet that is read. Others are notes of the author, whatever is in them.
    /// </param>
    /// <exception cref="ProblemException">The body is too large, or no workbook that can be read.</exception>
    public static async Task<IReadOnlyList<FormSheet>> ReceiveAsync(
        HttpContext http,
        Func<string, bool> isRead,
        CancellationToken ct
    )
    {
        try
        {
            await using var upload = await UploadBuffer.ReceiveAsync(http, MostBytes, ct);
            var (opened, suspects) = await WorkbookFile.OpenAsync(upload.Content, Limits, ct);
            using var reader = opened;
            var sheets = new List<FormSheet>();
            do
            {
                if (sheets.Count == MostSheets)
                    throw TooLarge($"The workbook has more than {MostSheets} sheets.");
                var sheet = WorkbookFile.SheetName(reader);
                var name = sheet.Trim().ToLowerInvariant();
                if (!isRead(name))
                {
                    sheets.Add(new(name, []));
                    continue;
                }

                if (
                    WorkbookFile.Faults(upload.Content, sheet, suspects).Keys.Order().ToList()
                    is [var (row, column), ..]
                )
                    throw new UnreadableFileException(
                        Limits.Wrong,
                        $"Cell {ColumnName.FromIndex(column - 1)}{row} of the sheet "
                            + $"{ValidationError.Quote(sheet)} has an error, such as #N/A or #REF!, or a formula "
                            + "that was not computed. Write its value, or empty it.",
                        row,
                        column
                    );
                sheets.Add(new(name, Rows(reader, ct)));
            } while (WorkbookFile.Guarded(reader.NextResult));

            return sheets;
        }
        catch (UnreadableFileException broken)
        {
            throw new ProblemException(broken.Code, broken.Message);
        }
    }

    private static List<SheetRow> Rows(IExcelDataReader reader, CancellationToken ct)
    {
        var rows = new List<SheetRow>();
        for (var number = 1; WorkbookFile.Guarded(reader.Read); number++)
        {
            ct.ThrowIfCancellationRequested();
            var row = new SheetRow(number, WorkbookFile.Guarded(() => Cells(reader)));
            // Editors format whole sheets, so a column without values is none.
            if (WorkbookFile.Guarded(() => HasMore(reader)))
                throw TooLarge($"The sheet {reader.Name} has more than {MostColumns} columns.");
            if (row.IsEmpty)
                continue;

            // Editors format whole columns, too: rows without values are none.
            if (rows.Count == MostRows)
                throw TooLarge(
                    $"The sheet {reader.Name} has more than {MostRows:N0} rows with values; the next is {number:N0}. "
                        + "Remove those that are no part of the form."
                );
            rows.Add(row);
        }

        return rows;
    }

    private static SheetCell[] Cells(IExcelDataReader reader)
    {
        var cells = new SheetCell[Math.Min(reader.FieldCount, MostColumns)];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = WorkbookFile.Cell(reader, i);
        return cells;
    }

    private static bool HasMore(IExcelDataReader reader)
    {
        for (var i = MostColumns; i < reader.FieldCount; i++)
        {
            if (reader.GetValue(i) is not null)
                return true;
        }

        return false;
    }

    private static UnreadableFileException TooLarge(string reason) => new(ErrorCodes.NotXlsForm, reason);
}
