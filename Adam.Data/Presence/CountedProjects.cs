using System.Globalization;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Presence;

/// <summary>
/// The projects of a table that is counted, by places from 0 on, with the values that it counts. If the filter leaves
/// few of them, their values are looked up. Otherwise the values of all projects are read in the order of their index,
/// one row for each value, which takes a tenth of the time.
/// </summary>
internal sealed class CountedProjects
{
    /// <summary>The number of projects from which on the values of all projects are read.</summary>
    internal const int Many = 5_000;

    private static readonly string[] Years =
    [
        .. Enumerable
            .Range(Database.FirstYear, Database.LastYear - Database.FirstYear + 1)
            .Select(year => year.ToString(CultureInfo.InvariantCulture)),
    ];

    private readonly Session _session;
    private readonly PresenceQuery _question;
    private readonly bool _areMany;
    private readonly List<int> _places = [];
    private readonly List<(int Start, int End)> _days = [];

    private CountedProjects(Session session, PresenceQuery question, bool areMany) =>
        (_session, _question, _areMany) = (session, question, areMany);

    public int Count => _days.Count;

    /// <summary>The days of the period of each project, as in ProjectFacet.</summary>
    public IReadOnlyList<(int Start, int End)> Days => _days;

    /// <param name="many">The number of projects from which on the values of all projects are read.</param>
    public static async Task<CountedProjects> ReadAsync(
        Session session,
        PresenceQuery question,
        int many,
        CancellationToken ct
    )
    {
        var filter = question.Filter;
        var areMany = await ProjectConditions.AreCommonAsync(session, filter, many, ct);
        var projects = new CountedProjects(session, question, areMany);
        if (!areMany)
        {
            foreach (var row in await session.QueryAsync(PresenceSql.Periods(question), ct))
                projects.Add((int)row.ProjectId, (row.StartDay, row.EndDay));
            return projects;
        }

        // A condition on a facet is tested in memory: for each project, the database would look up each of its values.
        var facets = new List<List<bool>>();
        foreach (var (facet, values) in filter.Facets.Where(condition => !projects.IsTestedByValues(condition.Facet)))
            facets.Add(await WithAsync(facet, values));
        var cancelled = await WithAsync(Facet.Status, [ProjectIndex.CodeOf(ProjectStatus.Cancelled)]);
        var others = filter.WithoutFacets();
        var all = question with { Filter = others, Lead = await ProjectConditions.ChooseAsync(session, others, ct) };
        foreach (var (id, days) in await AllAsync())
        {
            if (projects.PlaceOf(id) < 0 && facets.TrueForAll(Has(id)) && !Has(id)(cancelled))
                projects.Add(id, days);
        }

        return projects;

        async Task<List<bool>> WithAsync(string facet, IReadOnlyList<string> values)
        {
            var has = new List<bool>();
            var rows = await session.QueryAsync(PresenceSql.AllWith(session.Dialect, facet, values), ct);
            foreach (var id in rows.SelectMany(row => Ids(row.Projects)))
                Set(has, id, true, unset: false);
            return has;
        }

        // Only years and conversions need days.
        async Task<IEnumerable<(int Id, (int, int) Days)>> AllAsync() =>
            question.Converts || question.By.Contains(PresenceDimension.Year)
                ? (await session.QueryAsync(PresenceSql.AllPeriods(session.Dialect, all), ct)).SelectMany(row =>
                    Periods(row.Periods)
                )
                : (await session.QueryAsync(PresenceSql.All(session.Dialect, all), ct))
                    .SelectMany(row => Ids(row.Projects))
                    .Select(id => (id, (0, 0)));

        static Predicate<List<bool>> Has(int id) => has => id < has.Count && has[id];
    }

    /// <summary>
    /// Returns true if only projects with a value of a dimension meet the filter, because its values are restricted by
    /// one condition. Of several, a project may meet each by another value. If many projects are counted, some without
    /// a value are among them.
    /// </summary>
    public bool NeedsValue(PresenceDimension dimension) =>
        dimension != PresenceDimension.Year
        && _question.Filter.Facets.Count(condition => condition.Facet == PresenceSet.FacetOf(dimension)) == 1;

    private bool IsTestedByValues(string facet) =>
        _question.By.Any(dimension => NeedsValue(dimension) && PresenceSet.FacetOf(dimension) == facet);

    /// <summary>Returns the values of a dimension.</summary>
    public async Task<ProjectValues> ValuesAsync(PresenceDimension dimension, CancellationToken ct) =>
        dimension == PresenceDimension.Year
            ? ProjectValues.Create(Count, _days.SelectMany((_, place) => YearsOf(place).Select(year => (place, year))))
        : _areMany
            ? Listed(
                await _session.QueryAsync(PresenceSql.AllValues(_session.Dialect, _question.Filter, dimension), ct)
            )
        : Looked(await _session.QueryAsync(PresenceSql.Values(_question, dimension), ct));

    /// <summary>Returns the partners with any part in the projects.</summary>
    public async Task<ProjectValues> PartnersAsync(CancellationToken ct) =>
        _areMany
            ? Listed(await _session.QueryAsync(PresenceSql.AllParts(_session.Dialect), ct))
            : Looked(await _session.QueryAsync(PresenceSql.Parts(_question), ct));

