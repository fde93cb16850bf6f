using Adam.Data.Databases;
using Adam.Domain.CodeLists;

namespace Adam.Data.Projects;

/// <summary>The sum of the amounts of donors of some projects, in one currency. Currencies are never added.</summary>
public sealed record CurrencyAmount([property: CodeOf("currencies")] string Currency, decimal Amount)
{
    /// <summary>Returns a sum of amounts with as many decimals as the currency has.</summary>
    /// <param name="units">The sum of the whole units of the amounts.</param>
    /// <param name="tenThousandths">The sum of the fractions of the amounts, in ten-thousandths.</param>
    internal static CurrencyAmount FromParts(string currency, decimal units, long tenThousandths) =>
        new(currency, units + AmountUnit.FromTenThousandths(tenThousandths) + Zero(currency));

    /// <summary>Returns an amount rounded to as many decimals as the currency has.</summary>
    internal static decimal Round(string currency, decimal amount) =>
        decimal.Round(amount, Decimals(currency)) + Zero(currency);

    private static decimal Zero(string currency) => new(0, 0, 0, false, Decimals(currency));

    private static byte Decimals(string currency) => (byte)(CodeListCatalog.Currencies.Find(currency)?.Decimals ?? 0);
}
