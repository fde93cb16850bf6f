using System.Globalization;
using System.Text.Json;
using Adam.Data.Overlaps.Report;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using CsCheck;

namespace Adam.Tests.Presence;

/// <summary>Compares presence tables with counts over the projects in memory.</summary>
public sealed class PresencePropertyTests(string engine) : RegisterTests(engine)
{
    private const int ThisYear = 2023;

    private static readonly Gen<ProjectFilter> Filter = Gen.OneOf<ProjectFilter>(
        new ProjectFilter(),
        new ProjectFilter { Countries = ["SO", "AF"] },
        new ProjectFilter
        {
            Countries = ["SO"],
            RouteCountries = ["SO", "UZ"],
            Statuses = [ProjectStatus.Closed, ProjectStatus.Cancelled],
        },
        new ProjectFilter
        {
            Donors = ["US"],
            ActiveFrom = new(2021, 1, 1),
            ActiveTo = new(2022, 12, 31),
        },
        new ProjectFilter
        {
            Partners = ["US", "UNODC"],
            Countries = ["SO", "AF", "NE"],
            ActiveFrom = new(2020, 3, 1),
        }
    );

    // The values of few projects are looked up, those of many are read whole.
    private static readonly Gen<int> Many = Gen.OneOf(0, 5, int.MaxValue);

    [Test]
    public async Task Presence_equals_counting_by_hand()
    {
        await Gen.Select(
                RandomRegister.Drafts,
                RandomRegister.Some(3, Enum.GetValues<PresenceDimension>()),
                Filter,
                Many
            )
            .SampleAsync(
                async (drafts, by, filter, many) =>
                {
                    await Register.ResetAsync();
                    var projects = (await Register.RecordAsync(drafts))
                        .Where(project => project.Draft.Status != ProjectStatus.Cancelled && Passes(filter, project))
                        .ToList();
                    var expected = projects
                        .SelectMany(project =>
                            Cells(by, filter, project).Select(cell => (Cell: cell, Project: project))
                        )
                        .GroupBy(item => item.Cell, item => item.Project)
                        .Select(cell => Line(cell.Key, [.. cell]) + Given(by, cell.Key, [.. cell]));

                    var table = await new PresenceStore(Register.Database) { Many = many }.QueryPresenceAsync(
                        new(by, filter, ThisYear),
                        default
                    );
                    Assert.That(
                        table.Cells.Select(cell =>
                            Line(
                                string.Join(
                                    "/",
                                    cell.Values.Select(
                                        (value, index) => IsName(by[index]) ? value.ToUpperInvariant() : value
                                    )
                                ),
                                cell
                            ) + Given(by, cell)
                        ),
                        Is.EquivalentTo(expected),
                        $"{string.Join(",", by)} {filter} {many}"
                    );
                    Assert.That(Line("", table.Totals), Is.EqualTo(Line("", projects)));
                },
                iter: RandomRegister.Count(40),
                threads: 1
            );
    }

    [Test]
    public async Task Values_that_are_looked_up_make_the_same_table_as_all_values() =>
        await Gen.Select(
                RandomRegister.Drafts,
                RandomRegister.Some(2, Enum.GetValues<PresenceDimension>()),
                Filter,
                Gen.OneOf<string?>(null, "USD", "EUR")
            )
            .SampleAsync(
                async (drafts, by, filter, currency) =>
                {
                    await Register.ResetAsync();
                    await Register.RecordAsync(drafts);
                    Assert.That(
                        await TableAsync(many: 0),
                        Is.EqualTo(await TableAsync(many: int.MaxValue)),
                        $"{string.Join(",", by)} {filter} {currency}"
                    );

                    async Task<string> TableAsync(int many) =>
                        JsonSerializer.Serialize(
                            await new PresenceStore(Register.Database)
                            {
                                Many = many,
                                UsesSums = false,
                            }.QueryPresenceAsync(new(by, filter, ThisYear, currency), default)
                        );
                },
                iter: RandomRegister.Count(40),
                threads: 1
            );

