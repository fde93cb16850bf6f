using System.Globalization;
using Adam.Data.Databases;
using Adam.Domain.ExchangeRates;

namespace Adam.Data.ExchangeRates;

internal static class ExchangeRateSql
{
    public static readonly StatementSet Statements = new(nameof(ExchangeRateSql));

    public static readonly SqlQuery<NoParameters, ExchangeRateRow> All = new(
        Statements,
        $"SELECT Currency, Year, UnitsPerUsd, Source, AddedBy, AddedAt FROM ExchangeRate"
    );

    /// <summary>Removes the rates of some currencies and years. @Rows: Currency, Year.</summary>
    public static readonly SqlChange<RowsParameter> Remove = new(
        Statements,
        dialect =>
            $"""
                DELETE FROM ExchangeRate
                WHERE EXISTS (
                    SELECT 1
                    FROM {dialect.Rows($"@Rows", ("Currency", "nvarchar(3)"), ("Year", "int"))} r
                    WHERE {dialect.ByCodePoint($"r.Currency")} = ExchangeRate.Currency
                      AND r.Year = ExchangeRate.Year)
                """
    );

    public static readonly SqlChange<ExchangeRateParameters> Add = new(
        Statements,
        $"""
        INSERT INTO ExchangeRate (Currency, Year, UnitsPerUsd, Source, AddedBy, AddedAt)
        VALUES (@Currency, @Year, @UnitsPerUsd, @Source, @By, @At)
        """
    );
}

internal sealed record ExchangeRateParameters(
    string Currency,
    int Year,
    string UnitsPerUsd,
    string Source,
    string By,
    DateTimeOffset At
);

internal sealed record ExchangeRateRow
{
    public string Currency { get; init; } = "";
    public int Year { get; init; }
    public string UnitsPerUsd { get; init; } = "";
    public string Source { get; init; } = "";
    public string AddedBy { get; init; } = "";
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>The id of the rate in its audit entries.</summary>
    public string RecordId => ExchangeRateStore.RecordIdOf(Currency, Year);

    public ExchangeRate ToRate() =>
        new(Currency, Year, decimal.Parse(UnitsPerUsd, CultureInfo.InvariantCulture), Source);
}
