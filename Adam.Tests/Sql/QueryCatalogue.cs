using Adam.Data;
using Adam.Data.Databases;
using Adam.Data.Layers;
using Adam.Data.Measures;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Review;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.Geography;
using Adam.Domain.Layers;
using Adam.Domain.Measures;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Tests.Sql;

/// <summary>A statement as the stores send it.</summary>
/// <param name="Name">The name in traces. The name of a composed statement is followed by its case.</param>
public sealed record Query(string Name, string Sql, object Parameters)
{
    public override string ToString() => Name;
}

/// <summary>
/// All statements that the stores can send to a database, with values for their parameters. The cases of composed
/// statements contain each of their parts at least once.
/// </summary>
public static class QueryCatalogue
{
    public static IEnumerable<Query> All(Database database) => [.. Fixed(database), .. Composed(database)];

    /// <summary>Returns the statements with the same text for every call.</summary>
    public static IEnumerable<Query> Fixed(Database database) =>
        SqlCatalogue
            .For(database.Dialect)
            .SelectMany(set => set.Fixed)
            .Select(one => new Query(one.Name, one.Sql(database.Dialect), ExampleOf.Type(one.Parameters)));

    /// <summary>Returns the statements that are composed for each call.</summary>
    public static IEnumerable<Query> Composed(Database database) =>
        [
            .. Lists(database),
            .. Overlaps(database),
            .. OverlapSums(),
            .. Presence(database),
            .. PresenceOfMany(database),
            .. Measures(database),
            .. Layers(database),
            .. Copies(),
            .. Indexes(database),
        ];

    public static IReadOnlyDictionary<string, ProjectFilter> Filters { get; } =
        new Dictionary<string, ProjectFilter>
        {
            ["no filter"] = new(),
            ["country"] = new() { Countries = ["TJ"] },
            ["two countries"] = new() { Countries = ["TJ", "UZ"] },
            ["country, route and pillar"] = new()
            {
                Countries = ["TJ"],
                RouteCountries = ["AF", "TJ", "RU"],
                Pillars = [Pillar.Precursors],
            },
            ["donor, implementer, partner and owner"] = new()
            {
                Donors = ["DE"],
                Implementers = ["UNODC"],
                Partners = ["US"],
                Owners = ["DE"],
            },
            ["status and activity type"] = new() { Statuses = [ProjectStatus.Closed], ActivityTypes = ["training"] },
            ["goals"] = new() { SdgTargets = ["16.5"] },
            ["restricted"] = new() { Visibilities = [Visibility.Restricted] },
            ["not restricted, in a country"] = new() { Visibilities = [Visibility.Partners], Countries = ["TJ"] },
            ["active"] = new() { ActiveFrom = new(2020, 1, 1), ActiveTo = new(2020, 12, 31) },
            ["updated since"] = new() { UpdatedSince = DateTimeOffset.UnixEpoch },
            ["starts"] = new() { StartsFrom = new(2020, 1, 1), StartsTo = new(2020, 12, 31) },
            ["ends"] = new() { EndsFrom = new(2020, 1, 1), EndsTo = new(2020, 12, 31) },
            ["funded until before"] = new() { FundedUntilBefore = new(2026, 1, 1) },
            ["outlives its money"] = new() { OutlivesFunding = true },
            ["outlives its money, in a country"] = new()
            {
                OutlivesFunding = true,
                FundedUntilBefore = new(2026, 1, 1),
                Countries = ["TJ"],
            },
            ["place and admin1"] = new() { Places = ["panj"], Admin1s = ["khatlon"] },
            ["near"] = new() { Near = new(37.2, 68.6, 50) },
            ["box across the antimeridian"] = new() { Box = BoundingBox.FromDegrees(170, -20, -170, 5) },
            ["country and position"] = new()
            {
                Countries = ["TJ"],
                Near = new(37.2, 68.6, 50),
                Box = BoundingBox.FromDegrees(67, 36, 71, 39),
            },
            ["words"] = new() { Words = ["border", "train"] },
            ["words and country"] = new() { Words = ["border", "train"], Countries = ["TJ", "UZ"] },
        };