    [Test]
    public async Task Figures_that_are_asked_for_are_those_of_the_whole_table() =>
        await Gen.Select(
                RandomRegister.Drafts,
                RandomRegister.Some(3, Enum.GetValues<PresenceDimension>()),
                Filter,
                Gen.OneOf<string?>(null, "USD"),
                Gen.Int[0, (int)PresenceFigures.All],
                Many
            )
            .SampleAsync(
                async (drafts, by, filter, currency, number, many) =>
                {
                    await Register.ResetAsync();
                    await Register.RecordAsync(drafts);
                    var figures = (PresenceFigures)number;
                    foreach (var usesSums in (bool[])[true, false])
                    {
                        var store = new PresenceStore(Register.Database) { Many = many, UsesSums = usesSums };
                        var question = new PresenceQuery(by, filter, ThisYear, currency);
                        var all = await store.QueryPresenceAsync(question, default);
                        var some = await store.QueryPresenceAsync(question with { Figures = figures }, default);
                        Assert.That(
                            some.Cells.Append(some.Totals).Select(Asked),
                            Is.EqualTo(all.Cells.Append(all.Totals).Select(Asked)),
                            $"{string.Join(",", by)} {filter} {figures} {many} {usesSums}"
                        );
                    }

                    string Asked(PresenceCell cell) =>
                        JsonSerializer.Serialize(
                            new
                            {
                                cell.Values,
                                cell.Projects,
                                Partners = figures.HasFlag(PresenceFigures.Partners) ? cell.Partners : 0,
                                Amounts = figures.HasFlag(PresenceFigures.Amounts) ? cell.Amounts : null,
                                Given = figures.HasFlag(PresenceFigures.Given) ? cell.Given : null,
                                Converted = !figures.HasFlag(PresenceFigures.Converted) ? null
                                : figures.HasFlag(PresenceFigures.Given) ? cell.Converted
                                : cell.Converted is null ? null
                                : cell.Converted with { Given = null },
                                Without = figures.HasFlag(PresenceFigures.WithoutDuplicates)
                                    ? cell.WithoutDuplicates
                                    : null,
                            }
                        );
                },
                iter: RandomRegister.Count(40),
                threads: 1
            );

    [Test]
    public async Task Duplicates_count_once_beside_the_raw_sum()
    {
        var overlaps = TestOverlaps.Store(Register.Database);
        await Gen.Select(
                RandomRegister.Drafts,
                RandomRegister.Some(2, Enum.GetValues<PresenceDimension>()),
                Filter,
                Gen.Enum<Verdict>().Array[40]
            )
            .SampleAsync(
                async (drafts, by, filter, verdicts) =>
                {
                    await Register.ResetAsync();
                    var projects = await Register.RecordAsync(drafts);
                    var group = projects.ToDictionary(project => project.Id, project => project.Id);
                    // Some pairs get a verdict. The last pair gets two, of which only the second counts.
                    var pairs = (await overlaps.AllAsync(new(), OverlapSort.Start, 50))
                        .Select(pair => pair.Overlap.Id!.Value)
                        .Take(verdicts.Length - 1)
                        .ToList();
                    foreach (var (id, verdict) in pairs.TakeLast(1).Concat(pairs).Zip(verdicts))
                        await overlaps.DecideAsync(
                            id,
                            _ => true,
                            verdict,
                            null,
                            "Test",
                            "UNODC",
                            TimeProvider.System.GetUtcNow(),
                            default
                        );
                    foreach (var (id, _) in pairs.Zip(verdicts.Skip(1)).Where(item => item.Second == Verdict.Duplicate))
                    {
                        var (from, to) = (group[id.First], group[id.Second]);
                        foreach (var project in projects.Where(project => group[project.Id] == from))
                            group[project.Id] = to;
                    }

                    var counted = projects
                        .Where(project => project.Draft.Status != ProjectStatus.Cancelled && Passes(filter, project))
                        .ToList();
                    var expected = counted
                        .SelectMany(project =>
                            Cells(by, filter, project).Select(cell => (Cell: cell, Project: project))
                        )
                        .GroupBy(item => item.Cell, item => item.Project)
                        .Select(cell => Without(cell.Key, [.. cell], group));

                    var table = await new PresenceStore(Register.Database).QueryPresenceAsync(
                        new(by, filter, ThisYear),
                        default
                    );
                    Assert.That(
                        table.Cells.Select(cell =>
                            Without(
                                string.Join(
                                    "/",
                                    cell.Values.Select(
                                        (value, index) => IsName(by[index]) ? value.ToUpperInvariant() : value
                                    )
                                ),
                                cell
                            )
                        ),
                        Is.EquivalentTo(expected),
                        $"{string.Join(",", by)} {filter}"
                    );
                    Assert.That(Without("", table.Totals), Is.EqualTo(Without("", counted, group)));
                },
                iter: RandomRegister.Count(25),
                threads: 1
            );
    }

