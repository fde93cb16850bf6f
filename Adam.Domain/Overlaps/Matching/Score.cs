using System.Globalization;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The probability, from 0 to 1, that two records are one undertaking. A score is a whole number of ten-thousandths. It
/// is computed, stored, compared and displayed in that unit, and this type contains all conversions.
/// </summary>
public readonly record struct Score : IComparable<Score>
{
    private const int TenThousandthsInOne = 10_000;

    // The product of a whole number and this constant has exactly four decimals, with trailing zeros.
    private const decimal TenThousandth = 0.0001m;

    /// <param name="tenThousandths">The score in ten-thousandths, as the database stores it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0 or above 10,000.</exception>
    public Score(int tenThousandths)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tenThousandths);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tenThousandths, TenThousandthsInOne);
        TenThousandths = tenThousandths;
    }

    /// <summary>The score in ten-thousandths, 0 to 10,000, as the database stores it.</summary>
    public int TenThousandths { get; }

    /// <summary>Converts a number from 0 to 1 with at most four decimals, without rounding.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0, above 1 or has more decimals.</exception>
    public static Score FromDecimal(decimal value)
    {
        var score = Ceiling(value);
        return score.ToDecimal() == value
            ? score
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A score has at most four decimals.");
    }

    /// <summary>Returns the lowest score that is not below a number from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0 or above 1.</exception>
    public static Score Ceiling(decimal value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
        return new((int)Math.Ceiling(value * TenThousandthsInOne));
    }

    /// <summary>Returns the score as a number from 0 to 1 with four decimals, with trailing zeros.</summary>
    public decimal ToDecimal() => ToDecimal(TenThousandths);

    /// <summary>Compares the numbers of ten-thousandths.</summary>
    public int CompareTo(Score other) => TenThousandths.CompareTo(other.TenThousandths);

    /// <summary>Returns the score with four decimals in the invariant culture, for example <c>0.9948</c>.</summary>
    public override string ToString() => ToDecimal().ToString("0.0000", CultureInfo.InvariantCulture);

    public static bool operator <(Score left, Score right) => left.TenThousandths < right.TenThousandths;

    public static bool operator >(Score left, Score right) => left.TenThousandths > right.TenThousandths;

    public static bool operator <=(Score left, Score right) => left.TenThousandths <= right.TenThousandths;

    public static bool operator >=(Score left, Score right) => left.TenThousandths >= right.TenThousandths;

    /// <summary>
    /// Converts ten-thousandths to a number with four decimals: a contribution, which may be below 0, or an unverified
    /// score from a table.
    /// </summary>
    public static decimal ToDecimal(int tenThousandths) => tenThousandths * TenThousandth;

    /// <summary>Rounds a signed part of a score to whole ten-thousandths, halves away from zero.</summary>
    internal static int RoundToTenThousandths(double part) =>
        (int)Math.Round(part * TenThousandthsInOne, MidpointRounding.AwayFromZero);
}
