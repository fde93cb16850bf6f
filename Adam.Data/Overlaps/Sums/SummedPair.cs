using Adam.Data.Databases;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Sums;

/// <summary>A stored pair with everything that sums contain of it.</summary>
internal sealed record SummedPair(
    SummedPairRow Row,
    IReadOnlyList<string> Countries,
    SummedProject First,
    SummedProject Second
)
{
    /// <summary>
    /// The smaller amount of the two projects in each currency that both have: what could be spent twice. Empty if the
    /// two, by their kind, do not spend the same money.
    /// </summary>
    public IReadOnlyList<(string Currency, long Units, long TenThousandths)> SmallerAmounts { get; } =
        OverlapClassifier.MaySpendTheSame((OverlapKind)Row.Kind)
            ?
            [
                .. from one in First.Amounts
                where Second.Amounts.ContainsKey(one.Key)
                let other = Second.Amounts[one.Key]
                let smaller = one.Value.CompareTo(other) < 0 ? one.Value : other
                select (one.Key, smaller.Units, smaller.TenThousandths),
            ]
            : [];
}

/// <summary>The values of a project that sums contain.</summary>
/// <param name="Owner">The key of the owner.</param>
/// <param name="Amounts">The amounts by currency, in units and ten-thousandths.</param>
internal sealed record SummedProject(
    string Owner,
    IReadOnlyList<SummedDonorRow> Donors,
    IReadOnlyDictionary<string, (long Units, long TenThousandths)> Amounts
)
{
    /// <summary>The keys of the owner and the donors; a partner that is both is in it twice.</summary>
    public IEnumerable<string> Partners => Donors.Select(donor => donor.Donor).Prepend(Owner);

    /// <summary>Returns the stored values of some projects.</summary>
    public static async Task<IReadOnlyDictionary<long, SummedProject>> ReadAsync(
        Session session,
        IReadOnlyCollection<long> projects,
        CancellationToken ct
    )
    {
        if (projects.Count == 0)
            return new Dictionary<long, SummedProject>();

        var ids = JsonRowSet.FromIds(projects);
        var owners = (await session.QueryAsync(OverlapSumSql.Owners, new(ids), ct)).ToDictionary(row => row.ProjectId);
        var donors = (await session.QueryAsync(OverlapSumSql.Donors, new(ids), ct)).ToLookup(row => row.ProjectId);
        var amounts = (await session.QueryAsync(OverlapSumSql.Amounts, new(ids), ct)).ToLookup(row => row.ProjectId);
        return projects.ToDictionary(
            id => id,
            id => new SummedProject(
                // A withdrawn project has no rows, and no pairs.
                owners.TryGetValue(id, out var row)
                    ? row.Owner
                    : "",
                [.. donors[id]],
                amounts[id].ToDictionary(row => row.Currency, row => ((long)row.Units, row.TenThousandths))
            )
        );
    }
}

internal sealed record SummedPairRow
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }
    public int Kind { get; init; }

    /// <summary>The number of the verdict; 0 for none, <see cref="Stale"/> for a stale one.</summary>
    public int Verdict { get; init; }

    public int StartDay { get; init; }
    public int Days { get; init; }
    public int Pillars { get; init; }
    public long FoundMicros { get; init; }

    public PairOfIds Key => new() { FirstId = FirstId, SecondId = SecondId };

    /// <summary>The number of a stale verdict, whatever it says.</summary>
    public const int Stale = 5;
}

internal sealed record SummedCountryRow
{
    public long FirstId { get; init; }
    public long SecondId { get; init; }
    public string Country { get; init; } = "";
}

internal sealed record SummedOwnerRow
{
    public long ProjectId { get; init; }
    public string Owner { get; init; } = "";
}

/// <summary>A donor of a project, with the days of the project.</summary>
internal sealed record SummedDonorRow
{
    public long ProjectId { get; init; }
    public string Donor { get; init; } = "";
    public int StartDay { get; init; }
    public int EndDay { get; init; }

    /// <summary>
    /// The first and the last month, counted from January of year 0; null if the start is unknown. An open end counts
    /// as in rankings.
    /// </summary>
    public (int From, int To)? Months
    {
        get
        {
            if (StartDay < 0)
                return null;

            var start = DateOnly.FromDayNumber(StartDay);
            var end =
                EndDay == Database.OpenDay ? start.AddYears(Period.YearsOfOpenEnd) : DateOnly.FromDayNumber(EndDay);
            return (MonthOf(start), MonthOf(end));
        }
    }

    private static int MonthOf(DateOnly day) => (day.Year * 12) + day.Month - 1;
}

internal sealed record SummedAmountRow
{
    public long ProjectId { get; init; }
    public string Currency { get; init; } = "";
    public decimal Units { get; init; }
    public long TenThousandths { get; init; }
}
