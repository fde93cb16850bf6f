using Adam.Data.Overlaps;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;
using CsCheck;

namespace Adam.Tests.Overlaps;

/// <summary>The query equals brute force over the definition, on random registers.</summary>
public sealed class OverlapPropertyTests(string engine) : RegisterTests(engine)
{
    private ProjectStore Projects => new(Register.Engine, TimeProvider.System);

    private OverlapStore Overlaps => new(Register.Engine, Projects);

    /// <summary>Registers here are small; so must be the numbers from which on pairs are sought in another way.</summary>
    private static readonly Gen<SearchSizes> Sizes = Gen.Select(Gen.Int[0, 8], Gen.Int[0, 4], Gen.Int[1, 6], Gen.OneOf(1, 2, 4, 512),
        (few, veryFew, firstBand, manyOpenEnds) => new SearchSizes { Few = few, VeryFew = veryFew, FirstBand = firstBand, ManyOpenEnds = manyOpenEnds });

    private static readonly Gen<OverlapFilter> Filter = Gen.Select(
        Gen.OneOf(Gen.Const<IReadOnlyList<string>>([]), RandomRegister.Some(2, "AF", "KG", "TJ", "UZ")),
        Gen.OneOf(Gen.Const<IReadOnlyList<string>>([]), RandomRegister.Some(3, "AF", "KG", "TJ", "UZ")),
        Gen.OneOf(Gen.Const<IReadOnlyList<Pillar>>([]), RandomRegister.Some(2, Enum.GetValues<Pillar>())),
        Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40]),
        Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40]),
        Gen.OneOf<ProjectFilter>(new ProjectFilter(), new ProjectFilter(), new ProjectFilter { Owners = ["DE", "EU"] }, new ProjectFilter { Donors = ["worldbank"], Statuses = [ProjectStatus.Closed] }, new ProjectFilter { ActivityTypes = ["training"] }),
        Gen.OneOf<(string, string)?>(null, null, ("DE", "US"), ("EU", "EU"), ("worldbank", "DE")),
        (countries, route, pillars, from, to, either, between) => new OverlapFilter
        {
            Countries = countries,
            RouteCountries = route,
            Pillars = pillars,
            ActiveFrom = from < 0 ? null : new DateOnly(2020, 2, 15).AddDays(from),
            ActiveTo = to < 0 ? null : new DateOnly(2020, 2, 15).AddDays(to),
            Either = either,
            Between = between,
        });

    [Test]
    public async Task Report_equals_brute_force()
    {
        await Gen.Select(RandomRegister.Drafts, Sizes).SampleAsync(async (drafts, sizes) =>
        {
            await Register.ResetAsync();
            var projects = await Register.RecordAsync(drafts);
            var overlaps = new OverlapStore(Register.Engine, Projects) { Sizes = sizes };
            var expected = Pairs(projects).ToDictionary(pair => pair.Id, pair => pair.Shared);

            foreach (var sort in Enum.GetValues<OverlapSort>())
            {
                var found = await AllAsync(overlaps, new(), sort, page: 7);
                Assert.That(found.Select(pair => pair.Id!.Value), Is.EquivalentTo(expected.Keys), $"sort {sort}");
                Assert.That(found.All(pair => pair.Shared.RankDays == expected[pair.Id!.Value].RankDays));
                Assert.That(found.Select(pair => pair.Id), Is.EqualTo(InOrder(found, sort).Select(pair => pair.Id)), $"sort {sort}");
            }
        }, iter: RandomRegister.Count(150), threads: 1);
    }

    [Test]
    public async Task Filters_equal_brute_force()
    {
        await Gen.Select(RandomRegister.Drafts, Filter, Sizes).SampleAsync(async (drafts, filter, sizes) =>
        {
            await Register.ResetAsync();
            var overlaps = new OverlapStore(Register.Engine, Projects) { Sizes = sizes };
            var projects = await Register.RecordAsync(drafts);
            var all = projects.ToDictionary(project => project.Id);
            var expected = Pairs(projects).Where(pair => Passes(filter, pair.Shared, all[pair.Id.First], all[pair.Id.Second])).Select(pair => pair.Id).ToList();

            foreach (var sort in Enum.GetValues<OverlapSort>())
                Assert.That((await AllAsync(overlaps, filter, sort, page: 5)).Select(pair => pair.Id!.Value), Is.EquivalentTo(expected), $"{filter} sort {sort}");
            Assert.That(await overlaps.CountAsync(filter, default), Is.EqualTo(expected.Count));

            if (projects.Count > 0)
            {
                var ofOne = filter with { Project = projects[0].Id };
                Assert.That((await AllAsync(overlaps, ofOne, OverlapSort.Days, page: 3)).Select(pair => pair.Id!.Value),
                    Is.EquivalentTo(expected.Where(id => id.First == projects[0].Id || id.Second == projects[0].Id)), $"{ofOne}");
            }
        }, iter: RandomRegister.Count(150), threads: 1);
    }

    [Test]
    public async Task Overlaps_of_one_project_equal_brute_force()
    {
        await RandomRegister.Drafts.Where(drafts => drafts.Count > 1).SampleAsync(async drafts =>
        {
            await Register.ResetAsync();
            var last = drafts[^1];
            var projects = await Register.RecordAsync(drafts.SkipLast(1));
            var draft = Activity.Of(null, last.Owner, last.Draft);
            var expected = projects.Select(project => Sharing.Between(draft, Activity.Of(project))).Where(shared => shared is not null).Select(shared => shared!.RankDays).OrderDescending().ToList();

            var ofDraft = await Overlaps.OfDraftAsync(last.Owner, last.Draft, 5, default);
            var recorded = (ProjectOutcome.Done)await Projects.RecordAsync(last.Owner, last.Draft, "test", default);
            var ofProject = await Overlaps.OfAsync(recorded.Project.Id, 5, default);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(ofDraft.Count, Is.EqualTo(expected.Count));
                Assert.That(ofDraft.Strongest.Select(pair => pair.Shared.RankDays), Is.EqualTo(expected.Take(5)));
                Assert.That(ofProject.Count, Is.EqualTo(expected.Count));
                Assert.That(ofProject.Strongest.Select(pair => pair.Shared.RankDays), Is.EqualTo(expected.Take(5)));
            }
        }, iter: RandomRegister.Count(100), threads: 1);
    }

    [Test]
    public async Task Summary_equals_brute_force()
    {
        await Gen.Select(RandomRegister.Drafts, RandomRegister.Some(3, Enum.GetValues<OverlapDimension>())).SampleAsync(async (drafts, by) =>
        {
            await Register.ResetAsync();
            var projects = await Register.RecordAsync(drafts);
            var all = projects.ToDictionary(project => project.Id);
            var pairs = Pairs(projects).ToList();
            var expected = pairs.SelectMany(pair => Rows(by, pair.Shared, all[pair.Id.First], all[pair.Id.Second]).Select(row => (Row: row, pair.Shared.RankDays)))
                .GroupBy(row => row.Row).Select(row => $"{row.Key} {row.Count()} {row.Sum(pair => pair.RankDays)}");

            var summary = await Overlaps.SummariseAsync(new(), by, default);
            Assert.That(summary.Rows.Select(row => $"{row.Country}/{row.Pillar}/{string.Join("+", (row.Donors ?? []).Select(Key).Order(StringComparer.Ordinal))} {row.Overlaps} {row.Days}"),
                Is.EquivalentTo(expected), string.Join(",", by));
            Assert.That((summary.Totals.Overlaps, summary.Totals.Days), Is.EqualTo(((long)pairs.Count, pairs.Sum(pair => (long)pair.Shared.RankDays))));
        }, iter: RandomRegister.Count(100), threads: 1);
    }

    private static string Key(string donor) => ((IParticipant)(donor.All(char.IsUpper) && donor.Length < 6 ? new Donor(donor, null, null, null) : new Donor(null, donor, null, null))).Key;

    private static IEnumerable<string> Rows(IReadOnlyList<OverlapDimension> dimensions, Sharing shared, Project one, Project other) =>
        (from country in dimensions.Contains(OverlapDimension.Country) ? shared.Countries : [""]
         from pillar in dimensions.Contains(OverlapDimension.Pillar) ? shared.Pillars.Select(pillar => pillar.ToString()) : [""]
         from donor in dimensions.Contains(OverlapDimension.Donors) ? Donors(one) : [""]
         from another in dimensions.Contains(OverlapDimension.Donors) ? Donors(other) : [""]
         select $"{country}/{pillar}/{(dimensions.Contains(OverlapDimension.Donors) ? string.Join("+", new[] { donor, another }.Order(StringComparer.Ordinal)) : "")}").Distinct();

    private static IEnumerable<string> Donors(Project project) => project.Draft.Donors.Select(donor => ((IParticipant)donor).Key).Distinct();

    private static bool Passes(OverlapFilter filter, Sharing shared, Project one, Project other) =>
        (filter.Countries.Count == 0 || filter.Countries.Intersect(shared.Countries).Any())
        && (filter.RouteCountries.Count == 0 || filter.RouteCountries.Intersect(shared.Countries).Any())
        && (filter.Pillars.Count == 0 || filter.Pillars.Intersect(shared.Pillars).Any())
        && (filter.ActiveFrom is null || shared.To is null || shared.To >= filter.ActiveFrom)
        && (filter.ActiveTo is null || shared.From <= filter.ActiveTo)
        && (Passes(filter.Either, one) || Passes(filter.Either, other))
        && (filter.Between is not { } between || (Pays(one, between.One) && Pays(other, between.Other)) || (Pays(one, between.Other) && Pays(other, between.One)));

    private static bool Passes(ProjectFilter filter, Project project) =>
        (filter.Owners.Count == 0 || filter.Owners.Contains(project.Owner))
        && (filter.Donors.Count == 0 || Donors(project).Intersect(filter.Donors).Any())
        && (filter.Statuses.Count == 0 || filter.Statuses.Contains(project.Draft.Status))
        && (filter.ActivityTypes.Count == 0 || filter.ActivityTypes.Intersect(project.Draft.ActivityTypes).Any());

    private static bool Pays(Project project, string partner) => project.Owner == partner || Donors(project).Contains(partner);

    private static IEnumerable<(OverlapId Id, Sharing Shared)> Pairs(IReadOnlyList<Project> projects) =>
        from i in Enumerable.Range(0, projects.Count)
        from j in Enumerable.Range(i + 1, projects.Count - i - 1)
        let shared = Sharing.Between(Activity.Of(projects[i]), Activity.Of(projects[j]))
        where shared is not null
        select (OverlapId.Of(projects[i].Id, projects[j].Id), shared);

    /// <summary>By days, ties in the order in which the earlier and then the later project was recorded; or by the two starts, ties likewise. Ids ascend with the order of recording.</summary>
    private static IEnumerable<Overlap> InOrder(IEnumerable<Overlap> pairs, OverlapSort sort) => (sort switch
    {
        OverlapSort.Days => pairs.OrderByDescending(pair => pair.Shared.RankDays).ThenBy(pair => pair.Earlier.Id.ToString(), StringComparer.Ordinal),
        OverlapSort.Start => pairs.OrderBy(pair => pair.Earlier.Period.Start).ThenBy(pair => pair.Earlier.Id.ToString(), StringComparer.Ordinal).ThenBy(pair => pair.Later.Period.Start),
    }).ThenBy(pair => pair.Later.Id.ToString(), StringComparer.Ordinal);

    private static async Task<List<Overlap>> AllAsync(OverlapStore overlaps, OverlapFilter filter, OverlapSort sort, int page)
    {
        var all = new List<Overlap>();
        OverlapPosition? after = null;
        do
        {
            var next = await overlaps.ListAsync(filter, sort, after, page, default);
            all.AddRange(next.Items);
            after = next.Next;
        }
        while (after is not null);
        return all;
    }
}
