using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Adam.Api.Tables;

/// <summary>
/// Joins several values in one cell, and splits them again. Values are single lines, separated by semicolons. A
/// semicolon or backslash within a value is preceded by a backslash.
/// </summary>
internal static class CellList
{
    private const char Separator = ';';
    private const char EscapeSign = '\\';

    /// <summary>
    /// Returns one cell for the values. A single number or date keeps its type. Empty values keep their position, so
    /// that lists of several columns belong together; without any value the cell is empty.
    /// </summary>
    public static TableCell Join(IReadOnlyList<TableCell> values)
    {
        if (values is [var single])
            return Join(single);
        if (values.All(value => value.Type == CellType.Empty))
            return default;
        return TableCell.FromText(string.Join($"{Separator} ", values.Select(value => Escape(value.Text))));
    }

    /// <summary>Returns one cell for the values of a list in JSON.</summary>
    /// <inheritdoc cref="Join(IReadOnlyList{TableCell})"/>
    public static TableCell Join(CellValues values)
    {
        if (values.Count == 1)
            return Join(values.Read(values.List[0]));

        // The characters of a text of usual length stand on the stack until it is complete.
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        var (isFirst, isEmpty) = (true, true);
        foreach (var value in values.List.EnumerateArray())
        {
            if (!isFirst)
                text.AppendLiteral("; ");
            isFirst = false;
            var cell = values.Read(value);
            text.AppendLiteral(Escape(cell.Text));
            isEmpty &= cell.Type == CellType.Empty;
        }

        var joined = text.ToStringAndClear();
        return isEmpty ? default : TableCell.FromText(joined);
    }

    private static TableCell Join(TableCell single) =>
        single.Type != CellType.Text || (single.TryGetUtf8(out var utf8) && !utf8.Contains((byte)Separator))
            ? single
            : TableCell.FromText(Escape(single.Text));

    /// <summary>
    /// Returns the values of a cell, without spaces around them; an empty value where a text has none. The lines of a
    /// cell are values, too, with or without a semicolon at their ends.
    /// </summary>
    public static IReadOnlyList<string> Split(string cell)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        var isEnded = false; // by a semicolon, after which the end of the line begins no other value
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] == EscapeSign && i + 1 < cell.Length && cell[i + 1] is Separator or EscapeSign)
                value.Append(cell[++i]);
            else if (cell[i] == Separator)
            {
                Add();
                isEnded = true;
            }
            else if (cell[i] is '\n' or '\r')
            {
                if (!isEnded || value.ToString().Trim(' ').Length > 0)
                    Add();
                isEnded = cell[i] == '\r';
            }
            else
                value.Append(cell[i]);
        }

        Add();
        return values;

        void Add()
        {
            values.Add(value.ToString().Trim(' '));
            value.Clear();
        }
    }

    /// <summary>Returns a value as it stands beside others in a cell.</summary>
    public static string Escape(string value) =>
        value.Contains(Separator, StringComparison.Ordinal) || value.Contains(EscapeSign, StringComparison.Ordinal)
            ? value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
            : value;
}
