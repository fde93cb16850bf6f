using System.Globalization;
using System.Runtime.CompilerServices;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Api.Tables;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>
/// Base of formats with one project a row. The file is read twice: the forms of its dates and numbers are known before
/// any row is read. An instance reads one file.
/// </summary>
internal abstract class TableFormat : IImportFormat
{
    private TableLayout? _layout;

    public abstract string Name { get; }

    public abstract string Description { get; }

    public abstract IReadOnlyList<string> MediaTypes { get; }

    public abstract IReadOnlyList<string> Extensions { get; }

    public abstract IReadOnlyList<ErrorCode> Problems { get; }

    public string RecordNoun => "row";

    public string RecordElement => "row";

    public bool IsIdentifiedByIati => false;

    public bool ValidatesPercentages => false;

    public abstract IImportFormat ForOneFile();

    public string NameOf(string member, int line) =>
        _layout is null ? member : TableCells.NameOfMember(_layout, member, line);

    // The name of a cell has its row already.
    public string NameInFile(StagedRecord record, string name) =>
        name == RecordElement ? string.Create(CultureInfo.InvariantCulture, $"row {record.Line}") : name;

    public async IAsyncEnumerable<ParsedRecord> ReadAsync(
        Stream file,
        ImportContext context,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var begin = file.Position;
        _layout = await LayoutAsync(file, context, ct);
        var (mapping, number) = (new TableMapping(_layout, context), 0);
        file.Position = begin;
        List<ValidationError> warnings = [.. FileWarnings];
        await foreach (var row in ReadRowsAsync(file, context, ct))
        {
            if (row.Number <= _layout.HeadingRow || row.IsEmpty)
                continue;
            if (_layout.IsExample(row))
            {
                warnings.Add(
                    new(
                        string.Create(CultureInfo.InvariantCulture, $"row {row.Number}"),
                        "The example of the template is not imported.",
                        ErrorCodes.ExampleRow
                    )
                );
                continue;
            }

            if (_layout.IsHeadingAgain(row))
            {
                warnings.Add(
                    new(
                        string.Create(CultureInfo.InvariantCulture, $"row {row.Number}"),
                        "The headings stand here again. The row is not imported.",
                        ErrorCodes.RowNotRead
                    )
                );
                continue;
            }

            var record = mapping.Map(++number, _layout.Apply(row));
            yield return warnings.Count == 0 ? record : record with { Warnings = [.. warnings, .. record.Warnings] };
            warnings.Clear();
        }
    }

    private async Task<TableLayout> LayoutAsync(Stream file, ImportContext context, CancellationToken ct)
    {
        try
        {
            return await TableLayout.ReadAsync(ReadRowsAsync(file, context, ct), Mapping(context), ct);
        }
        catch (UnreadableFileException none) when (none.Code == ErrorCodes.NotTable && NoTableHint is { } hint)
        {
            throw new UnreadableFileException(none.Code, $"{none.Message} {hint}", none.Line, none.Column);
        }
    }

    /// <summary>
    /// Returns the headings and some rows of a file, with a column of errors at their end. Dates and amounts are
    /// written in the form that needs no other row to be understood.
    /// </summary>
    /// <param name="errors">The errors by the numbers of the rows to return.</param>
    public async IAsyncEnumerable<IReadOnlyList<string>> SelectAsync(
        Stream file,
        ImportContext context,
        IReadOnlyDictionary<int, string> errors,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var begin = file.Position;
        var layout = await TableLayout.ReadAsync(ReadRowsAsync(file, context, ct), Mapping(context), ct);
        file.Position = begin;
        SheetRow? above = null;
        var width = 0;
        await foreach (var row in ReadRowsAsync(file, context, ct))
        {
            if (row.Number < layout.HeadingRow)
            {
                above = row;
            }
            else if (row.Number == layout.HeadingRow)
            {
                var hasHashtags = row.Cells.All(cell => cell.IsEmpty || TableHeadings.IsHashtag(cell.Text));
                width = Math.Max(row.Cells.Count, hasHashtags ? above?.Cells.Count ?? 0 : 0);
                if (hasHashtags && above is not null)
                    yield return Cells(above, TableLayout.ErrorsColumn);
                yield return Cells(row, hasHashtags && above is not null ? "" : TableLayout.ErrorsColumn);
            }
            else if (errors.TryGetValue(row.Number, out var error))
            {
                yield return Cells(layout.WithPlainValues(row), error);
            }
        }

        IReadOnlyList<string> Cells(SheetRow row, string last) =>
            [.. Enumerable.Range(0, width).Select(i => row[i].Text), last];
    }

    /// <inheritdoc cref="TableLayout.DescribeAsync"/>
    public Task<TableDescription> DescribeAsync(Stream file, ImportContext context, CancellationToken ct) =>
        TableLayout.DescribeAsync(ReadRowsAsync(file, context, ct), Mapping(context), ct);

    /// <summary>Reads the rows of a table of other records, such as items of layers.</summary>
    /// <param name="sheet">The sheet of a workbook; null for the first visible one.</param>
    /// <exception cref="UnreadableFileException">
    /// The file is damaged, is of another format, or has a cell without a value.
    /// </exception>
    public async IAsyncEnumerable<SheetRow> RowsAsync(
        Stream file,
        string? sheet,
        Caller caller,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var options = new ImportOptions(null, null, DryRun: false, Atomic: false, sheet);
        await foreach (var row in ReadRowsAsync(file, new(PartnerDirectory.Empty, caller, options), ct))
        {
            foreach (var (i, cell) in row.Cells.Index())
            {
                if (cell.Fault is { } fault)
                    throw new UnreadableFileException(
                        Problems[0],
                        $"{ColumnName.FromIndex(i)}{row.Number}: {fault}",
                        row.Number,
                        i + 1
                    );
            }

            yield return row;
        }
    }

    private static ColumnMapping? Mapping(ImportContext context)
    {
        if (context.Options.Mapping is not { } json)
            return null;

        List<ValidationError> errors = [];
        return ColumnMapping.Read(json, errors)
            ?? throw new InvalidOperationException($"The mapping was not checked: {errors[0].Reason}");
    }

    /// <summary>Returns a function that tells if a cell is a heading that the register or the mapping knows.</summary>
    protected static Func<string, bool> HeadingsOf(ImportContext context)
    {
        var mapping = Mapping(context);
        return cell => TableLayout.IsHeading(cell, mapping);
    }

    public ProjectDraft Merge(ProjectDraft stored, ProjectDraft read) => read;

    /// <summary>Where else the table can be, if what was read of the file is none; null for nowhere.</summary>
    protected virtual string? NoTableHint => null;

    /// <summary>The warnings about the whole file, which its first record has.</summary>
    protected virtual IEnumerable<ValidationError> FileWarnings => [];

    /// <summary>Reads the rows of the file from its current position, which is the same both times.</summary>
    /// <exception cref="UnreadableFileException">The file is damaged, or is of another format.</exception>
    protected abstract IAsyncEnumerable<SheetRow> ReadRowsAsync(
        Stream file,
        ImportContext context,
        CancellationToken ct
    );
}
