using Adam.Desk.Shell;

namespace Adam.Desk.Presence;

/// <summary>
/// The addresses of the figures of a matrix, which has thousands of them: the filters of the page, and after them the
/// values of the row and the column, of which each is written once.
/// </summary>
/// <param name="filters">The filters of the page.</param>
/// <param name="rows">The dimension of the rows.</param>
/// <param name="columns">The dimension of the columns.</param>
/// <param name="options">The parameters of the tables of the API that select their figures.</param>
public sealed class CellAddresses(Filters filters, string rows, string columns, string options)
{
    private const string ListPath = "/desk/projects";

    private readonly Parts _ofCell = Parts.Create(filters, [rows, columns], $"/v1/presence?by={rows}{options}");
    private readonly Parts _ofRow = Parts.Create(filters, [rows], $"/v1/presence?by={rows}{options}");
    private readonly Parts _ofColumn = Parts.Create(filters, [columns], $"/v1/presence?by={columns}{options}");
    private readonly bool _hasYears = rows == "year" || columns == "year";

    /// <summary>Returns the parameters that select a value of a dimension.</summary>
    public static string Parameters(string dimension, string value) =>
        new Filters([.. MatrixModel.Narrow(new([]), dimension, value).Pairs]).Address("")[1..];

    /// <summary>Returns the addresses of a cell.</summary>
    /// <param name="row">The parameters of the row.</param>
    /// <param name="column">The parameters of the column.</param>
    public (string List, string? Table) OfCell(string row, string column) =>
        (_ofCell.List($"{row}&{column}"), _hasYears ? null : _ofCell.Table($"{row}&{column}"));

    /// <inheritdoc cref="OfCell"/>
    public (string List, string? Table) OfRow(string row) =>
        (_ofRow.List(row), rows == "year" ? null : _ofRow.Table(row));

    /// <inheritdoc cref="OfCell"/>
    public (string List, string? Table) OfColumn(string column) =>
        (_ofColumn.List(column), columns == "year" ? null : _ofColumn.Table(column));

    /// <summary>Returns the addresses of the whole table.</summary>
    public (string List, string? Table) Whole() =>
        (filters.Only.Counted.Address(ListPath), filters.ApiAddress($"/v1/presence?by={rows}{options}"));

    /// <param name="ListStart">The address of a list up to the values of its cell.</param>
    /// <param name="ListEnd">The rest of the address after the values.</param>
    /// <param name="TableStart">The address of a table of the API up to the values of its cell.</param>
    private sealed record Parts(string ListStart, string ListEnd, string TableStart)
    {
        public static Parts Create(Filters filters, IReadOnlyList<string> dimensions, string table)
        {
            var others = dimensions
                .SelectMany(dimension => MatrixModel.Narrow(new([]), dimension, "0").Pairs)
                .Aggregate(filters, (rest, pair) => rest.With(pair.Name, null));
            var list = others.Only.Address(ListPath);
            var isCounted = others[Filters.Status] is not null || dimensions.Contains(Filters.Status);
            return new(
                list + (list == ListPath ? "?" : "&"),
                isCounted ? "" : $"&{Filters.Status}={Filters.NotCancelled}",
                others.ApiAddress(table) + "&"
            );
        }

        public string List(string values) => $"{ListStart}{values}{ListEnd}";

        public string Table(string values) => $"{TableStart}{values}";
    }
}