    private static string Without(string cell, PresenceCell row) =>
        row.WithoutDuplicates is { } without ? $"{cell} {without.Projects} {Written(without.Amounts)}" : $"{cell} -";

    private static string Without(string cell, IReadOnlyList<Project> projects, IReadOnlyDictionary<Guid, Guid> group)
    {
        var groups = projects.GroupBy(project => group[project.Id]).ToList();
        var largest = groups
            .SelectMany(one =>
                one.SelectMany(project => Sums([project]))
                    .GroupBy(amount => amount.Currency)
                    .Select(currency => currency.MaxBy(amount => amount.Amount)!)
            )
            .GroupBy(amount => amount.Currency)
            .OrderBy(currency => currency.Key, StringComparer.Ordinal)
            .Select(currency => new CurrencyAmount(currency.Key, currency.Sum(amount => amount.Amount)));
        return Without(
            cell,
            new PresenceCell([], 0, 0, [], groups.Count == projects.Count ? null : new(groups.Count, [.. largest]))
        );
    }

    // Of several spellings of a name, the first stored one is returned. It depends on the generator, so names are
    // compared ignoring case.
    private static bool IsName(PresenceDimension dimension) =>
        dimension is PresenceDimension.Donor or PresenceDimension.Partner or PresenceDimension.Implementer;

    private static string Line(string cell, PresenceCell row) =>
        $"{cell} {row.Projects} {row.Partners} {Written(row.Amounts)}";

    /// <summary>
    /// Returns what the donor of a cell gives; empty without a donor, and by year, which has a part of it.
    /// </summary>
    private static string Given(IReadOnlyList<PresenceDimension> by, PresenceCell row) =>
        by.Contains(PresenceDimension.Donor) && !by.Contains(PresenceDimension.Year) ? $" {Written(row.Given!)}" : "";

    private static string Given(IReadOnlyList<PresenceDimension> by, string cell, IReadOnlyList<Project> projects)
    {
        var place = by.ToList().IndexOf(PresenceDimension.Donor);
        if (place < 0)
            return "";

        var donor = cell.Split('/')[place];
        var own = projects.Select(project =>
            project with
            {
                Draft = project.Draft with { Donors = [.. project.Draft.Donors.Where(one => Shown(one) == donor)] },
            }
        );
        return Given(by, new PresenceCell([], 0, 0, []) { Given = Sums([.. own]) });
    }

    private static string Written(IEnumerable<CurrencyAmount> amounts) =>
        string.Join(
            " ",
            amounts.Select(amount => $"{amount.Amount.ToString(CultureInfo.InvariantCulture)} {amount.Currency}")
        );

    private static string Line(string cell, IReadOnlyList<Project> projects) =>
        Line(
            cell,
            new PresenceCell([], projects.Count, projects.SelectMany(Partners).Distinct().Count(), Sums(projects))
        );