    /// <summary>Returns the amounts of the projects by currency.</summary>
    public async Task<ProjectAmounts> AmountsAsync(CancellationToken ct) =>
        _areMany
            ? Listed(await _session.QueryAsync(PresenceSql.AllAmounts(_session.Dialect), ct))
            : Looked(await _session.QueryAsync(PresenceSql.ProjectAmounts(_session.Dialect, _question), ct));

    /// <summary>Returns the amounts that each donor gives to the projects, by currency.</summary>
    public async Task<ProjectAmounts> DonorAmountsAsync(CancellationToken ct) =>
        _areMany
            ? Listed(await _session.QueryAsync(PresenceSql.AllDonorAmounts(_session.Dialect), ct))
            : Looked(await _session.QueryAsync(PresenceSql.DonorAmounts(_session.Dialect, _question), ct));

    private void Add(int id, (int Start, int End) days)
    {
        Set(_places, id, Count, unset: -1);
        _days.Add(days);
    }

    private ProjectValues Looked(IEnumerable<PresenceValueRow> rows) =>
        ProjectValues.Create(Count, rows.Select(row => (PlaceOf(row.ProjectId), row.Value)));

    private ProjectValues Listed(IEnumerable<PresenceListRow> rows) =>
        ProjectValues.Create(
            Count,
            rows.SelectMany(row => Ids(row.Projects), (row, id) => (Place: PlaceOf(id), row.Value))
                .Where(one => one.Place >= 0)
        );

    private ProjectAmounts Looked(IEnumerable<PresenceProjectAmountRow> rows) =>
        ProjectAmounts.Create(
            Count,
            [
                .. rows.Select(row =>
                    (PlaceOf(row.ProjectId), new ProjectAmount(row.Donor, row.Currency, row.TenThousandths))
                ),
            ]
        );

    private ProjectAmounts Listed(IEnumerable<PresenceAmountListRow> rows)
    {
        var amounts = new List<(int Place, ProjectAmount Amount)>();
        var currencies = new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<
            ReadOnlySpan<char>
        >();
        foreach (var row in rows)
        {
            foreach (var one in row.Amounts.AsSpan().Split(','))
            {
                // An empty list has one part, which is empty.
                var item = row.Amounts.AsSpan(one);
                var (first, last) = (item.IndexOf(':'), item.LastIndexOf(':'));
                if (first < 0)
                    continue;

                var place = PlaceOf(long.Parse(item[..first], CultureInfo.InvariantCulture));
                if (place < 0)
                    continue;

                var code = item[(first + 1)..last];
                if (!currencies.TryGetValue(code, out var currency))
                    currencies[code] = currency = code.ToString();
                var number = long.Parse(item[(last + 1)..], CultureInfo.InvariantCulture);
                amounts.Add((place, new(row.Donor, currency, number)));
            }
        }

        return ProjectAmounts.Create(Count, amounts);
    }

    /// <summary>Returns the place of a project; -1 if it is none of those that are counted.</summary>
    private int PlaceOf(long id) => id < _places.Count ? _places[(int)id] : -1;

    /// <summary>Returns the projects of a list with their days.</summary>
    private static IEnumerable<(int Id, (int, int) Days)> Periods(string? list)
    {
        for (var start = 0; start < list?.Length; )
        {
            var end = list.IndexOf(',', start) is >= 0 and var comma ? comma : list.Length;
            var item = list.AsSpan(start, end - start);
            var (first, last) = (item.IndexOf(':'), item.LastIndexOf(':'));
            yield return (Number(item[..first]), (Number(item[(first + 1)..last]), Number(item[(last + 1)..])));
            start = end + 1;
        }

        static int Number(ReadOnlySpan<char> text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    // Ids are given in ascending order, so that a list by id has few gaps.
    private static void Set<T>(List<T> byId, int id, T value, T unset)
    {
        while (byId.Count <= id)
            byId.Add(unset);
        byId[id] = value;
    }

    /// <summary>Returns the ids of a list: whole numbers with commas between.</summary>
    private static IEnumerable<int> Ids(string? list)
    {
        if (list is null)
            yield break;

        var id = 0;
        foreach (var character in list)
        {
            if (character == ',')
            {
                yield return id;
                id = 0;
            }
            else
                id = (id * 10) + character - '0';
        }

        yield return id;
    }

    /// <summary>
    /// Returns the years of a project within the requested window, by the rules of <see cref="PresenceSql.Cells"/>.
    /// </summary>
    private IEnumerable<string> YearsOf(int place)
    {
        var (startDay, end) = _days[place];
        var start = startDay < 0 ? end : startDay;
        // Without a start and an end, no year is known.
        if (end < 0 || start == Database.OpenDay)
            yield break;

        var first = DateOnly.FromDayNumber(start).Year;
        var last = end == Database.OpenDay ? Math.Max(_question.ThisYear, first) : DateOnly.FromDayNumber(end).Year;
        first = Math.Max(first, Math.Max(Database.FirstYear, _question.Filter.ActiveFrom?.Year ?? 0));
        last = Math.Min(last, Math.Min(Database.LastYear, _question.Filter.ActiveTo?.Year ?? int.MaxValue));
        for (var year = first; year <= last; year++)
            yield return Years[year - Database.FirstYear];
    }
}
