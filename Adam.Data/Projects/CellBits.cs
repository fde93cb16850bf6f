using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>
/// Pillars and countries as bits of one number, so that of two projects it is soon told whether they have none in common. Pillars have a bit each, and so have the countries along the routes of opiates, where most projects
/// are: of those the bits tell, too, that two projects have one in common. The other countries share the rest of the bits, and where two projects meet in such a bit, the table is asked.
/// </summary>
internal static class CellBits
{
    private const int Bits = 62;
    private const int OfPillars = 4;

    /// <summary>A bit that is stored means the same in every release: this list stays as it is.</summary>
    private static readonly string[] Own =
        ("AF TJ UZ TM KG KZ RU IR TR BG GR MK AL ME RS BA HR RO IT DE FR BE NL GB PK IN OM QA ER DJ KE TZ MZ ZA" +
        " XK UA MD GE AM AZ IQ SY LB JO SA AE YE CN").Split(' ');

    private static readonly int FirstShared = OfPillars + Own.Length;

    /// <summary>All bits that stand for one pillar or country alone.</summary>
    public static readonly long OfOne = (1L << FirstShared) - 1;

    public static readonly long AllPillars = (1L << OfPillars) - 1;

    public static readonly long AllCountries = ((1L << Bits) - 1) & ~AllPillars;

    public static long Of(IEnumerable<Pillar> pillars) => pillars.Aggregate(0L, (bits, pillar) => bits | (1L << ((int)pillar - 1)));

    /// <param name="countries">ISO 3166-1 alpha-2.</param>
    public static long Of(IEnumerable<string> countries) => countries.Aggregate(0L, (bits, country) => bits | (1L << PlaceOf(country)));

    private static int PlaceOf(string country) =>
        Array.IndexOf(Own, country) is var own and >= 0 ? OfPillars + own : FirstShared + (((country[0] * 26) + country[1]) % (Bits - FirstShared));
}
