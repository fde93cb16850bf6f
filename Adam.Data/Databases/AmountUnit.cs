namespace Adam.Data.Databases;

/// <summary>
/// Converts amounts of money to whole ten-thousandths, the unit in which SQLite stores them, and back. No currency has
/// more than four decimals.
/// </summary>
internal static class AmountUnit
{
    private const decimal TenThousandths = 10_000;

    /// <exception cref="OverflowException">The amount exceeds the range of the column.</exception>
    public static long ToTenThousandths(decimal amount) => checked((long)(amount * TenThousandths));

    public static decimal FromTenThousandths(long tenThousandths) => tenThousandths / TenThousandths;
}
