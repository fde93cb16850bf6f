using Adam.Data.Databases;

namespace Adam.Data.Projects;

/// <summary>Queries the amounts that donors give.</summary>
public sealed class DonorAmountStore(Database database)
{
    /// <summary>The number of recent amounts that are typical of a donor.</summary>
    private const int Recent = 100;

    /// <summary>With fewer amounts, nothing is usual.</summary>
    private const int Least = 5;

    /// <summary>
    /// Returns the median of the amounts that a donor gives to the projects recorded last; null if there are fewer than
    /// five.
    /// </summary>
    /// <param name="donor">The key of the donor.</param>
    public async Task<decimal?> MedianAsync(string donor, string currency, CancellationToken ct)
    {
        var rows = await database.QueryOnceAsync(
            session => session.QueryAsync(DonorAmountSql.Recent, new(donor, currency, Recent), ct),
            ct
        );
        if (rows.Count < Least)
            return null;

        var amounts = rows.Select(row => row.Value).Order().ToList();
        return amounts[amounts.Count / 2];
    }
}

internal static class DonorAmountSql
{
    public static readonly StatementSet Statements = new(nameof(DonorAmountSql));

    /// <summary>Returns the amounts of a donor in a currency, those of the projects recorded last first.</summary>
    public static readonly SqlQuery<RecentAmounts, DonorAmountRow> Recent = new(
        Statements,
        dialect =>
            $"""
                SELECT a.ProjectId, {dialect.SumOfAmounts($"a.Amount")}
                FROM ProjectDonorAmount a
                WHERE a.DonorKey = @Donor AND a.Currency = @Currency
                GROUP BY a.ProjectId
                ORDER BY a.ProjectId DESC
                {dialect.Page($"@Take")}
                """
    );
}

internal sealed record RecentAmounts(string Donor, string Currency, int Take);

internal sealed record DonorAmountRow
{
    public long ProjectId { get; init; }
    public decimal Units { get; init; }
    public long TenThousandths { get; init; }

    public decimal Value => Units + AmountUnit.FromTenThousandths(TenThousandths);
}
