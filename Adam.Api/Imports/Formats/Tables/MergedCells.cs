using Adam.Api.Errors;
using Adam.Api.Tables;
using ExcelDataReader;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>
/// The merged cells of a sheet. Headings of two rows become one: a heading that is merged over both stands in the lower
/// one, and a heading over several columns is the beginning of those below it, if the register knows them so
/// (<c>Planned</c> over <c>start</c> and <c>end</c>). Other cells that are merged over several rows belong to several
/// records, and only their author knows to which.
/// </summary>
/// <param name="isHeading">Returns true if a text is a heading that the register or the mapping knows.</param>
internal sealed class MergedCells(IEnumerable<CellRange> ranges, Func<string, bool> isHeading)
{
    /// <summary>The number of rows among which headings of two rows are sought.</summary>
    private const int MostRowsBefore = 25;

    /// <summary>The ranges by the row that they begin in, counted from 0.</summary>
    private readonly ILookup<int, CellRange> _beginning = ranges.ToLookup(range => range.FromRow);

    /// <summary>The ranges over several rows that the row is in, beside those that are lowered.</summary>
    private readonly List<CellRange> _tall = [];

    /// <summary>The texts that are merged over several rows of headings, by the last row and the column.</summary>
    private readonly Dictionary<(int Row, int Column), SheetCell> _lowered = [];

    /// <summary>The headings over several columns of the row above, by the column.</summary>
    private readonly Dictionary<int, string> _groups = [];

    /// <summary>Changes the cells of a row. Rows are given in their order.</summary>
    /// <param name="row">The number of the row, counted from 1.</param>
    /// <exception cref="UnreadableFileException">
    /// Cells are merged over several rows, and are no headings.
    /// </exception>
    public void Apply(int row, SheetCell[] cells)
    {
        var beginning = _beginning[row - 1].ToList();
        _tall.RemoveAll(range => range.ToRow < row - 1);
        _tall.AddRange(beginning.Where(range => range.ToRow > range.FromRow));
        if (row <= MostRowsBefore)
        {
            LowerHeadings(row, cells, [.. beginning.Where(range => range.ToRow > range.FromRow)]);
            Combine(cells, [.. beginning.Where(range => range.ToRow == range.FromRow)]);
        }

        if (_tall.Count > 0 && cells.Count(cell => !cell.IsEmpty) > 1)
            throw new UnreadableFileException(
                ErrorCodes.NotTable,
                $"The cells {NameOf(_tall[0])} are merged over several rows. Unmerge them, and write the value into "
                    + "each row.",
                row,
                _tall[0].FromColumn + 1
            );
    }

    /// <summary>Moves headings that are merged over several rows to the last one of these.</summary>
    /// <param name="beginning">The ranges of several rows that begin in this row.</param>
    private void LowerHeadings(int row, SheetCell[] cells, IReadOnlyList<CellRange> beginning)
    {
        // Headings that are not known stand beside others that are.
        if (beginning.Any(range => isHeading(TextAt(cells, range.FromColumn))))
        {
            foreach (var range in beginning.Where(range => range.FromColumn < cells.Length))
            {
                _lowered[(range.ToRow + 1, range.FromColumn)] = cells[range.FromColumn];
                cells[range.FromColumn] = SheetCell.FromText("");
                _tall.Remove(range);
            }
        }

        for (var i = 0; i < cells.Length; i++)
        {
            if (_lowered.TryGetValue((row, i), out var heading))
                cells[i] = heading;
        }
    }

    /// <summary>
    /// Puts the headings over several columns of the row above before the cells of a row of headings.
    /// </summary>
    /// <param name="wide">The ranges of several columns in this row.</param>
    private void Combine(SheetCell[] cells, IReadOnlyList<CellRange> wide)
    {
        var whole = cells.Select(WholeOf).ToList();
        var (known, filled) = (whole.Count(isHeading), cells.Count(cell => !cell.IsEmpty));
        // A value below a heading of several columns can form a heading with it, and most of its row cannot.
        for (var i = 0; i < cells.Length && known > 1 && known * 2 >= filled; i++)
        {
            if (whole[i] != cells[i].Text.Trim())
                cells[i] = SheetCell.FromText(whole[i]);
        }

        _groups.Clear();
        foreach (var range in wide.Where(range => TextAt(cells, range.FromColumn).Length > 0).Take(cells.Length))
        {
            for (var column = range.FromColumn; column <= range.ToColumn && column < cells.Length; column++)
                _groups[column] = TextAt(cells, range.FromColumn);
        }
    }

    /// <summary>Returns a cell with the heading above it, if both form one; else the cell itself.</summary>
    private string WholeOf(SheetCell cell, int column)
    {
        var text = cell.Text.Trim();
        return text.Length > 0 && _groups.TryGetValue(column, out var group) && isHeading($"{group} {text}")
            ? $"{group} {text}"
            : text;
    }

    private static string TextAt(SheetCell[] cells, int column) =>
        column < cells.Length ? cells[column].Text.Trim() : "";

    private static string NameOf(CellRange range) =>
        $"{ColumnName.FromIndex(range.FromColumn)}{range.FromRow + 1}:"
        + $"{ColumnName.FromIndex(range.ToColumn)}{range.ToRow + 1}";
}
