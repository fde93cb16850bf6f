namespace Adam.Data.Databases;

/// <summary>
/// Values of the types that SQL Server's columns have: beside a value of a larger type it converts the column, row by
/// row.
/// </summary>
internal static class ColumnValue
{
    /// <summary>Returns values for a tinyint column.</summary>
    public static IReadOnlyList<byte> TinyInts(IEnumerable<int> values) =>
        [.. values.Select(value => checked((byte)value))];

    /// <summary>
    /// Returns a value for an int column from a caller's cursor. No day, score or number of days is as large as the
    /// largest or as small as the smallest int, so these stand for all values beyond.
    /// </summary>
    public static int Int(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);
}
