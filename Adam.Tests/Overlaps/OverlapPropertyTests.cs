using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;
using CsCheck;

namespace Adam.Tests.Overlaps;

/// <summary>Compares the query with a brute-force evaluation of the definition on random registers.</summary>
public sealed class OverlapPropertyTests(string engine) : RegisterTests(engine)
{
    /// <summary>Small thresholds, so that small registers cover every access path.</summary>
    private static readonly Gen<QueryPlanThresholds> Sizes = Gen.Select(
        Gen.Int[0, 8],
        Gen.Int[0, 4],
        (few, veryFew) => new QueryPlanThresholds { CandidateProjects = few, SortedCandidateProjects = veryFew }
    );

    private static readonly Gen<OverlapFilter> Filter = Gen.Select(
        Gen.OneOf(Gen.Const<IReadOnlyList<string>>([]), RandomRegister.Some(2, "AF", "NE", "SO", "UZ")),
        Gen.OneOf(Gen.Const<IReadOnlyList<string>>([]), RandomRegister.Some(3, "AF", "NE", "SO", "UZ")),
        Gen.OneOf(Gen.Const<IReadOnlyList<Pillar>>([]), RandomRegister.Some(2, Enum.GetValues<Pillar>())),
        Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40]),
        Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40]),
        Gen.OneOf<ProjectFilter>(
            new ProjectFilter(),
            new ProjectFilter(),
            new ProjectFilter { Owners = ["DE", "EU"] },
            new ProjectFilter { Donors = ["worldbank"], Statuses = [ProjectStatus.Closed] },
            new ProjectFilter { ActivityTypes = ["training"] }
        ),
        Gen.OneOf<(string, string)?>(null, null, ("DE", "US"), ("EU", "EU"), ("worldbank", "DE")),
        (countries, route, pillars, from, to, either, between) =>
            new OverlapFilter
            {
                Countries = countries,
                RouteCountries = route,
                Pillars = pillars,
                ActiveFrom = from < 0 ? null : new DateOnly(2020, 2, 15).AddDays(from),
                ActiveTo = to < 0 ? null : new DateOnly(2020, 2, 15).AddDays(to),
                AnyProject = either,
                Between = between,
            }
    );

    [Test]
    public async Task Report_equals_brute_force()
    {
        await Gen.Select(RandomRegister.Drafts, Sizes)
            .SampleAsync(
                async (drafts, sizes) =>
                {
                    await Register.ResetAsync();
                    var projects = await Register.RecordAsync(drafts);
                    var overlaps = TestOverlaps.Store(Register.Database, sizes);
                    var expected = Pairs(projects).ToDictionary(pair => pair.Id, pair => pair.Shared);

                    var found = (await overlaps.AllAsync(new(), OverlapSort.Start, page: 7))
                        .Select(pair => pair.Overlap)
                        .ToList();
                    Assert.That(found.Select(pair => pair.Id!.Value), Is.EquivalentTo(expected.Keys));
                    Assert.That(found.All(pair => pair.Shared.RankDays == expected[pair.Id!.Value].RankDays));
                    Assert.That(found.Select(pair => pair.Id), Is.EqualTo(InOrder(found).Select(pair => pair.Id)));
                },
                iter: RandomRegister.Count(60),
                threads: 1
            );
    }

    [Test]
    public async Task Filters_equal_brute_force()
    {
        await Gen.Select(RandomRegister.Drafts, Filter, Sizes)
            .SampleAsync(
                async (drafts, filter, sizes) =>
                {
                    await Register.ResetAsync();
                    var overlaps = TestOverlaps.Store(Register.Database, sizes);
                    var projects = await Register.RecordAsync(drafts);
                    var all = projects.ToDictionary(project => project.Id);
                    var expected = Pairs(projects)
                        .Where(pair => Passes(filter, pair.Shared, all[pair.Id.First], all[pair.Id.Second]))
                        .Select(pair => pair.Id)
                        .ToList();

                    Assert.That(
                        (await overlaps.AllAsync(filter, OverlapSort.Start, page: 5)).Select(pair =>
                            pair.Overlap.Id!.Value
                        ),
                        Is.EquivalentTo(expected),
                        $"{filter}"
                    );
                    Assert.That(
                        await overlaps.CountAsync(filter, OverlapSort.Start, default),
                        Is.EqualTo(expected.Count)
                    );

                    if (projects.Count > 0)
                    {
                        var ofOne = filter with { Project = projects[0].Id };
                        Assert.That(
                            (await overlaps.AllAsync(ofOne, OverlapSort.Start, page: 3)).Select(pair =>
                                pair.Overlap.Id!.Value
                            ),
                            Is.EquivalentTo(
                                expected.Where(id => id.First == projects[0].Id || id.Second == projects[0].Id)
                            ),
                            $"{ofOne}"
                        );
                    }
                },
                iter: RandomRegister.Count(60),
                threads: 1
            );
    }

    internal static string Key(string donor) =>
        (
            (IParticipant)(
                donor.All(char.IsUpper) && donor.Length < 6
                    ? new Donor(donor, null, null, null)
                    : new Donor(null, donor, null, null)
            )
        ).Key;

    internal static IEnumerable<string> Donors(Project project) =>
        project.Draft.Donors.Select(donor => ((IParticipant)donor).Key).Distinct();

    internal static bool Passes(OverlapFilter filter, SharedScope shared, Project one, Project other) =>
        (filter.Countries.Count == 0 || filter.Countries.Intersect(shared.Countries).Any())
        && (filter.RouteCountries.Count == 0 || filter.RouteCountries.Intersect(shared.Countries).Any())
        && (filter.Pillars.Count == 0 || filter.Pillars.Intersect(shared.Pillars).Any())
        && (filter.ActiveFrom is null || shared.To is null || shared.To >= filter.ActiveFrom)
        && (filter.ActiveTo is null || shared.From is null || shared.From <= filter.ActiveTo)
        && (Passes(filter.AnyProject, one) || Passes(filter.AnyProject, other))
        && (
            filter.Between is not { } between
            || (Pays(one, between.One) && Pays(other, between.Other))
            || (Pays(one, between.Other) && Pays(other, between.One))
        );

    private static bool Passes(ProjectFilter filter, Project project) =>
        (filter.Owners.Count == 0 || filter.Owners.Contains(project.Owner))
        && (filter.Donors.Count == 0 || Donors(project).Intersect(filter.Donors).Any())
        && (filter.Statuses.Count == 0 || filter.Statuses.Contains(project.Draft.Status))
        && (filter.ActivityTypes.Count == 0 || filter.ActivityTypes.Intersect(project.Draft.ActivityTypes).Any());

    private static bool Pays(Project project, string partner) =>
        project.Owner == partner || Donors(project).Contains(partner);

    private static IEnumerable<(OverlapId Id, SharedScope Shared)> Pairs(IReadOnlyList<Project> projects) =>
        from i in Enumerable.Range(0, projects.Count)
        from j in Enumerable.Range(i + 1, projects.Count - i - 1)
        let shared = OverlapDefinition.Evaluate(
            ProjectScope.FromDraft(projects[i]),
            ProjectScope.FromDraft(projects[j])
        )
        where shared is not null
        select (OverlapId.Create(projects[i].Id, projects[j].Id), shared);

    /// <summary>
    /// Sorts by both starts. Ties are sorted by the recording order of the earlier and then of the later project; ids
    /// ascend with that order.
    /// </summary>
    private static IEnumerable<Overlap> InOrder(IEnumerable<Overlap> pairs) =>
        pairs
            .OrderBy(pair => pair.Earlier.Period.Start)
            .ThenBy(pair => pair.Earlier.Id.ToString(), StringComparer.Ordinal)
            .ThenBy(pair => pair.Later.Period.Start)
            .ThenBy(pair => pair.Later.Id.ToString(), StringComparer.Ordinal);
}
