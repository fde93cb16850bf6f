using Adam.Api.Errors;
using Adam.Api.Imports.Formats.Tables;
using Adam.Domain.Layers;

namespace Adam.Api.Layers;

/// <summary>The columns of tables of items.</summary>
internal static class ItemHeadings
{
    public static SheetHeadings ForLayer(LayerDraft layer) =>
        new(
            layer.Id,
            [.. ItemMembers.Written, .. layer.Properties.Select(one => one.Name)],
            ItemMembers.Computed,
            member => member is ItemMembers.Date or ItemMembers.From or ItemMembers.Until,
            member =>
                member is ItemMembers.Latitude or ItemMembers.Longitude
                || layer.Find(member)?.Type == LayerPropertyType.Number
        );
}

/// <summary>The values of an item in a row of a table, read as those of projects are.</summary>
internal sealed class TableItemFields(SheetColumns columns, SheetRow row) : IItemFields
{
    private static readonly char[] Separators = [';', ',', '|'];

    public IReadOnlyCollection<string> Given { get; } =
    [.. columns.Members.Where(member => !columns.CellOf(row, member).IsEmpty)];

    public string NameOf(string member) => columns.NameOf(row, member);

    public string? Text(string member, List<ValidationError> errors) =>
        columns.CellOf(row, member) is { IsEmpty: false } cell ? cell.Text : null;

    public decimal? Number(string member, List<ValidationError> errors)
    {
        var cell = columns.CellOf(row, member);
        if (cell.IsEmpty)
            return null;
        // A number beyond decimals is beyond the limit of every property.
        if (cell.Type == SheetCellType.Number)
            return Math.Abs(cell.Number) < 1e15 ? (decimal)cell.Number : decimal.MaxValue;
        // A position has no groups of thousands, so 37.212 has one reading.
        var sign = columns.SignOf(member);
        if (sign == DecimalSign.Unknown && member is ItemMembers.Latitude or ItemMembers.Longitude)
            sign = DecimalSign.Point;
        if (NumberReader.Read(cell.Text, sign, out var reason) is { } number)
            return number;

        errors.Add(new(NameOf(member), $"{ValidationError.Quote(cell.Text)} {reason}.", ErrorCodes.BadNumber));
        return null;
    }

    public DateOnly? Date(string member, List<ValidationError> errors)
    {
        var cell = columns.CellOf(row, member);
        if (cell.IsEmpty)
            return null;
        if (cell.Type == SheetCellType.Date)
            return DateOnly.FromDateTime(cell.Date);
        if (DateReader.Read(cell.Text, columns.OrderOf(member), out var reason) is { } date)
            return date;

        errors.Add(
            new(NameOf(member), $"{ValidationError.Quote(cell.Text)} {reason}. Write YYYY-MM-DD.", ErrorCodes.BadDate)
        );
        return null;
    }

    public IReadOnlyList<string>? Texts(string member, List<ValidationError> errors) =>
        Text(member, errors)?.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
