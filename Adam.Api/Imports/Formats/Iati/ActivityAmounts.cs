using System.Globalization;
using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// Computes the amounts of an activity from one kind of value only, because different kinds describe the same money. It
/// uses the first of these kinds that has a positive sum: budgets, commitments, disbursements with expenditures, and
/// incoming funds. Of outgoing and incoming commitments it uses the larger sum, because a grant to somebody else is a
/// part of what the donors gave. A negative value reduces earlier values of its kind.
/// </summary>
internal sealed class ActivityAmounts(ActivityOrganisations organisations, ImportDiagnostics diagnostics)
{
    // Codes of IATI's list TransactionType. The letters were used before version 2.01.
    private static readonly string[][] Kinds =
    [
        ["2", "C"],
        ["11"],
        ["3", "4", "D", "E"],
        ["1", "IF"],
    ];

    /// <summary>
    /// Returns the donors with their amounts. If the amounts cannot be assigned to donors, the donors have none, and a
    /// warning is added.
    /// </summary>
    public IReadOnlyList<DonorInput> Share(IatiActivity activity, IReadOnlyList<DonorInput> donors)
    {
        var (sums, providers) = SumsOf(activity);
        if (sums.Count == 0 || donors.Count == 0)
            return donors;

        if (donors.Count == 1)
            return Give(donors[0], sums);

        // Amounts are assigned to several donors only if every transaction names one of the donors as its provider.
        if (
            providers
                ?.Select(provider => (Donor: DonorOf(provider.Key, donors), Sums: provider.Value))
                .GroupBy(provider => provider.Donor)
                .ToList()
                is { } given
            && given.All(group => group.Key is not null && group.Count() == 1)
        )
            return
            [
                .. donors.SelectMany(donor =>
                    given.FirstOrDefault(group => ReferenceEquals(group.Key, donor)) is { } its
                        ? Give(donor, its.Single().Sums)
                        : [donor]
                ),
            ];

        diagnostics.Warn(
            "value",
            ErrorCodes.NotOneSum,
            $"{string.Join(
                " and ",
                sums.Select(sum => string.Create(CultureInfo.InvariantCulture, $"{sum.Value:0.##} {sum.Key}"))
            )} come from {donors.Count} donors, "
                + "and the file does not say who gives what: no amount is read from it."
        );
        return donors;
    }

    /// <summary>
    /// Returns the donor that a provider is: with the same name, or the only one of the same partner; null if there is
    /// none.
    /// </summary>
    private static DonorInput? DonorOf((string? Partner, string? Name) provider, IReadOnlyList<DonorInput> donors)
    {
        var ofPartner = donors.Where(donor => donor.Partner is not null && donor.Partner == provider.Partner).ToList();
        return donors.FirstOrDefault(donor => (donor.Partner, donor.Name) == provider)
            ?? (ofPartner.Count == 1 ? ofPartner[0] : null);
    }

    private static IReadOnlyList<DonorInput> Give(DonorInput donor, IReadOnlyDictionary<string, decimal> sums) =>
        [.. sums.Select(sum => donor with { Amount = sum.Value, Currency = sum.Key })];

    private (
        IReadOnlyDictionary<string, decimal> Sums,
        Dictionary<(string?, string?), Dictionary<string, decimal>>? Providers
    ) SumsOf(IatiActivity activity)
    {
        var nothing = Sum(
            activity,
            "budget",
            new ActivityBudgets(activity.Budgets).Current(diagnostics).Select(budget => budget.Money)
        );
        if (IsSomething(nothing))
            return (nothing, null);

        var (outgoing, incoming) = (Of(Kinds[0]), Of(Kinds[1]));
        var isIncoming = IsSomething(incoming.Sums) && !IsLess(incoming.Sums, outgoing.Sums);
        var commitments = isIncoming ? new[] { incoming } : [outgoing, incoming];
        foreach (var (transactions, sums) in commitments.Concat(Kinds.Skip(2).Select(Of)))
        {
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

            // If more is taken back from a provider than it gave, its sum is dropped. The amounts of the others would
            // then exceed the total, so none are assigned.
            var providers = byProvider.ToDictionary(
                group => group.Key!.Value,
                group => Sum(activity, "transaction", group.Select(transaction => transaction.Money))
            );
            return (sums, providers.Values.All(its => its.Count > 0) ? providers : null);
        }

        // The sum is zero if the file states only zeros.
        return (nothing, null);

        (List<Transaction> Transactions, Dictionary<string, decimal> Sums) Of(string[] kind)
        {
            var transactions = activity
                .Transactions.Where(one => kind.Contains(one.Type, StringComparer.OrdinalIgnoreCase))
                .ToList();
            return (transactions, Sum(activity, "transaction", transactions.Select(transaction => transaction.Money)));
        }
    }

    // Sums of different currencies cannot be compared.
    private static bool IsLess(Dictionary<string, decimal> one, Dictionary<string, decimal> other) =>
        one.Count == 1
        && other.Count == 1
        && one.Keys.Single() == other.Keys.Single()
        && one.Values.Single() < other.Values.Single();

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
                    $"{ValidationError.Quote(text)} is in {(money.Currency ?? activity.DefaultCurrency) switch
                    {
                        null => "no currency",
                        var given => $"{ValidationError.Quote(given)}, which is no code of ISO 4217",
                    }}; it is left out."
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
