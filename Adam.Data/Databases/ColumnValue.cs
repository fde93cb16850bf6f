namespace Adam.Data.Databases;

/// <summary>
/// Converts values to the types of SQL Server's columns. If a value has a larger type, SQL Server converts the column
/// in each row.
/// </summary>
internal static class ColumnValue
{
    /// <summary>Returns values for a tinyint column.</summary>
    public static IReadOnlyList<byte> TinyInts(IEnumerable<int> values) =>
        [.. values.Select(value => checked((byte)value))];

    /// <summary>
    /// Returns a value for an int column from a cursor of a client. No day, score or number of days reaches the limits
    /// of int, so values beyond them are replaced by the limits.
    /// </summary>
    public static int Int(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);
}
