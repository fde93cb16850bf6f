using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Overlaps.Report;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Geography;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using Adam.Tests.Projects;
using SQLitePCL;

namespace Adam.Tests.Sql;

/// <summary>
/// A list that is empty under a filter costs the same in a register of any size: SQLite's program runs as many
/// instructions with four times the projects. No country, status or word of the filters is rare in the register, unless
/// a filter says so.
/// </summary>
public sealed class EmptyListTests
{
    private const string Empty = "AQ";
    private const int First = 420;

    /// <summary>The number up to which rows are counted. Conditions with projects have more in both sizes.</summary>
    private const int Few = 50;

    private static readonly DateTimeOffset Never = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, ProjectFilter> Lists = new()
    {
        ["a country without projects, and a word"] = new() { Countries = [Empty], Words = ["training"] },
        ["a donor with projects, and such a country"] = new() { Donors = ["DE"], Countries = [Empty] },
        ["a donor without projects, and a status"] = new()
        {
            Donors = ["nobody"],
            Statuses = [ProjectStatus.Implementation],
        },
        ["no such word, and a donor"] = new() { Words = ["training", "zzz"], Donors = ["DE"] },
        ["no such place"] = new() { Places = ["nowhere"], Donors = ["DE"] },
        ["changed later"] = new() { UpdatedSince = Never },
        ["changed later, and a donor"] = new() { UpdatedSince = Never, Donors = ["DE"] },
        ["near a position in the ocean"] = new() { Near = new(10, -30, 500), Donors = ["DE"] },
        ["in a box in the ocean"] = new() { Box = BoundingBox.FromDegrees(-40, 0, -20, 20), Donors = ["DE"] },
        ["at the latitude of all places"] = new() { Near = new(37, -30, 100) },
        ["ends later"] = new() { EndsFrom = new(2090, 1, 1), Donors = ["DE"] },
        ["no money that ends before"] = new() { FundedUntilBefore = new(1980, 1, 1), Donors = ["DE"] },
        ["starts later"] = new() { StartsFrom = new(2090, 1, 1), Donors = ["DE"] },
        ["active later"] = new() { ActiveFrom = new(2090, 1, 1), Donors = ["DE"] },
        ["active before"] = new() { ActiveTo = new(1980, 1, 1), Donors = ["DE"] },
    };

    private static readonly Dictionary<string, OverlapFilter> Overlaps = new()
    {
        ["a country without overlaps"] = new() { Countries = [Empty] },
        ["such a country, and a donor"] = new()
        {
            Countries = [Empty],
            AnyProject = new() { Donors = ["DE"] },
        },
        ["a pillar without projects"] = new() { Pillars = [Pillar.Precursors] },
        ["active later"] = new() { ActiveFrom = new(2090, 1, 1) },
        ["active later, of an owner"] = new()
        {
            ActiveFrom = new(2090, 1, 1),
            AnyProject = new() { Owners = ["DE"] },
        },
        ["an owner without projects"] = new() { AnyProject = new() { Owners = ["SE"] } },
        ["no such word"] = new() { AnyProject = new() { Words = ["zzz"] } },
        ["two partners, one without projects"] = new() { Between = ("DE", "SE") },
    };

    private static readonly Dictionary<string, OverlapFilter> Ranked = new()
    {
        ["changed later"] = new() { UpdatedSince = Never },
        ["changed later, and an owner"] = new()
        {
            UpdatedSince = Never,
            AnyProject = new() { Owners = ["DE"] },
        },
        ["found later"] = new() { FoundSince = Never },
        ["found before any"] = new() { FoundBefore = DateTimeOffset.UnixEpoch },
        ["declared"] = new() { Kinds = [OverlapKind.Declared] },
        ["of a kind that no pair has"] = new() { Kinds = [OverlapKind.CoFunded] },
        ["certain"] = new() { MinScore = 1 },
        ["decided"] = new() { Verdicts = [VerdictFilter.Duplicate] },
    };

    private TestRegister _register = null!;

