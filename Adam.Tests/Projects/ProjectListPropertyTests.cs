using Adam.Data.Projects;
using Adam.Domain.Projects;
using Adam.Domain.Text;
using Adam.Tests.Overlaps;
using CsCheck;

namespace Adam.Tests.Projects;

/// <summary>Compares lists with a filter over all projects in memory, in every order, page by page.</summary>
public sealed class ProjectListPropertyTests(string engine) : RegisterTests(engine)
{
    private ProjectStore Projects => TestStores.Projects(Register.Database, TimeProvider.System);

    private static readonly string[] Titles =
    [
        "Training of border police",
        "Обучение пограничной полиции",
        "آموزش پولیس سرحدی افغانستان",
        "Équipement des douanes",
        "Precursor control, phase 2",
        "İstanbul'da eğitim",
        "TRAINING",
    ];

    private static readonly Gen<DateOnly?> RandomDay = Gen.Frequency(
        (3, Gen.Const((DateOnly?)null)),
        (1, Gen.Int[0, 40].Select(day => (DateOnly?)new DateOnly(2020, 2, 15).AddDays(day)))
    );

    private static readonly Gen<(DateOnly? From, DateOnly? To)> RandomEnds = Gen.Select(RandomDay, RandomDay);

    private static readonly Gen<ProjectFilter> Filter = Gen.Select(
        Gen.OneOf(Gen.Const<IReadOnlyList<string>>([]), RandomRegister.Some(2, "AF", "NE", "SO", "UZ")),
        Gen.OneOf(
            Gen.Const<IReadOnlyList<Pillar>>([]),
            Gen.Const<IReadOnlyList<Pillar>>([]),
            RandomRegister.Some(2, Enum.GetValues<Pillar>())
        ),
        Gen.OneOf(
            Gen.Const<IReadOnlyList<string>>([]),
            Gen.Const<IReadOnlyList<string>>([]),
            RandomRegister.Some(2, "DE", "US", "worldbank")
        ),
        Gen.OneOf(
            Gen.Const<IReadOnlyList<string>>([]),
            Gen.Const<IReadOnlyList<string>>([]),
            RandomRegister.Some(2, "DE", "US", "EU")
        ),
        Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40]),
        Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40]),
        // Most filters have no words, because words match so few projects that the edge cases of other filters would
        // rarely occur.
        Gen.OneOf(
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "train",
            "обучение погран",
            "پولیس",
            "equip",
            "istanbul",
            "2",
            "nowhere"
        ),
        Gen.Select(RandomEnds, Gen.OneOf<bool?>(null, null, null, true, false), Gen.Int[-200, 100], Gen.Int[-100, 60]),
        (countries, pillars, donors, owners, from, to, words, days) =>
            new ProjectFilter
            {
                Countries = countries,
                Pillars = pillars,
                Donors = donors,
                Owners = owners,
                ActiveFrom = from < 0 ? null : new DateOnly(2020, 2, 15).AddDays(from),
                ActiveTo = to < 0 ? null : new DateOnly(2020, 2, 15).AddDays(to),
                EndsFrom = days.Item1.From,
                EndsTo = days.Item1.To,
                StartsFrom = days.Item4 < 0 ? null : new DateOnly(2020, 1, 1).AddDays(days.Item4),
                StartsTo = days.Item4 is < -40 or > 30 ? null : new DateOnly(2020, 2, 1).AddDays(days.Item4),
                OutlivesFunding = days.Item2,
                FundedUntilBefore = days.Item3 < 0 ? null : new DateOnly(2020, 2, 15).AddDays(days.Item3),
                Words = Folding.Words(words),
            }
    );

    [Test]
    public async Task Lists_equal_a_filter_in_memory()
    {
        await Gen.Select(RandomRegister.Drafts, Filter, RandomPlaces.Places.List[1, 8], RandomPlaces.Filter)
            .SampleAsync(
                async (drafts, others, places, byPlace) =>
                {
                    var filter = others with
                    {
                        Places = byPlace.Filter.Places,
                        Admin1s = byPlace.Filter.Admin1s,
                        Near = byPlace.Filter.Near,
                        Box = byPlace.Filter.Box,
                    };
                    await Register.ResetAsync();
                    var projects = await Register.RecordAsync(
                        drafts.Select(
                            (item, index) =>
                                (
                                    item.Owner,
                                    item.Draft with
                                    {
                                        Title = Titles[index % Titles.Length],
                                        Places = places[index % places.Count],
                                        FundedUntil =
                                            index % 3 == 0 ? null : item.Draft.Period.Start?.AddDays(index * 7),
                                    }
                                )
                        )
                    );
                    var expected = projects
                        .Where(project => Passes(filter, project) && byPlace.Passes(project))
                        .ToList();

                    foreach (var sort in Enum.GetValues<ProjectSort>())
                    {
                        var ordered = sort switch
                        {
                            ProjectSort.Created or ProjectSort.Updated => expected.Select(project => project.Id),
                            ProjectSort.CreatedDescending or ProjectSort.UpdatedDescending => expected
                                .Select(project => project.Id)
                                .Reverse(),
                            ProjectSort.Start => expected
                                .OrderBy(project => project.Draft.Period.Start)
                                .Select(project => project.Id),
                            ProjectSort.StartDescending => expected
                                .OrderBy(project => project.Draft.Period.Start)
                                .Select(project => project.Id)
                                .Reverse(),
                            ProjectSort.End => expected.OrderBy(End).Select(project => project.Id),
                            ProjectSort.EndDescending => expected.OrderBy(End).Select(project => project.Id).Reverse(),
                        };
                        Assert.That(await AllAsync(filter, sort, page: 4), Is.EqualTo(ordered), $"{sort} {filter}");
                    }

                    Assert.That(await Projects.CountAsync(filter, default), Is.EqualTo(expected.Count));
                },
                iter: RandomRegister.Count(40),
                threads: 1
            );
    }

    // The end of a finished project without one is its last reported day.
    private static DateOnly End(Project project) =>
        project.Draft.Period is { EndBasis: EndBasis.Unknown } period
            ? period.Start ?? DateOnly.MinValue
            : project.Draft.Period.End ?? DateOnly.MaxValue;

    private static bool Passes(ProjectFilter filter, Project project) =>
        (filter.Countries.Count == 0 || filter.Countries.Intersect(project.Draft.Countries).Any())
        && (filter.Pillars.Count == 0 || filter.Pillars.Intersect(project.Draft.Pillars).Any())
        && (
            filter.Donors.Count == 0
            || filter.Donors.Intersect(project.Draft.Donors.Select(donor => ((IParticipant)donor).Key)).Any()
        )
        && (filter.Owners.Count == 0 || filter.Owners.Contains(project.Owner))
        && project.Draft.Period.IsActive(filter.ActiveFrom, filter.ActiveTo)
        && (filter.StartsFrom is null || project.Draft.Period.Start >= filter.StartsFrom)
        && (filter.StartsTo is null || project.Draft.Period.Start <= filter.StartsTo)
        && (filter.EndsFrom is null || project.Draft.Period.End >= filter.EndsFrom)
        && (filter.EndsTo is null || project.Draft.Period.End <= filter.EndsTo)
        && (filter.FundedUntilBefore is null || project.Draft.FundedUntil < filter.FundedUntilBefore)
        && (filter.OutlivesFunding is null || GoesOn(project.Draft) == filter.OutlivesFunding)
        && filter.Words.All(word => project.Draft.Words.Any(known => known.StartsWith(word, StringComparison.Ordinal)));

    /// <summary>Returns true if work goes on after the money; null if nobody knows until when it is there.</summary>
    private static bool? GoesOn(ProjectDraft draft)
    {
        if (draft.FundedUntil is null)
            return null;
        var isOver = draft.Status is ProjectStatus.Closed or ProjectStatus.Finalisation or ProjectStatus.Cancelled;
        return !isOver && (draft.ActualEnd ?? draft.Period.End ?? DateOnly.MaxValue) > draft.FundedUntil;
    }

    private async Task<List<Guid>> AllAsync(ProjectFilter filter, ProjectSort sort, int page)
    {
        var all = new List<Guid>();
        ProjectPosition? after = null;
        while (await Projects.ListAsync(filter, sort, after, page, default) is { Count: > 0 } next)
        {
            all.AddRange(next.Select(project => ProjectJson.Read(project.Document).Id));
            after = next[^1].Position(sort);
        }

        return all;
    }
}
