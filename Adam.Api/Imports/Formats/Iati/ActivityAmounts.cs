using System.Globalization;
using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// What an activity costs, from one kind of statement only, since two kinds tell of the same money: its budgets; where it has none its commitments, then incoming commitments, then what was spent,
/// then what came in. A negative value takes back an earlier one of its kind.
/// </summary>
internal sealed class ActivityAmounts(ActivityOrganisations organisations, ImportDiagnostics diagnostics)
{
    private const string Revised = "2";

    // IATI's list TransactionType, the letters being those of the versions before 2.01.
    private static readonly string[][] Kinds =
    [
        ["2", "C"],
        ["11"],
        ["3", "4", "D", "E"],
        ["1", "IF"],
    ];

    /// <summary>The donors with what each gives, where that can be told.</summary>
    public IReadOnlyList<DonorInput> Share(IatiActivity activity, IReadOnlyList<DonorInput> donors)
    {
        var (sums, providers) = SumsOf(activity);
        if (sums.Count == 0 || donors.Count == 0)
            return donors;

        if (donors.Count == 1)
            return Give(donors[0], sums);

        // Who gives what is told by the transactions, if at all; then by every one of them.
        if (
            providers is not null
            && providers.Keys.All(donors.Select(donor => (donor.Partner, donor.Name)).ToHashSet().Contains)
        )
            return
            [
                .. donors.SelectMany(donor =>
                    providers.TryGetValue((donor.Partner, donor.Name), out var its) ? Give(donor, its) : [donor]
                ),
            ];

        diagnostics.Warn(
            "value",
            ErrorCodes.NotOneSum,
            $"{string.Join(" and ", sums.Select(sum => string.Create(CultureInfo.InvariantCulture, $"{sum.Value:0.##} {sum.Key}")))} come from {donors.Count} donors, "
                + "and the file does not say who gives what: no amount is read from it."
        );
        return donors;
    }

    private static IReadOnlyList<DonorInput> Give(DonorInput donor, IReadOnlyDictionary<string, decimal> sums) =>
        [.. sums.Select(sum => donor with { Amount = sum.Value, Currency = sum.Key })];

    private (
        IReadOnlyDictionary<string, decimal> Sums,
        Dictionary<(string?, string?), Dictionary<string, decimal>>? Providers
    ) SumsOf(IatiActivity activity)
    {
        // A revised budget replaces the original one of its period.
        var revised = activity
            .Budgets.Where(budget => budget.Type == Revised)
            .Select(budget => (budget.From, budget.To))
            .ToHashSet();
        var budgets = activity.Budgets.Where(budget =>
            budget.Type == Revised || !revised.Contains((budget.From, budget.To))
        );
        var nothing = Sum(activity, "budget", budgets.Select(budget => budget.Money));
        if (IsSomething(nothing))
            return (nothing, null);

        foreach (var kind in Kinds)
        {
            var transactions = activity
                .Transactions.Where(transaction => kind.Contains(transaction.Type, StringComparer.OrdinalIgnoreCase))
                .ToList();
            var sums = Sum(activity, "transaction", transactions.Select(transaction => transaction.Money));
            if (!IsSomething(sums))
            {
                nothing = nothing.Count > 0 ? nothing : sums;
                continue;
            }

            var byProvider = transactions
                .Where(transaction => transaction.Provider is not null)
                .GroupBy(transaction => organisations.Who(transaction.Provider!, funds: true))
                .ToList();
            if (
                byProvider.Sum(group => group.Count()) < transactions.Count
                || byProvider.Any(group => group.Key is null)
            )
                return (sums, null);

            // One from whom more is taken back than came gives nothing, and then the others gave less than their own values say.
            var providers = byProvider.ToDictionary(
                group => group.Key!.Value,
                group => Sum(activity, "transaction", group.Select(transaction => transaction.Money))
            );
            return (sums, providers.Values.All(its => its.Count > 0) ? providers : null);
        }

        // Zero, where that is all that the file says.
        return (nothing, null);
    }

    private static bool IsSomething(Dictionary<string, decimal> sums) => sums.Values.Any(sum => sum > 0);

    private Dictionary<string, decimal> Sum(IatiActivity activity, string element, IEnumerable<Money> values)
    {
        var sums = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var money in values)
        {
            if (money.Value is not { } text)
                continue;

            var currency = (money.Currency ?? activity.DefaultCurrency) is { } code
                ? CodeListCatalog.Currencies.Find(code)
                : null;
            const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            if (
                !decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var value)
                || Math.Abs(value) >= ProjectLimits.AmountLimit
            )
                diagnostics.Warn(
                    $"{element}/value",
                    ErrorCodes.BadNumber,
                    $"{ValidationError.Quote(text)} is no amount, such as 1200000.50; it is left out."
                );
            else if (currency is null)
                diagnostics.Warn(
                    $"{element}/value",
                    ErrorCodes.UnknownCode,
                    $"{ValidationError.Quote(text)} is in {(money.Currency ?? activity.DefaultCurrency) switch { null => "no currency", var given => $"{ValidationError.Quote(given)}, which is no code of ISO 4217" }}; it is left out."
                );
            else
                sums[currency.Code] = sums.GetValueOrDefault(currency.Code) + value;
        }

        foreach (var (currency, sum) in sums.ToList())
        {
            var rounded = sums[currency] = decimal.Round(
                sum,
                CodeListCatalog.Currencies.Find(currency)!.Decimals!.Value,
                MidpointRounding.AwayFromZero
            );
            if (rounded is >= 0 and < ProjectLimits.AmountLimit)
                continue;

            sums.Remove(currency);
            diagnostics.Warn(
                $"{element}/value",
                ErrorCodes.NotOneSum,
                string.Create(CultureInfo.InvariantCulture, $"The values add up to {sum:0.##} {currency}")
                    + (
                        sum < 0
                            ? ": they take back more than the file says was given, and are left out."
                            : ", which no project has; they are left out."
                    )
            );
        }

        return sums;
    }
}
