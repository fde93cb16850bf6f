using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Tables;

namespace Adam.Api.Records.Files;

/// <summary>Reads the rows of a table as members of records. An empty cell empties its member.</summary>
internal sealed class RecordSheet
{
    private static readonly Dictionary<string, bool> Flags = new(StringComparer.OrdinalIgnoreCase)
    {
        ["true"] = true,
        ["yes"] = true,
        ["1"] = true,
        ["false"] = false,
        ["no"] = false,
        ["0"] = false,
    };

    private readonly SheetColumns _columns;
    private readonly IReadOnlyList<RecordColumn> _given;

    /// <summary>The members with other members of which the table has a column for each.</summary>
    private readonly IReadOnlyList<string> _complete;

    private RecordSheet(IRecordImports records, SheetColumns columns)
    {
        _columns = columns;
        _given = [.. records.Columns.Where(column => columns.Members.Contains(column.Name))];
        _complete =
        [
            .. records
                .Columns.Where(column => column.Members.Count > 1)
                .GroupBy(column => column.Members[0])
                .Where(group => group.All(_given.Contains))
                .Select(group => group.Key),
        ];
    }

    /// <summary>Reads the headings, and the forms of dates and numbers.</summary>
    /// <param name="rows">All rows of the file.</param>
    /// <exception cref="Imports.Formats.UnreadableFileException">The first row has no headings of members.</exception>
    public static async Task<RecordSheet> ReadAsync(IRecordImports records, IAsyncEnumerable<SheetRow> rows)
    {
        var types = records.Columns.ToDictionary(column => column.Name, column => column.Type);
        var headings = new SheetHeadings(
            $"{records.Kind.Name}s",
            [.. types.Keys],
            [.. records.Table.Columns.Select(column => column.Name).Where(name => !types.ContainsKey(name))],
            member => types[member] == RecordColumnType.Date,
            member => types[member] == RecordColumnType.Number
        );
        return new(records, await SheetColumns.ReadAsync(headings, rows));
    }

    public RecordRow ToRecord(int number, SheetRow row)
    {
        var (members, errors) = (new JsonObject(), new List<ValidationError>());
        foreach (var column in _given)
        {
            var holder = members;
            foreach (var member in column.Members.SkipLast(1))
                holder = holder[member] as JsonObject ?? (JsonObject)(holder[member] = new JsonObject());
            holder[column.Members[^1]] = Read(column, row, errors);
        }

        // An object without values is none: a document whose creator is emptied has no creator.
        foreach (var member in _complete.Where(member => members[member]!.AsObject().All(one => one.Value is null)))
            members[member] = null;
        return new(
            number,
            row.Number,
            JsonSerializer.SerializeToElement(members),
            IsWhole: false,
            name => NameOf(name, row),
            errors
        );
    }

    private JsonNode? Read(RecordColumn column, SheetRow row, List<ValidationError> errors)
    {
        var cell = _columns.CellOf(row, column.Name);
        if (cell.IsEmpty)
            return null;
        return column.Type switch
        {
            RecordColumnType.Text => cell.Text,
            RecordColumnType.List => new JsonArray([
                .. CellList
                    .Split(cell.Text)
                    .Where(value => value.Length > 0)
                    .Select(value => column.ToItem?.Invoke(value) ?? JsonValue.Create(value)),
            ]),
            RecordColumnType.Date => Date(cell) is { } date
                ? JsonValue.Create(date.ToString("O", CultureInfo.InvariantCulture))
                : null,
            RecordColumnType.Number => Number(cell) is { } number ? JsonValue.Create(number) : null,
            RecordColumnType.Flag => Flags.TryGetValue(cell.Text.Trim(), out var flag)
                ? JsonValue.Create(flag)
                : Wrong("is neither true nor false. Write one of them.", ErrorCodes.BadValue),
        };

        DateOnly? Date(SheetCell date)
        {
            if (date.Type == SheetCellType.Date)
                return DateOnly.FromDateTime(date.Date);
            if (DateReader.Read(date.Text, _columns.OrderOf(column.Name), out var reason) is { } read)
                return read;
            Wrong($"{reason}. Write YYYY-MM-DD.", ErrorCodes.BadDate);
            return null;
        }

        decimal? Number(SheetCell number)
        {
            // A number beyond decimals is beyond the limit of every member.
            if (number.Type == SheetCellType.Number)
                return Math.Abs(number.Number) < 1e15 ? (decimal)number.Number : decimal.MaxValue;
            if (NumberReader.Read(number.Text, _columns.SignOf(column.Name), out var reason) is { } read)
                return read;
            Wrong($"{reason}.", ErrorCodes.BadNumber);
            return null;
        }

        JsonNode? Wrong(string why, ErrorCode code)
        {
            errors.Add(new(_columns.NameOf(row, column.Name), $"{ValidationError.Quote(cell.Text)} {why}", code));
            return null;
        }
    }

    /// <summary>Returns the cell of a member; the member itself if the table has no column for it.</summary>
    private string NameOf(string member, SheetRow row)
    {
        var column =
            _given.FirstOrDefault(one => IsAt(member, one.Path))
            ?? _given.FirstOrDefault(one => IsAt(one.Path, member));
        return column is null ? member : _columns.NameOf(row, column.Name);

        static bool IsAt(string name, string path) =>
            name.StartsWith(path, StringComparison.Ordinal)
            && (name.Length == path.Length || name[path.Length] is '.' or '[');
    }
}