    private static readonly Dictionary<string, LayerItemFilter> ItemFilters = new()
    {
        ["no filter"] = new("seizures"),
        ["country"] = new("seizures") { Countries = ["TJ", "UZ"] },
        ["box"] = new("seizures") { Box = BoundingBox.FromDegrees(60, 30, 70, 40) },
        ["box across the antimeridian"] = new("seizures") { Box = BoundingBox.FromDegrees(170, -20, -170, 5) },
        ["time"] = new("seizures") { From = new(2015, 1, 1) },
        ["box and day"] = new("seizures")
        {
            Box = BoundingBox.FromDegrees(-180, -90, 180, 90),
            From = new(2015, 3, 1),
            Until = new(2015, 3, 1),
        },
        ["box and year"] = new("seizures")
        {
            Box = BoundingBox.FromDegrees(66, 36, 70, 40),
            From = new(2015, 1, 1),
            Until = new(2015, 12, 31),
            Countries = ["TJ"],
            Checked = [ItemCheck.Reported],
        },
    };

    /// <summary>The queries of items of layers and of their summaries.</summary>
    public static IEnumerable<Query> Layers(Database database)
    {
        var place = new PlacedItemRow
        {
            ItemId = 1,
            Country = "TJ",
            Cell = 900_000,
            Slot = LayerDays.SlotOf(new DateOnly(2015, 3, 1).DayNumber, new DateOnly(2015, 3, 1).DayNumber),
        };
        foreach (var access in (LayerAccess[])[new(null, false), new("TJ", true)])
        {
            foreach (var (name, filter) in ItemFilters)
            {
                var query = new LayerItemQuery(database.Dialect, filter, access);
                var asked = $"({name}{(access.IsWhole ? "" : ", own")})";
                foreach (var page in query.Pages(null, 101).Concat(query.Pages(place, 101)))
                    yield return Of(asked, page);
                foreach (var count in query.Counts(10_001))
                    yield return Of(asked, count);
            }

            yield return Of("", LayerItemQuery.ById("seizures", Guid.Empty, access));
            yield return Of("", LayerItemQuery.PlaceOf("seizures", Guid.Empty, access));
            foreach (var part in LayerSummaryQuery.Parts("seizures", new(["TJ"], 2010, 2020), access))
            {
                yield return Of(access.IsWhole ? "(all)" : "(by threes)", LayerSummaryQuery.Events(part));
                yield return Of(access.IsWhole ? "(all)" : "(by threes)", LayerSummaryQuery.Numbers(part));
            }
        }
    }

    public static IEnumerable<Query> Lists(Database database)
    {
        var dialect = database.Dialect;
        foreach (var (name, filter) in Filters)
        {
            foreach (var sort in Enum.GetValues<ProjectSort>())
            {
                foreach (var after in (ProjectPosition?[])[null, new(10, 10)])
                {
                    foreach (var (start, lead) in Leads(filter))
                    {
                        var asked = $"({name}, {sort}{(after is null ? "" : ", next page")}{start})";
                        yield return Of(asked, ProjectListSql.Page(dialect, filter, sort, after, 51, lead));
                    }
                }
            }

            foreach (var (start, lead) in Leads(filter))
            {
                yield return Of($"({name}{start})", ProjectListSql.Count(filter, lead));
                yield return Of($"({name}{start})", ProjectListSql.Some(dialect, filter, 1_001, lead));
            }

            if (ProjectConditions.For(filter) is { Count: > 0 } conditions)
                yield return Of($"({name})", ProjectConditions.Sizes(dialect, [.. conditions.Index()], 2_001));
        }
    }

    /// <summary>Returns the conditions that a query of a filter can start from, with a name of each.</summary>
    private static IEnumerable<(string Name, ProjectLead Lead)> Leads(ProjectFilter filter)
    {
        var conditions = ProjectConditions.For(filter);
        yield return ("", ProjectLead.Usual(conditions));
        for (var place = 0; place < conditions.Count; place++)
        {
            var kind = conditions[place].Facet is null ? "rare condition" : "facet";
            yield return ($", on {kind} {place}", new(place));
        }
    }

