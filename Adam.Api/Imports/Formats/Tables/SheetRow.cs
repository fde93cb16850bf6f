namespace Adam.Api.Imports.Formats.Tables;

/// <summary>The type of a cell in a file.</summary>
internal enum SheetCellType
{
    Text,
    Number,
    Date,

    /// <summary>A cell without a value: an error, or a formula that was not computed.</summary>
    Fault,
}

/// <summary>A cell as a file contains it. A CSV file contains only texts.</summary>
/// <param name="Text">The value as a person sees it; empty if the cell is empty.</param>
/// <param name="Number">The value of a number.</param>
/// <param name="Date">The value of a date, with its time.</param>
internal readonly record struct SheetCell(SheetCellType Type, string Text, double Number = 0, DateTime Date = default)
{
    /// <summary>The currency that the format of a number shows; null for none.</summary>
    public string? Currency { get; init; }

    public static SheetCell FromText(string text) => new(SheetCellType.Text, text);

    /// <summary>The reason for which a cell has no value, and its cure; null if it has one, or is empty.</summary>
    public string? Fault =>
        Type != SheetCellType.Fault ? null
        : Text == CellFaults.Uncomputed
            ? "The cell has a formula without a value. Open the workbook in a spreadsheet program, and save it."
        : $"The cell has the error {Text}. Write its value, or empty it.";

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text);
}

/// <summary>A row of a file.</summary>
/// <param name="Number">The number that a spreadsheet program shows for the row, counted from 1.</param>
/// <param name="Cells">The cells. A row can have fewer cells than the headings.</param>
internal sealed record SheetRow(int Number, IReadOnlyList<SheetCell> Cells)
{
    public bool IsEmpty => Cells.All(cell => cell.IsEmpty);

    public SheetCell this[int column] => column < Cells.Count ? Cells[column] : SheetCell.FromText("");
}
