using System.Globalization;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Data.Projects.Indexing;
using Adam.Domain.Projects;

namespace Adam.Data.Presence;

/// <summary>The key of a row of PresenceSum.</summary>
internal readonly record struct PresenceSumKey(int Dimensions, string Cell, string Partner);

/// <summary>The key of a row of PresenceAmountSum.</summary>
internal readonly record struct PresenceAmountKey(int Dimensions, string Cell, string Currency, int StartYear);

/// <summary>The numbers of a row of PresenceAmountSum.</summary>
internal readonly record struct PresenceAmounts(
    long Amounts,
    long Units,
    long TenThousandths,
    long GivenUnits,
    long GivenTenThousandths
)
{
    public static PresenceAmounts operator +(PresenceAmounts one, PresenceAmounts other) =>
        new(
            one.Amounts + other.Amounts,
            one.Units + other.Units,
            one.TenThousandths + other.TenThousandths,
            one.GivenUnits + other.GivenUnits,
            one.GivenTenThousandths + other.GivenTenThousandths
        );

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Amounts} amounts of {Units + (TenThousandths / 10_000m)}, "
                + $"given {GivenUnits + (GivenTenThousandths / 10_000m)}"
        );

    public PresenceAmounts Times(int sign) =>
        new(sign * Amounts, sign * Units, sign * TenThousandths, sign * GivenUnits, sign * GivenTenThousandths);
}

/// <summary>
/// The sums of some projects in all stored tables of presence. They contain the projects that everybody reads.
/// </summary>
internal sealed class PresenceSums
{
    /// <summary>Separates the values of a cell.</summary>
    public const char Separator = '\u0001';

    private readonly Dictionary<PresenceSumKey, long> _projects = [];
    private readonly Dictionary<PresenceAmountKey, PresenceAmounts> _amounts = [];

    /// <summary>The rows of PresenceSum whose number is not 0.</summary>
    public IEnumerable<(PresenceSumKey Key, long Projects)> Projects =>
        _projects
            .Where(row => row.Value != 0)
            .Select(row => (row.Key, row.Value))
            .OrderBy(row => row.Key.Dimensions)
            .ThenBy(row => row.Key.Cell, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Partner, StringComparer.Ordinal);

    /// <summary>The rows of PresenceAmountSum that have a number other than 0.</summary>
    public IEnumerable<(PresenceAmountKey Key, PresenceAmounts Amounts)> Amounts =>
        _amounts
            .Where(row => row.Value != default)
            .Select(row => (row.Key, row.Value))
            .OrderBy(row => row.Key.Dimensions)
            .ThenBy(row => row.Key.Cell, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Currency, StringComparer.Ordinal)
            .ThenBy(row => row.Key.StartYear);

    public void Add(string owner, ProjectDraft draft) => Add(owner, draft, 1);

    public void Subtract(string owner, ProjectDraft draft) => Add(owner, draft, -1);

    /// <summary>Adds the sums of other projects.</summary>
    public void Add(PresenceSums others)
    {
        foreach (var (key, projects) in others._projects)
            _projects[key] = _projects.GetValueOrDefault(key) + projects;
        foreach (var (key, amounts) in others._amounts)
            _amounts[key] = _amounts.GetValueOrDefault(key) + amounts;
    }

    private void Add(string owner, ProjectDraft draft, int sign)
    {
        if (draft.Status == ProjectStatus.Cancelled || draft.Visibility == Visibility.Restricted)
            return;

        var facets = Facet.FromDraft(owner, draft).ToLookup(facet => facet.Facet, facet => facet.Value);
        var partners = draft
            .Donors.Cast<IParticipant>()
            .Concat(draft.Implementers)
            .Select(participant => participant.Partner)
            .OfType<string>()
            .Append(owner)
            .Append("")
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var amounts = AmountIndexer.AmountsOf(draft).ToList();
        var given = AmountIndexer
            .DonorAmountsOf(draft)
            .ToDictionary(amount => ((string)amount[0], (string)amount[1]), amount => (long)amount[2]);
        var startDay = ProjectIndex.StartDay(draft.Period);
        var startYear = startDay == Database.UnknownStartDay ? 0 : DateOnly.FromDayNumber(startDay).Year;
        var years = YearsOf(startDay, ProjectIndex.LastActiveDay(draft.Period));
        foreach (var set in PresenceSet.All)
        {
            var donorPlace = set.Dimensions.ToList().IndexOf(PresenceDimension.Donor);
            foreach (var values in CellsOf(set, facets))
            {
                if (!set.HasYears)
                {
                    AddCell(set.Number, values, donorPlace, sign);
                    continue;
                }

                foreach (var (year, isOpen, change) in years)
                    AddCell(
                        isOpen ? set.NumberOfOpen : set.Number,
                        [.. values, year.ToString(CultureInfo.InvariantCulture)],
                        donorPlace,
                        sign * change
                    );
            }

            void AddCell(int number, IReadOnlyList<string> values, int donor, int times)
            {
                var cell = string.Join(Separator, values);
                foreach (var partner in partners)
                {
                    var key = new PresenceSumKey(number, cell, partner);
                    _projects[key] = _projects.GetValueOrDefault(key) + times;
                }

                foreach (var amount in amounts)
                {
                    var (currency, all) = ((string)amount[0], (long)amount[1]);
                    var key = new PresenceAmountKey(number, cell, currency, set.HasYears ? 0 : startYear);
                    var own = donor < 0 ? 0 : given.GetValueOrDefault((values[donor], currency));
                    var numbers = new PresenceAmounts(1, all / 10_000, all % 10_000, own / 10_000, own % 10_000);
                    _amounts[key] = _amounts.GetValueOrDefault(key) + numbers.Times(times);
                }
            }
        }
    }

    /// <summary>Returns the values of the cells of a project, without the year.</summary>
    private static IEnumerable<IReadOnlyList<string>> CellsOf(PresenceSet set, ILookup<string, string> facets) =>
        set
            .Dimensions.Where(dimension => dimension != PresenceDimension.Year)
            .Aggregate(
                (IEnumerable<IReadOnlyList<string>>)
                    [
                        [],
                    ],
                (cells, dimension) =>
                    cells.SelectMany(cell =>
                        facets[PresenceSet.FacetOf(dimension)].Select(value => (IReadOnlyList<string>)[.. cell, value])
                    )
            );

    /// <summary>
    /// Returns the changes of the number of projects by year. A project with an open end has only the year of its
    /// start, or none if that is unknown. A project with an unknown start has the year of its end.
    /// </summary>
    private static IReadOnlyList<(int Year, bool IsOpen, int Change)> YearsOf(int startDay, int lastDay)
    {
        var isUnknown = startDay == Database.UnknownStartDay;
        if (lastDay == Database.OpenDay)
            return isUnknown ? [] : [(DateOnly.FromDayNumber(startDay).Year, true, 1)];
        if (lastDay < 0)
            return [];

        var last = DateOnly.FromDayNumber(lastDay).Year;
        var first = isUnknown ? last : DateOnly.FromDayNumber(startDay).Year;
        return first > last ? [] : [(first, false, 1), (last + 1, false, -1)];
    }
}