    public static IEnumerable<Query> Overlaps(Database database)
    {
        var dialect = database.Dialect;
        foreach (var (name, filter) in OverlapFilters)
        {
            foreach (var candidates in (CandidateProjects?[])[null, new([1, 2, 3])])
            {
                var asked = $"{name}{(candidates is null ? "" : ", candidates")}";
                var byStart = new DefinitionQuery(dialect, candidates, filter);
                foreach (var after in (OverlapPosition?[])[null, new(1, 1, 1, 1)])
                    yield return Of($"({asked}{(after is null ? "" : ", next page")})", byStart.Page(after, 51));
                yield return Of($"({asked})", byStart.Count());

                var sampled = new ReviewSampleQuery(dialect, filter, candidates?.ProjectIds[0]);
                yield return Of($"({asked})", sampled.Page(new(1L << 46, 0, 0), 1L << 47, 24));

                var scans = candidates is null ? IndexScans.For(filter) : [];
                foreach (var sort in Enum.GetValues<OverlapSort>().Where(sort => sort != OverlapSort.Start))
                {
                    foreach (var after in (RankPosition?[])[null, new(100, 1, 1)])
                    {
                        foreach (var path in (AccessPath[])[candidates ?? (AccessPath)new FullOrder(), .. scans])
                        {
                            var on = path is IndexScans { Condition: var condition } ? $", on {condition}" : "";
                            yield return Of(
                                $"({asked}, {sort}{(after is null ? "" : ", next page")}{on})",
                                ReportQuery.Create(dialect, path, filter, sort).Page(after, 51)
                            );
                        }
                    }
                }

                yield return Of(
                    $"({asked}, candidates of a cluster)",
                    ReportQuery
                        .Create(dialect, new LinksOfCluster(1, 5_000, 1_000), filter, OverlapSort.Score)
                        .Page(null, 1)
                );
                if (scans.Count > 0)
                    yield return Of($"({asked})", QueryPlanner.Sizes(dialect, scans, 1_001));

                var all = ReportQuery.Create(
                    dialect,
                    candidates ?? (scans.Count > 0 ? scans[0] : (AccessPath)new FullOrder()),
                    filter,
                    OverlapSort.Score
                );
                yield return Of($"({asked})", all.Count());
                yield return Of($"({asked})", OverlapSummarySql.Pairs(all));
                yield return Of($"({asked})", OverlapSummarySql.Countries(all, filter, range: null));
                var ordered = candidates is null
                    ? ReportQuery.Create(dialect, new FullOrder(), filter, OverlapSort.Score)
                    : all;
                var (first, last) = (
                    new PairOfIds { FirstId = 1, SecondId = 2 },
                    new PairOfIds { FirstId = 3, SecondId = 4 }
                );
                yield return Of($"({asked}, first)", OverlapSummarySql.Pairs(ordered, after: null, 100));
                yield return Of($"({asked}, further)", OverlapSummarySql.Pairs(ordered, first, 100));
                yield return Of($"({asked}, further)", OverlapSummarySql.Countries(ordered, filter, new(first, last)));
            }
        }
    }

    public static IEnumerable<Query> OverlapSums()
    {
        foreach (
            var (name, conditions) in (List<(string, SqlText)>)
                [
                    ("all", OverlapSumSql.Conditions([], [])),
                    ("some", OverlapSumSql.Conditions([OverlapKind.SameProject], [0, 5])),
                ]
        )
        {
            yield return Of($"({name})", OverlapSumSql.Rows(OverlapSet.Donors, conditions));
            yield return Of($"({name}, found)", OverlapSumSql.Rows(OverlapSet.FoundMonth, conditions));
            yield return Of($"({name})", OverlapSumSql.AmountRows(OverlapSet.Country, conditions));
            yield return Of($"({name})", OverlapSumSql.MonthRows(conditions));
            yield return Of($"({name})", OverlapSumSql.Count(conditions));
        }
    }

