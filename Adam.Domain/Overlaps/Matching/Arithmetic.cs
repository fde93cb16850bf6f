namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Logarithm and exponential from additions and multiplications only. The functions of the platform may differ in the
/// last digit between machines, and scores must not.
/// </summary>
internal static class Arithmetic
{
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>Returns the natural logarithm of a positive, finite number.</summary>
    public static double Ln(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)((bits >> 52) & 0x7FF) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        var ratio = (mantissa - 1) / (mantissa + 1);
        var square = ratio * ratio;
        var sum = 0.0;
        for (var power = 21; power >= 1; power -= 2)
            sum = (sum * square) + (1.0 / power);
        return (exponent * Ln2High) + ((exponent * Ln2Low) + (2 * ratio * sum));
    }

    /// <summary>Returns e to the power of a number between -700 and 700.</summary>
    public static double Exp(double x)
    {
        var doublings = (int)Math.Floor((x / (Ln2High + Ln2Low)) + 0.5);
        var rest = x - (doublings * Ln2High) - (doublings * Ln2Low);
        var sum = 1.0;
        for (var factor = 16; factor >= 1; factor--)
            sum = 1 + (sum * rest / factor);
        return sum * BitConverter.Int64BitsToDouble((long)(doublings + 1023) << 52);
    }

    /// <summary>Converts log-odds to a likelihood.</summary>
    public static double Likelihood(double logOdds) => 1 / (1 + Exp(-logOdds));

    /// <summary>Converts a likelihood between 0 and 1 to log-odds.</summary>
    public static double LogOdds(double likelihood) => Ln(likelihood / (1 - likelihood));
}
