using System.Globalization;
using System.Runtime.CompilerServices;
using Adam.Api.Errors;
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
        _layout = await TableLayout.ReadAsync(ReadRowsAsync(file, context, ct), Mapping(context), ct);
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

            var record = mapping.Map(++number, _layout.Apply(row));
            yield return warnings.Count == 0 ? record : record with { Warnings = [.. warnings, .. record.Warnings] };
            warnings.Clear();
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

    public ProjectDraft Merge(ProjectDraft stored, ProjectDraft read) => read;

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
