using System.Text.Json.Serialization;
using Adam.Data.Databases;
using Adam.Data.Overlaps.Verdicts;
using Adam.Data.Partners;
using Adam.Data.Projects;

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
}

/// <param name="By">The dimensions, each once, in the order of the result; at least one.</param>
/// <param name="Filter">The projects to count; cancelled ones never count.</param>
/// <param name="ThisYear">The year up to which an open end counts.</param>
public sealed record PresenceQuery(IReadOnlyList<PresenceDimension> By, ProjectFilter Filter, int ThisYear);

/// <summary>One cell of the table. A cell counts the whole of each of its projects, so cells do not add up.</summary>
/// <param name="Values">The value of each dimension: a code, a year, or the name of an organisation outside the
/// partnership.</param>
/// <param name="Partners">The number of partners with any part in these projects.</param>
/// <param name="WithoutDuplicates">The figures with duplicates counted once; null if no two projects of the cell are
/// duplicates of each other.</param>
public sealed record PresenceCell(
    IReadOnlyList<string> Values,
    long Projects,
    long Partners,
    IReadOnlyList<CurrencyAmount> Amounts,
    PresenceWithoutDuplicates? WithoutDuplicates = null
)
{
    /// <summary>
    /// Compares this cell with the cell of these values in the order of the table: ordinally, dimension by dimension.
    /// Returns a negative number, zero or a positive number.
    /// </summary>
    public int CompareTo(IReadOnlyList<string> values) =>
        Values.Zip(values, string.CompareOrdinal).FirstOrDefault(difference => difference != 0);
}

/// <summary>
/// The figures of a cell in which projects with a <c>duplicate</c> verdict count once. A stale verdict is ignored.
/// </summary>
/// <param name="Amounts">
/// The largest amount of such projects, in each currency. Amounts in different currencies cannot be known to be the
/// same money, so both are counted.
/// </param>
public sealed record PresenceWithoutDuplicates(long Projects, IReadOnlyList<CurrencyAmount> Amounts);

/// <param name="Cells">The cells in ordinal order of their values.</param>
/// <param name="Totals">The totals, in which each project counts once; it has no values.</param>
public sealed record PresenceTable(IReadOnlyList<PresenceCell> Cells, PresenceCell Totals);

public sealed class PresenceStore(Database database)
{
    public Task<PresenceTable> QueryPresenceAsync(PresenceQuery question, CancellationToken ct) =>
        database.InReadTransactionAsync<PresenceTable>(
            async session =>
            {
                var cells = await session.QueryAsync(PresenceSql.Cells(question), ct);
                var amounts = (
                    await session.QueryAsync(PresenceSql.CellAmounts(session.Dialect, question), ct)
                ).ToLookup(row => row.Key, row => row.Amount);
                var totals = (await session.QueryAsync(PresenceSql.Totals(question), ct))[0];
                var totalAmounts = await session.QueryAsync(PresenceSql.TotalAmounts(session.Dialect, question), ct);
                var groups = await DuplicateGroups.ReadAsync(session, ct);
                var (doubles, totalDoubles) = (
                    await DuplicateCorrectionsAsync(session, question, question.By, groups, ct),
                    await DuplicateCorrectionsAsync(session, question, [], groups, ct)
                );
                var names = await NamesAsync(session, question, cells, ct);

                return new(
                    [
                        .. cells
                            .Select(row =>
                                Cell(
                                    [
                                        .. row.Values(question.By.Count)
                                            .Zip(
                                                question.By,
                                                (value, dimension) =>
                                                    IsWho(dimension) ? names.GetValueOrDefault(value, value) : value
                                            ),
                                    ],
                                    row,
                                    amounts[row.Key],
                                    doubles[row.Key]
                                )
                            )
                            .Order(Comparer<PresenceCell>.Create((one, other) => one.CompareTo(other.Values))),
                    ],
                    Cell([], totals, totalAmounts.Select(row => row.Amount), totalDoubles[totals.Key])
                );
            },
            ct
        );

    /// <summary>Returns the corrections for duplicates, by the key of the cell.</summary>
    private static async Task<ILookup<string, DuplicateCorrection>> DuplicateCorrectionsAsync(
        Session session,
        PresenceQuery question,
        IReadOnlyList<PresenceDimension> by,
        DuplicateGroups groups,
        CancellationToken ct
    )
    {
        var own =
            groups.Projects.Count == 0
                ? []
                : await session.QueryAsync(PresenceSql.OwnAmounts(session.Dialect, question, by, groups.Projects), ct);
        return own.GroupBy(row => (row.Key, Group: groups.GroupOf(row.ProjectId)))
            .Select(group =>
                (
                    group.Key.Key,
                    Double: new DuplicateCorrection(
                        group.Select(row => row.ProjectId).Distinct().Count() - 1,
                        group
                            .Where(row => row.Currency.Length > 0)
                            .GroupBy(row => row.Currency, row => row.Amount.Amount)
                            .ToDictionary(amounts => amounts.Key, amounts => amounts.Sum() - amounts.Max())
                    )
                )
            )
            .Where(item => item.Double.Projects > 0)
            .ToLookup(item => item.Key, item => item.Double);
    }

    private static PresenceCell Cell(
        IReadOnlyList<string> values,
        PresenceRow row,
        IEnumerable<CurrencyAmount> amounts,
        IEnumerable<DuplicateCorrection> doubles
    )
    {
        var (raw, twice) = (Sorted(amounts), doubles.ToList());
        return new(
            values,
            row.Projects,
            row.Partners,
            raw,
            twice.Count == 0
                ? null
                : new(
                    row.Projects - twice.Sum(one => one.Projects),
                    [
                        .. raw.Select(amount =>
                            amount with
                            {
                                Amount =
                                    amount.Amount - twice.Sum(one => one.Amounts.GetValueOrDefault(amount.Currency)),
                            }
                        ),
                    ]
                )
        );
    }

    private static CurrencyAmount[] Sorted(IEnumerable<CurrencyAmount> amounts) =>
        [.. amounts.OrderBy(amount => amount.Currency, StringComparer.Ordinal)];

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

    /// <summary>The number of projects and the amounts of a cell that are counted twice.</summary>
    private sealed record DuplicateCorrection(int Projects, IReadOnlyDictionary<string, decimal> Amounts);
}
