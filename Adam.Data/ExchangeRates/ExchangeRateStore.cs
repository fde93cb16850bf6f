using System.Globalization;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Domain.ExchangeRates;

namespace Adam.Data.ExchangeRates;

/// <summary>Stores the exchange rates that an admin adds to those of the program.</summary>
public sealed class ExchangeRateStore(Database database)
{
    public Task<ExchangeRateTable> ReadAsync(CancellationToken ct) =>
        database.QueryOnceAsync(session => ReadAsync(session, ct), ct);

    /// <summary>Adds rates. A rate replaces an earlier one of the same currency and year.</summary>
    /// <param name="kept">The response that is stored in the same transaction; null for none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task AddAsync(
        IReadOnlyList<ExchangeRate> rates,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct,
        KeptResponse? kept = null
    ) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var keys = JsonRowSet.Serialize(rates.Select(rate => new object[] { rate.Currency, rate.Year }));
                await session.ExecuteAsync(ExchangeRateSql.Remove, new(keys), ct);
                foreach (var rate in rates)
                {
                    // As text, because a decimal of SQLite is a binary fraction.
                    var units = rate.UnitsPerUsd.ToString(CultureInfo.InvariantCulture);
                    await session.ExecuteAsync(
                        ExchangeRateSql.Add,
                        new(rate.Currency, rate.Year, units, rate.Source, by.Name, at),
                        ct
                    );
                    await AuditRecorder.AddAsync(
                        session,
                        AuditSubject.ExchangeRate,
                        AuditAction.Changed,
                        RecordIdOf(rate.Currency, rate.Year),
                        version: null,
                        rate,
                        by,
                        at,
                        ct
                    );
                }

                if (kept is not null)
                    await IdempotencyStore.SaveAsync(database, session, kept, ct);
                return true;
            },
            ct
        );

    /// <summary>Returns the id of a rate in its audit entries: <c>EUR-2026</c>.</summary>
    internal static string RecordIdOf(string currency, int year) =>
        string.Create(CultureInfo.InvariantCulture, $"{currency}-{year}");

    internal static async Task<ExchangeRateTable> ReadAsync(Session session, CancellationToken ct) =>
        new((await session.QueryAsync(ExchangeRateSql.All, ct)).Select(row => row.ToRate()));
}
