using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Api.Projects;
using Adam.Api.Tables;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>
/// Names cells in errors: the cell as a spreadsheet program names it, and its column (<c>D17 amounts</c>).
/// </summary>
internal static partial class TableCells
{
    /// <summary>Returns the name of a cell; that of the column alone if the file does not have it.</summary>
    /// <param name="item">The index of the value, for numbered columns.</param>
    public static string NameOf(TableLayout layout, string column, int row, int item = 0)
    {
        var columns = layout.Columns.Where(one => one.Name == column).OrderBy(one => one.Number).ToList();
        return columns.Count == 0 ? column
            : columns[0].IsDefault ? $"{ColumnMapping.Name}.defaults.{column}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{ColumnName.FromIndex(columns[Math.Min(item, columns.Count - 1)].Index)}{row} {column}"
            );
    }

    /// <summary>
    /// Returns the name of the cell of a member: <c>donors[0].amount</c> is in the column of amounts.
    /// </summary>
    public static string NameOfMember(TableLayout layout, string member, int row)
    {
        var match = Member().Match(member);
        var (list, item, name) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        var column = (list, name) switch
        {
            ("donors", "amount") => ProjectTable.Amounts,
            // An amount can have its currency beside it.
            ("donors", "currency") when layout.Has(ProjectTable.Currencies) => ProjectTable.Currencies,
            ("donors", "currency") => ProjectTable.Amounts,
            ("places", "admin1") => ProjectTable.Admin1,
            ("places", "latitude") => ProjectTable.Latitude,
            ("places", "longitude") => ProjectTable.Longitude,
            ("sectors", "vocabulary") => ProjectTable.SectorVocabularies,
            ("sectors", "percentage") => ProjectTable.SectorPercentages,
            ("relatedProjects", "relation") => ProjectTable.Relations,
            _ => list,
        };
        return NameOf(layout, column, row, item.Length == 0 ? 0 : int.Parse(item, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^([A-Za-z0-9]+)(?:\[([0-9]{1,6})\])?(?:\.([A-Za-z0-9]+))?.*$")]
    private static partial Regex Member();
}
