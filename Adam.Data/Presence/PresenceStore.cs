using System.Text.Json.Serialization;
using Adam.Data.Databases;
using Adam.Data.ExchangeRates;
using Adam.Data.Projects;
using Adam.Domain.ExchangeRates;

namespace Adam.Data.Presence;

/// <summary>The dimensions of presence.</summary>
public enum PresenceDimension
{
    Country = 1,
    Pillar = 2,

    /// <summary>Any part: owner, donor or implementer.</summary>
    Partner = 3,

    Donor = 4,
    Implementer = 5,

    /// <summary>Has the name of the filter.</summary>
    [JsonStringEnumMemberName("activityType")]
    ActivityType = 6,

    Status = 7,
    Year = 8,

    /// <summary>
    /// Goals and targets of the Sustainable Development Goals: those of the pillars and the additional ones.
    /// </summary>
    [JsonStringEnumMemberName("sdgTarget")]
    SdgTarget = 9,
}

/// <summary>The figures of a table beside the number of projects.</summary>
[Flags]
public enum PresenceFigures
{
    None = 0,
    Partners = 1,
    Amounts = 2,

    /// <summary>The amounts of the donor of each cell, if donor is a dimension; also converted.</summary>
    Given = 4,

    /// <summary>The amounts in the requested currency, if one is requested.</summary>
    Converted = 8,

    WithoutDuplicates = 16,
    All = Partners | Amounts | Given | Converted | WithoutDuplicates,
}

/// <param name="By">The dimensions, each once, in the order of the result; at least one.</param>
/// <param name="Filter">The projects to count; cancelled ones never count.</param>
/// <param name="ThisYear">The year up to which an open end counts.</param>
/// <param name="Currency">The currency to which amounts are converted; null for none.</param>
public sealed record PresenceQuery(
    IReadOnlyList<PresenceDimension> By,
    ProjectFilter Filter,
    int ThisYear,
    string? Currency = null
)
{
    /// <summary>The figures to count. The others are 0, empty or null in the result.</summary>
    public PresenceFigures Figures { get; init; } = PresenceFigures.All;

    /// <summary>True if the currency is requested, and the amounts in it.</summary>
    internal bool Converts => Currency is not null && Figures.HasFlag(PresenceFigures.Converted);

    /// <summary>True if a figure is computed from the amounts of the projects.</summary>
    internal bool NeedsAmounts =>
        Converts || (Figures & (PresenceFigures.Amounts | PresenceFigures.WithoutDuplicates)) != 0;

    /// <summary>True if a figure is computed from the amounts of the donor of each cell.</summary>
    internal bool NeedsGiven => By.Contains(PresenceDimension.Donor) && Figures.HasFlag(PresenceFigures.Given);

    /// <summary>The condition that the queries start from.</summary>
    internal ProjectLead Lead { get; init; } = ProjectLead.Usual(ProjectConditions.For(Filter));
}

/// <summary>One cell of the table. A cell counts the whole of each of its projects, so cells do not add up.</summary>
/// <param name="Values">The value of each dimension: a code, a year, or the name of an organisation outside the
/// partnership.</param>
/// <param name="Partners">The number of partners with any part in these projects.</param>
/// <param name="WithoutDuplicates">
/// The figures in which money that is known to be the same counts once; null if none of the cell's money is.
/// </param>
public sealed record PresenceCell(
    IReadOnlyList<string> Values,
    long Projects,
    long Partners,
    IReadOnlyList<CurrencyAmount> Amounts,
    PresenceWithoutDuplicates? WithoutDuplicates = null
)
{
    /// <summary>
    /// The amounts that the donor of the cell gives to its projects, by currency; null if donor is no dimension. If
    /// year is one, the part of the year: an amount is spread evenly over the days of its project.
    /// </summary>
    public IReadOnlyList<CurrencyAmount>? Given { get; init; }

    /// <summary>The amounts in the requested currency; null if none is requested.</summary>
    public ConvertedAmounts? Converted { get; init; }

    /// <summary>
    /// Compares this cell with the cell of these values in the order of the table: ordinally, dimension by dimension.
    /// Returns a negative number, zero or a positive number.
    /// </summary>
    public int CompareTo(IReadOnlyList<string> values)
    {
        for (var place = 0; place < Values.Count; place++)
        {
            if (string.CompareOrdinal(Values[place], values[place]) is not 0 and var difference)
                return difference;
        }

        return 0;
    }
}

/// <summary>
/// The figures of a cell in which money that is known to be the same counts once: projects with a <c>duplicate</c>
/// verdict that is not stale, and components that both records declare as child and parent.
/// </summary>
/// <param name="Projects">
/// The number of projects, with duplicates counted once. Components are projects of their own.
/// </param>
/// <param name="Amounts">
/// Of duplicates, the largest amount in each currency; of a parent and its components, the larger of the parent's
/// amount and the sum of the components. Amounts in different currencies cannot be known to be the same money, so both
/// are counted.
/// </param>
public sealed record PresenceWithoutDuplicates(long Projects, IReadOnlyList<CurrencyAmount> Amounts);

/// <param name="Cells">The cells in ordinal order of their values.</param>
/// <param name="Totals">The totals, in which each project counts once; it has no values.</param>
/// <param name="Rates">The rates that converted amounts; empty if no currency is requested.</param>
public sealed record PresenceTable(
    IReadOnlyList<PresenceCell> Cells,
    PresenceCell Totals,
    IReadOnlyList<ExchangeRate> Rates
);

/// <summary>
/// Queries presence: from sums that each write maintains, or counted over the projects that meet the filter.
/// </summary>
public sealed class PresenceStore(Database database)
{
    /// <summary>False to count each table, for tests.</summary>
    internal bool UsesSums { get; init; } = true;

