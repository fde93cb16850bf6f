using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>
/// The row of a summary that a count or an amount belongs to. A dimension that was not requested is null.
/// </summary>
internal abstract record SummaryKey
{
    public string? Country { get; init; }
    public string? Pillar { get; init; }
    public string? Donor { get; init; }
    public string? OtherDonor { get; init; }
    public int? Year { get; init; }
    public string? Partner { get; init; }
    public string? OtherPartner { get; init; }
    public string? FoundMonth { get; init; }

    public string Key =>
        string.Join('\u0001', Country, Pillar, Donor, OtherDonor, Year, Partner, OtherPartner, FoundMonth);

    /// <summary>The keys of organisations that the row names.</summary>
    public IEnumerable<string?> Organisations => [Donor, OtherDonor, Partner, OtherPartner];
}

/// <summary>The counts of a row.</summary>
internal sealed record SummaryRow : SummaryKey
{
    public long Overlaps { get; init; }
    public long Undecided { get; init; }
    public long Days { get; init; }

    public OverlapSummaryRow ToRow(IReadOnlyDictionary<string, string> names, IEnumerable<CurrencyAmount> amounts)
    {
        return new(
            Country,
            Pillar is null ? null : (Pillar)CodeListCatalog.Pillars.Find(Pillar)!.Number!,
            Named(Donor, OtherDonor),
            Year,
            Named(Partner, OtherPartner),
            FoundMonth,
            Overlaps,
            Undecided,
            Days,
            [.. amounts.OrderBy(amount => amount.Currency, StringComparer.Ordinal)]
        );

        IReadOnlyList<string>? Named(string? one, string? other) =>
            one is null ? null : [names.GetValueOrDefault(one, one), names.GetValueOrDefault(other!, other!)];
    }
}

/// <summary>The amount of a row in one currency.</summary>
internal sealed record SummaryAmountRow : SummaryKey
{
    public string Currency { get; init; } = "";
    public decimal Units { get; init; }
    public long TenThousandths { get; init; }

    public CurrencyAmount ToAmount() => CurrencyAmount.FromParts(Currency, Units, TenThousandths);
}

/// <summary>A donor with the period of a project that it pays for.</summary>
internal sealed record SummaryDonorRow
{
    public string Donor { get; init; } = "";
    public int StartDay { get; init; }
    public int EndDay { get; init; }

    /// <summary>The first and the last month, counted from January of year 0.</summary>
    public (int From, int To) Months
    {
        get
        {
            var start = DateOnly.FromDayNumber(StartDay);
            var end =
                EndDay == Database.OpenDay ? start.AddYears(Period.YearsOfOpenEnd) : DateOnly.FromDayNumber(EndDay);
            return (MonthOf(start), MonthOf(end));
        }
    }

    private static int MonthOf(DateOnly day) => (day.Year * 12) + day.Month - 1;
}
