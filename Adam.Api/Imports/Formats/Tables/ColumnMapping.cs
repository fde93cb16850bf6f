using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports.Templates;
using Adam.Api.Tables;
using Adam.Domain.Text;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>
/// The meaning of a table whose headings or values the register does not know, as its sender states it in JSON.
/// </summary>
internal sealed class ColumnMapping
{
    public const string Name = "mapping";

    private const string ColumnsMember = "columns";
    private const string ValuesMember = "values";
    private const string DefaultsMember = "defaults";
    private const char Wildcard = '*';

    private readonly FrozenDictionary<string, (string Heading, string? Column)> _columns;
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _values;

    private ColumnMapping(
        FrozenDictionary<string, (string Heading, string? Column)> columns,
        FrozenDictionary<string, FrozenDictionary<string, string>> values,
        IReadOnlyDictionary<string, string> defaults
    ) => (_columns, _values, Defaults) = (columns, values, defaults);

    /// <summary>The texts of columns that the file does not have, and of their empty cells.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; }

    /// <summary>The headings that the mapping names.</summary>
    public IEnumerable<string> Headings => _columns.Values.Select(column => column.Heading);

    /// <summary>Returns true if the mapping names a heading, or the letters of its column.</summary>
    /// <param name="column">The column of a project; null if the file's column is not to be read.</param>
    public bool TryFind(string heading, int index, out string? column)
    {
        var isKnown =
            _columns.TryGetValue(Folding.Key(heading), out var found)
            || _columns.TryGetValue(Folding.Key(ColumnName.FromIndex(index)), out found);
        column = found.Column;
        return isKnown;
    }

    /// <summary>Returns true if a heading of the mapping is that of a column of the file.</summary>
    public static bool IsHeadingOf(string heading, string text, int index) =>
        Folding.Key(heading) == Folding.Key(text) || Folding.Key(heading) == Folding.Key(ColumnName.FromIndex(index));

    /// <summary>Returns the text of a cell in which the mapping has replaced values.</summary>
    public string Replace(string column, string cell)
    {
        if (!_values.TryGetValue(column, out var values))
            return cell;
        if (Find(values, cell.Trim()) is { } whole)
            return whole;
        return TableLayout.IsList(column)
            ? string.Join(
                "; ",
                CellList
                    .Split(cell)
                    .Select(value => Find(values, value) ?? CellList.Escape(value))
                    .Where(value => value.Length > 0)
            )
            : cell;
    }

    /// <summary>Reads a mapping; null, with errors added, if it has errors.</summary>
    public static ColumnMapping? Read(string json, List<ValidationError> errors)
    {
        var found = errors.Count;
        using var document = JsonBody.Parse(
            Encoding.UTF8.GetBytes(json),
            errors,
            new JsonSource(Name, "The mapping", HasLines: true)
        );
        // Names and texts are read below without a check.
        if (
            document is null
            || JsonModelReader.For(typeof(JsonElement)).Read(document.RootElement, Name, errors) is not JsonElement root
        )
            return null;

        var columns = new Dictionary<string, (string, string?)>(StringComparer.Ordinal);
        var values = new Dictionary<string, FrozenDictionary<string, string>>(StringComparer.Ordinal);
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case ColumnsMember:
                    foreach (var (heading, value) in Members(member, errors))
                    {
                        var column =
                            value.ValueKind == JsonValueKind.Null ? null
                            : Text(value, $"{Name}.{ColumnsMember}.{heading}", errors) is { } text
                                ? ColumnOf(text, $"{Name}.{ColumnsMember}.{heading}", errors)
                            : null;
                        columns[Folding.Key(heading)] = (heading, column);
                    }

                    break;
                case ValuesMember:
                    foreach (var (column, value) in Members(member, errors))
                    {
                        if (ColumnOf(column, $"{Name}.{ValuesMember}.{column}", errors) is { } known)
                            values[known] = ValuesOf(known, value, errors);
                    }

                    break;
                case DefaultsMember:
                    foreach (var (column, value) in Members(member, errors))
                    {
                        var name = $"{Name}.{DefaultsMember}.{column}";
                        if (ColumnOf(column, name, errors) is { } known && Text(value, name, errors) is { } text)
                            defaults[known] = text;
                    }

                    break;
                default:
                    errors.Add(
                        new(
                            $"{Name}.{member.Name}",
                            $"A mapping has the members {ColumnsMember}, {ValuesMember} and {DefaultsMember}.",
                            ErrorCodes.UnknownMember
                        )
                    );
                    break;
            }
        }

        return errors.Count > found
            ? null
            : new(columns.ToFrozenDictionary(), values.ToFrozenDictionary(), defaults.ToFrozenDictionary());
    }

    private static string? Find(FrozenDictionary<string, string> values, string value)
    {
        if (values.TryGetValue(Folding.Key(value), out var replacement))
            return replacement;
        return values
            .Where(one =>
                one.Key.EndsWith(Wildcard) && Folding.Key(value).StartsWith(one.Key[..^1], StringComparison.Ordinal)
            )
            .OrderByDescending(one => one.Key.Length)
            .Select(one => one.Value)
            .FirstOrDefault();
    }

    private static FrozenDictionary<string, string> ValuesOf(
        string column,
        JsonElement values,
        List<ValidationError> errors
    )
    {
        var name = $"{Name}.{ValuesMember}.{column}";
        if (values.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new(name, "It must be an object of values and their replacements.", ErrorCodes.WrongType));
            return FrozenDictionary<string, string>.Empty;
        }

        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values.EnumerateObject())
        {
            if (Text(value.Value, $"{name}.{value.Name}", errors) is { } replacement)
                // The key of a wildcard keeps its star, which is no letter.
                result[
                    value.Name.EndsWith(Wildcard) ? Folding.Key(value.Name[..^1]) + Wildcard : Folding.Key(value.Name)
                ] = replacement;
        }

        return result.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(
        JsonProperty member,
        List<ValidationError> errors
    )
    {
        if (member.Value.ValueKind == JsonValueKind.Object)
            return member.Value.EnumerateObject().Select(one => (one.Name, one.Value));

        errors.Add(new($"{Name}.{member.Name}", "It must be an object.", ErrorCodes.WrongType));
        return [];
    }

    private static string? Text(JsonElement value, string name, List<ValidationError> errors)
    {
        if (value.ValueKind == JsonValueKind.String && JsonText.TryGet(value, out var text))
            return text;
        errors.Add(new(name, "It must be a text.", ErrorCodes.WrongType));
        return null;
    }

    private static string? ColumnOf(string text, string name, List<ValidationError> errors)
    {
        string[] known = [.. ProjectTemplate.Columns.Select(column => column.Column.Name)];
        if (TableHeadings.Find(text) is { } found && known.Contains(found.Column))
            return found.Column;

        var meant = Nearest.FindIn(text, known) is { } nearest
            ? $" Did you mean {ValidationError.Quote(nearest)}?"
            : "";
        errors.Add(
            new(
                name,
                $"{ValidationError.Quote(text)} is no column of a project.{meant} Known are "
                    + $"{string.Join(", ", known)}.",
                ErrorCodes.UnknownCode
            )
        );
        return null;
    }
}