    /// <summary>The number of projects from which on a table is counted from the values of all projects.</summary>
    internal int Many { get; init; } = CountedProjects.Many;

    public Task<PresenceTable> QueryPresenceAsync(PresenceQuery question, CancellationToken ct) =>
        database.InReadTransactionAsync<PresenceTable>(
            async session =>
            {
                var numbers =
                    UsesSums
                    && SummedPresence.For(question) is { } sums
                    // The sums do not contain restricted projects.
                    && await session.FirstAsync(ProjectSql.SeesRestricted, ct) == 0
                        ? await sums.ReadAsync(session, ct)
                        : await CountAsync(session, question, ct);
                var (corrections, totalCorrections) = await CorrectionsAsync(session, question, ct);
                var converter = question.Converts
                    ? new AmountConverter(question.Currency!, await ExchangeRateStore.ReadAsync(session, ct))
                    : null;
                var names = await NamesAsync(session, question, numbers.Cells, ct);

                return new(
                    [
                        .. numbers
                            .Cells.Select(row =>
                                new PresenceCellBuilder(question, question.By, row, converter)
                                {
                                    Amounts = numbers.Amounts[row.Key],
                                    Given = numbers.Given?[row.Key],
                                    Correction = corrections.GetValueOrDefault(row.Key),
                                }.Build(Values(question, row, names))
                            )
                            .Order(Comparer<PresenceCell>.Create((one, other) => one.CompareTo(other.Values))),
                    ],
                    new PresenceCellBuilder(question, [], numbers.Totals, converter)
                    {
                        Amounts = numbers.TotalAmounts[numbers.Totals.Key],
                        Correction = totalCorrections.GetValueOrDefault(numbers.Totals.Key),
                    }.Build([]),
                    converter?.Rates ?? []
                );
            },
            ct
        );

    /// <summary>Counts a table over the projects that meet its filter.</summary>
    private async Task<PresenceNumbers> CountAsync(Session session, PresenceQuery question, CancellationToken ct)
    {
        question = question with { Lead = await ProjectConditions.ChooseAsync(session, question.Filter, ct) };
        if (CellCounts.Fit(question))
            return await CellCounts.ReadAsync(session, question, Many, ct);

        return new(
            await session.QueryAsync(PresenceSql.Cells(question), ct),
            (await session.QueryAsync(PresenceSql.Totals(question), ct))[0],
            await AmountsAsync(session, question, question.By, ct),
            await AmountsAsync(session, question, [], ct),
            question.NeedsGiven
                ? (await session.QueryAsync(PresenceSql.GivenAmounts(session.Dialect, question), ct)).ToLookup(row =>
                    row.Key
                )
                : null
        );
    }

    private static async Task<ILookup<string, PresenceAmountRow>> AmountsAsync(
        Session session,
        PresenceQuery question,
        IReadOnlyList<PresenceDimension> by,
        CancellationToken ct
    ) =>
        (
            question.NeedsAmounts
                ? await session.QueryAsync(PresenceSql.CellAmounts(session.Dialect, question, by), ct)
                : []
        ).ToLookup(row => row.Key);

    /// <summary>Returns the corrections of the cells and those of the totals.</summary>
    private static async Task<(
        IReadOnlyDictionary<string, MoneyCorrection> Cells,
        IReadOnlyDictionary<string, MoneyCorrection> Totals
    )> CorrectionsAsync(Session session, PresenceQuery question, CancellationToken ct)
    {
        if (!question.Figures.HasFlag(PresenceFigures.WithoutDuplicates))
            return (new Dictionary<string, MoneyCorrection>(), new Dictionary<string, MoneyCorrection>());

        var once = await MoneyCountedOnce.ReadAsync(session, ct);
        return (
            await CorrectionsAsync(session, question, question.By, once, ct),
            await CorrectionsAsync(session, question, [], once, ct)
        );
    }

    /// <summary>Returns the corrections for money that is counted twice, by the key of the cell.</summary>
    private static async Task<IReadOnlyDictionary<string, MoneyCorrection>> CorrectionsAsync(
        Session session,
        PresenceQuery question,
        IReadOnlyList<PresenceDimension> by,
        MoneyCountedOnce once,
        CancellationToken ct
    )
    {
        var own =
            once.Projects.Count == 0
                ? []
                : await session.QueryAsync(PresenceSql.OwnAmounts(session.Dialect, question, by, once.Projects), ct);
        return own.GroupBy(row => row.Key, StringComparer.Ordinal)
            .Select(cell => (cell.Key, Correction: once.Correct(cell)))
            .Where(cell => cell.Correction is not null)
            .ToDictionary(cell => cell.Key, cell => cell.Correction!, StringComparer.Ordinal);
    }

    private static IReadOnlyList<string> Values(
        PresenceQuery question,
        PresenceRow row,
        IReadOnlyDictionary<string, string> names
    ) =>
        [
            .. row.Values(question.By.Count)
                .Zip(
                    question.By,
                    (value, dimension) => IsWho(dimension) ? names.GetValueOrDefault(value, value) : value
                ),
        ];

    /// <summary>Returns the names of organisations outside the partnership, by the keys in the cells.</summary>
    private static Task<IReadOnlyDictionary<string, string>> NamesAsync(
        Session session,
        PresenceQuery question,
        IReadOnlyList<PresenceRow> cells,
        CancellationToken ct
    ) =>
        OrganisationNames.ReadAsync(
            session,
            question.By.SelectMany(
                (dimension, index) => IsWho(dimension) ? cells.Select(row => row.Values(question.By.Count)[index]) : []
            ),
            ct
        );

    private static bool IsWho(PresenceDimension dimension) =>
        dimension is PresenceDimension.Donor or PresenceDimension.Implementer or PresenceDimension.Partner;
}