    [Test]
    public async Task Empty_list_runs_no_more_instructions_in_a_larger_register()
    {
        _register = await TestRegister.GetAsync("sqlite");
        await _register.ResetAsync();
        await RecordAsync(0, First);
        var small = await MeasureAsync();
        await RecordAsync(First, 4 * First);
        var large = await MeasureAsync();
        Assert.That(small, Has.Count.GreaterThan(60));
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, instructions) in small)
                Assert.That(large[name], Is.LessThanOrEqualTo(instructions + 50), name);
        }

        // The measure sees a scan.
        var scan = new ProjectFilter { Donors = ["DE"], Statuses = [ProjectStatus.Closed] };
        await using var session = await _register.Database.InReadTransactionAsync(default);
        var scanned = await CountAsync(session, () => PageAsync(session, scan, new(0)));
        Assert.That(scanned, Is.GreaterThan(4 * First));
    }

    private async Task<Dictionary<string, long>> MeasureAsync()
    {
        var measured = new Dictionary<string, long>();
        var planner = TestOverlaps.Planner(new() { CandidateProjects = Few, SelectivePairs = Few });
        await using var session = await _register.Database.InReadTransactionAsync(default);
        foreach (var (name, filter) in Lists)
        {
            foreach (var sort in Enum.GetValues<ProjectSort>())
                await AddAsync(
                    $"projects, {name}, {sort}",
                    async () =>
                    {
                        var lead = await ProjectConditions.ChooseAsync(session, filter, default, Few);
                        return lead.IsEmpty ? 0 : await PageAsync(session, filter, lead, sort);
                    }
                );
            await AddAsync(
                $"presence, {name}",
                async () =>
                {
                    var lead = await ProjectConditions.ChooseAsync(session, filter, default, Few);
                    var question = new PresenceQuery([PresenceDimension.Country], filter, 2026) { Lead = lead };
                    return (await session.QueryAsync(PresenceSql.Cells(question), default)).Count;
                }
            );
        }

        foreach (var (name, filter) in Overlaps.Concat(Ranked))
        {
            foreach (var sort in Enum.GetValues<OverlapSort>().Where(sort => sort != OverlapSort.Start))
                await AddAsync(
                    $"overlaps, {name}, {sort}",
                    async () =>
                    {
                        var plan = await planner.ChooseAsync(session, filter, sort, default);
                        return (await session.QueryAsync(plan.Page(null, 51), default)).Count;
                    }
                );
            await AddAsync(
                $"overlaps, {name}, all",
                async () =>
                {
                    var plan = await planner.ChooseForAllAsync(session, filter, default);
                    return await session.FirstAsync(plan.Count(), default);
                }
            );
        }

        foreach (var (name, filter) in Overlaps)
            await AddAsync(
                $"overlaps, {name}, by start",
                async () =>
                {
                    var plan = await planner.ChooseByStartAsync(session, filter, default);
                    return (await session.QueryAsync(plan.Page(null, 51), default)).Count;
                }
            );
        return measured;

        async Task AddAsync(string name, Func<Task<long>> ask) =>
            measured.Add(name, await CountAsync(session, async () => Assert.That(await ask(), Is.Zero, name)));
    }

    private static async Task<long> PageAsync(
        Session session,
        ProjectFilter filter,
        ProjectLead lead,
        ProjectSort sort = ProjectSort.Created
    ) => (await session.QueryAsync(ProjectListSql.Page(session.Dialect, filter, sort, null, 51, lead), default)).Count;

    /// <summary>Returns the number of instructions of SQLite's virtual machine that the queries run.</summary>
    private static async Task<long> CountAsync(Session session, Func<Task> ask)
    {
        var (instructions, handle) = (0L, ((PreparedStatementConnection)session.Connection).Handle);
        delegate_progress count = _ =>
        {
            instructions++;
            return 0;
        };
        raw.sqlite3_progress_handler(handle, 1, count, null);
        await ask();
        raw.sqlite3_progress_handler(handle, 0, (delegate_progress?)null, null);
        return instructions;
    }

    /// <summary>
    /// Records projects of DE and US in turn, each two of which are in a country of their own at a time of their own.
    /// </summary>
    private Task RecordAsync(int from, int count)
    {
        var countries = CodeListCatalog.Countries.Codes.Where(code => code != Empty).ToList();
        return _register.RecordAsync(
            Enumerable
                .Range(from, count)
                .Select(number =>
                {
                    var start = new DateOnly(2000, 1, 1).AddDays(number / 2 / countries.Count * 400);
                    return AProject
                        .By(number % 2 == 0 ? "DE" : "US")
                        .In(countries[number / 2 % countries.Count])
                        .Running($"{start:yyyy-MM-dd}", $"{start.AddDays(300):yyyy-MM-dd}")
                        .Saying(draft =>
                            draft with
                            {
                                Places = [new($"Place {number % 7}", null, 37 + number % 10 * 0.01, 68.6)],
                            }
                        )
                        .Build();
                })
        );
    }
}