    private static CurrencyAmount[] Sums(IEnumerable<Project> projects) =>
        [
            .. projects
                .SelectMany(project => project.Draft.Donors)
                .Where(donor => donor.Amount is not null)
                .GroupBy(donor => donor.Currency!)
                .OrderBy(currency => currency.Key, StringComparer.Ordinal)
                .Select(currency => new CurrencyAmount(
                    currency.Key,
                    currency.Sum(donor => donor.Amount!.Value) + (currency.Key == "JPY" ? 0m : 0.00m)
                )),
        ];

    private static IEnumerable<string> Cells(
        IReadOnlyList<PresenceDimension> by,
        ProjectFilter filter,
        Project project
    ) =>
        by.Aggregate(
            (IEnumerable<string>)[""],
            (cells, dimension) =>
                cells.SelectMany(cell =>
                    Values(dimension, filter, project)
                        .Distinct()
                        .Select(value => cell.Length == 0 ? value : $"{cell}/{value}")
                )
        );

    private static IEnumerable<string> Values(PresenceDimension dimension, ProjectFilter filter, Project project)
    {
        var (draft, period) = (project.Draft, project.Draft.Period);
        return dimension switch
        {
            PresenceDimension.Country => draft
                .Countries.Where(country => filter.Countries.Count == 0 || filter.Countries.Contains(country))
                .Where(country => filter.RouteCountries.Count == 0 || filter.RouteCountries.Contains(country)),
            PresenceDimension.Pillar => draft.Pillars.Select(ProjectIndex.CodeOf),
            PresenceDimension.Partner => draft
                .Donors.Select(Shown)
                .Append(project.Owner)
                .Where(partner => filter.Partners.Count == 0 || filter.Partners.Contains(partner)),
            PresenceDimension.Donor => draft
                .Donors.Where(donor => filter.Donors.Count == 0 || filter.Donors.Contains(((IParticipant)donor).Key))
                .Select(Shown),
            PresenceDimension.Implementer => [],
            PresenceDimension.ActivityType => draft.ActivityTypes,
            PresenceDimension.SdgTarget =>
            [
                .. draft.Pillars.Select(pillar =>
                    CodeListCatalog.Pillars.Find(ProjectIndex.CodeOf(pillar))!.SdgTarget!
                ),
                .. draft.AdditionalSdgTargets,
            ],
            PresenceDimension.Status => [ProjectIndex.CodeOf(draft.Status)],
            PresenceDimension.Year => Years(period)
                .Where(year =>
                    (filter.ActiveFrom is null || year >= filter.ActiveFrom.Value.Year)
                    && (filter.ActiveTo is null || year <= filter.ActiveTo.Value.Year)
                )
                .Select(year => year.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static string Shown(Donor donor) => (donor.Partner ?? donor.Name!).ToUpperInvariant();

    private static IEnumerable<string> Partners(Project project) =>
        project
            .Draft.Donors.Where(donor => donor.Partner is not null)
            .Select(donor => donor.Partner!)
            .Append(project.Owner);

    private static bool Passes(ProjectFilter filter, Project project) =>
        (filter.Countries.Count == 0 || filter.Countries.Intersect(project.Draft.Countries).Any())
        && (filter.RouteCountries.Count == 0 || filter.RouteCountries.Intersect(project.Draft.Countries).Any())
        && (
            filter.Donors.Count == 0
            || filter.Donors.Intersect(project.Draft.Donors.Select(donor => ((IParticipant)donor).Key)).Any()
        )
        && (filter.Partners.Count == 0 || filter.Partners.Intersect(Partners(project)).Any())
        && (filter.Statuses.Count == 0 || filter.Statuses.Contains(project.Draft.Status))
        && project.Draft.Period.IsActive(filter.ActiveFrom, filter.ActiveTo);

    private static IEnumerable<int> Years(Period period) =>
        period.ActiveYears(ThisYear) is var (first, last) ? Enumerable.Range(first, last - first + 1) : [];
}
