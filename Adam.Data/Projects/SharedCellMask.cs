using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>
/// Pillars and countries as a bit mask, which tests the intersection of two projects without a look-up. Each pillar and
/// each country along the opiate routes, where most projects are, has its own bit. For these the mask is exact. The
/// other countries share the remaining bits. If two projects have only a shared bit in common, the table must be
/// queried.
/// </summary>
internal static class SharedCellMask
{
    /// <summary>The number of used bits, of the 63 that are not the sign.</summary>
    private const int Bits = 62;

    /// <summary>The lowest four bits are those of the pillars, I to IV.</summary>
    private const int OfPillars = 4;

    /// <summary>The countries with their own bit. Masks are stored, so this list must never change.</summary>
    private static readonly string[] Own = (
        "AF TJ UZ TM KG KZ RU IR TR BG GR MK AL ME RS BA HR RO IT DE FR BE NL GB PK IN OM QA ER DJ KE TZ MZ ZA"
        + " XK UA MD GE AM AZ IQ SY LB JO SA AE YE CN"
    ).Split(' ');

    private static readonly int FirstShared = OfPillars + Own.Length;

    /// <summary>The bits that belong to only one pillar or country.</summary>
    public static readonly long OfOne = (1L << FirstShared) - 1;

    public static readonly long AllPillars = (1L << OfPillars) - 1;

    public static readonly long AllCountries = ((1L << Bits) - 1) & ~AllPillars;

    public static long For(IEnumerable<Pillar> pillars) =>
        pillars.Aggregate(0L, (bits, pillar) => bits | (1L << ((int)pillar - 1)));

    /// <param name="countries">ISO 3166-1 alpha-2.</param>
    public static long For(IEnumerable<string> countries) =>
        countries.Aggregate(0L, (bits, country) => bits | (1L << PositionOf(country)));

    private static int PositionOf(string country) =>
        Array.IndexOf(Own, country) is var own and >= 0
            ? OfPillars + own
            : FirstShared + (((country[0] * 26) + country[1]) % (Bits - FirstShared));
}