    public static IEnumerable<Query> Presence(Database database)
    {
        var dialect = database.Dialect;
        foreach (var (name, filter) in Filters)
        {
            PresenceDimension[][] breakdowns =
            [
                Enum.GetValues<PresenceDimension>(),
                [PresenceDimension.Country, PresenceDimension.Pillar],
                [PresenceDimension.Year],
            ];
            foreach (var by in breakdowns)
            {
                foreach (var (start, lead) in Leads(filter))
                    yield return Of(
                        $"({name}, by {string.Join(" ", by)}{start})",
                        PresenceSql.Cells(new(by, filter, 2026) { Lead = lead })
                    );

                var question = new PresenceQuery(by, filter, 2026);
                var asked = $"({name}, by {string.Join(" ", by)})";
                yield return Of(asked, PresenceSql.CellAmounts(dialect, question, question.By));
                yield return Of(asked, PresenceSql.Totals(question));
                yield return Of(asked, PresenceSql.Periods(question));
                yield return Of(asked, PresenceSql.Parts(question));
                yield return Of(asked, PresenceSql.ProjectAmounts(dialect, question));
                yield return Of(asked, PresenceSql.DonorAmounts(dialect, question));
                foreach (var dimension in by.Where(dimension => dimension != PresenceDimension.Year))
                    yield return Of($"{asked}, {dimension}", PresenceSql.Values(question, dimension));
                yield return Of($"{asked}, in all", PresenceSql.CellAmounts(dialect, question, []));
                yield return Of(asked, PresenceSql.OwnAmounts(dialect, question, by, [1, 2]));
                yield return Of($"{asked}, in all", PresenceSql.OwnAmounts(dialect, question, [], [1, 2]));
            }

            var byDonor = new PresenceQuery([PresenceDimension.Year, PresenceDimension.Donor], filter, 2026, "USD");
            yield return Of($"({name}, converted)", PresenceSql.CellAmounts(dialect, byDonor, byDonor.By));
            yield return Of($"({name}, given)", PresenceSql.GivenAmounts(dialect, byDonor));
        }

        foreach (var set in PresenceSet.All)
        {
            foreach (var first in (string?[])[null, "TJ"])
            {
                var asked = $"({string.Join(" ", set.Dimensions)}, {first ?? "all"})";
                yield return Of(asked, PresenceSumSql.Cells(set, first));
                yield return Of(asked, PresenceSumSql.Rows(set, first));
                yield return Of(asked, PresenceSumSql.Amounts(set, first, byStart: true));
                yield return Of($"{asked}, in all", PresenceSumSql.Amounts(set, first, byStart: false));
            }
        }
    }

    /// <summary>The queries of the values of all projects, from which tables of many are counted.</summary>
    public static IEnumerable<Query> PresenceOfMany(Database database)
    {
        var dialect = database.Dialect;
        foreach (var (name, filter) in Filters)
        {
            var others = new PresenceQuery([PresenceDimension.Country], filter.WithoutFacets(), 2026);
            yield return Of($"({name})", PresenceSql.All(dialect, others));
            yield return Of($"({name})", PresenceSql.AllPeriods(dialect, others));
            foreach (var (facet, values) in filter.Facets)
                yield return Of($"({name}, {facet})", PresenceSql.AllWith(dialect, facet, values));
            foreach (var dimension in Enum.GetValues<PresenceDimension>())
            {
                if (dimension != PresenceDimension.Year)
                    yield return Of($"({name}, {dimension})", PresenceSql.AllValues(dialect, filter, dimension));
            }
        }

        yield return Of("", PresenceSql.AllParts(dialect));
        yield return Of("", PresenceSql.AllAmounts(dialect));
        yield return Of("", PresenceSql.AllDonorAmounts(dialect));
    }

