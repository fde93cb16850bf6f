namespace Adam.Api.Tables;

/// <summary>Names columns as spreadsheet programs do: <c>A</c> to <c>Z</c>, then <c>AA</c>.</summary>
internal static class ColumnName
{
    /// <param name="index">The index of the column, counted from 0.</param>
    public static string FromIndex(int index)
    {
        var name = "";
        for (var number = index + 1; number > 0; number = (number - 1) / 26)
            name = (char)('A' + (number - 1) % 26) + name;
        return name;
    }
}