    public static IEnumerable<Query> Measures(Database database)
    {
        var measure = new MeasureDraft
        {
            Reference = "M-1",
            Title = "Tests",
            Pillars = [Pillar.Precursors, Pillar.FinancialFlows],
            Countries = ["TJ", "UZ"],
            ActivityTypes = ["training"],
            Words = ["precursor test", "kit"],
        };
        foreach (var (asked, draft) in new[] { ("", measure), ("(place alone)", Bare(measure)) })
            yield return Of(
                asked,
                MeasureLinkSql.IsCovered(
                    database.Dialect,
                    draft.Countries,
                    EntryMeasures.Conditions(StoredMeasure.FromDraft(draft, recorded: null), 7, new(2026, 1, 1)),
                    730_000
                )
            );

        static MeasureDraft Bare(MeasureDraft measure) => measure with { ActivityTypes = [], Words = [] };
    }

    public static IEnumerable<Query> Copies()
    {
        foreach (var table in RegisterTable.All)
        {
            yield return Of($"({table.Name})", RegisterTableSql.Count(table));
            yield return Of($"({table.Name})", RegisterTableSql.Rows(table));
            yield return Of($"({table.Name})", RegisterTableSql.Add(table));
            yield return Of($"({table.Name})", RegisterTableSql.Empty(table));
        }
    }

    private static readonly Dictionary<string, OverlapFilter> OverlapFilters = new()
    {
        ["no filter"] = new(),
        ["country"] = new() { Countries = ["TJ"] },
        ["country, route and pillar"] = new()
        {
            Countries = ["TJ"],
            RouteCountries = ["AF", "TJ"],
            Pillars = [Pillar.Precursors, Pillar.FinancialFlows],
        },
        ["route"] = new() { RouteCountries = ["AF", "TJ"] },
        // Countries beside the routes share bits.
        ["other countries"] = new() { Countries = ["NP", "ET", "TJ"], RouteCountries = ["AF", "TJ"] },
        ["among"] = new() { Among = [1, 2, 3] },
        ["active and between"] = new()
        {
            ActiveFrom = new(2020, 1, 1),
            ActiveTo = new(2020, 12, 31),
            Between = ("DE", "US"),
        },
        ["kind, score, verdict and updated"] = new()
        {
            Kinds = [OverlapKind.SameProject],
            MinScore = 0.5m,
            Verdicts = [VerdictFilter.None, VerdictFilter.Stale, VerdictFilter.Duplicate],
            UpdatedSince = DateTimeOffset.UnixEpoch,
        },
        ["declared, decided and updated"] = new()
        {
            Kinds = [OverlapKind.Declared],
            MinScore = 0.5m,
            Verdicts = [VerdictFilter.Stale, VerdictFilter.Duplicate],
            UpdatedSince = DateTimeOffset.UnixEpoch,
        },
        ["kinds, score and found"] = new()
        {
            Kinds = [OverlapKind.SameProject, OverlapKind.SameActivity],
            MinScore = 0.5m,
            FoundSince = DateTimeOffset.UnixEpoch,
        },
        ["found in a month"] = new()
        {
            FoundSince = DateTimeOffset.UnixEpoch,
            FoundBefore = DateTimeOffset.UnixEpoch.AddMonths(1),
        },
        ["score and found before"] = new() { MinScore = 0.5m, FoundBefore = DateTimeOffset.UnixEpoch.AddMonths(1) },
        ["donor"] = new() { AnyProject = new() { Donors = ["DE"] } },
        ["either"] = new()
        {
            AnyProject = Filters["donor, implementer, partner and owner"] with { Words = ["border"] },
        },
    };

    private static IEnumerable<Query> Indexes(Database database) =>
        database.Dialect == SqlDialect.Sqlite
            ?
            [
                Of("", SqliteIndexSql.Drop("IX_Overlap_Score")),
                Of("", SqliteIndexSql.Create("CREATE INDEX IX_Overlap_Spare ON Overlap (Score)")),
            ]
            : [];

    private static Query Of(string asked, ComposedStatement statement) =>
        new($"{statement.Name}{asked}", statement.Sql, statement.Parameters);
}
