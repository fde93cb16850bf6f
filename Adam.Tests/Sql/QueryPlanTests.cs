using System.Text.RegularExpressions;
using Adam.Data.Databases;
using Adam.Data.Overlaps.Report;
using Adam.Tests.Projects;

namespace Adam.Tests.Sql;

/// <summary>Checks SQLite's query plans: no list scans a table, and none sorts more rows than its page needs.</summary>
public sealed partial class QueryPlanTests
{
    private TestRegister _register = null!;

    [OneTimeSetUp]
    public async Task FillRegister()
    {
        _register = await TestRegister.GetAsync("sqlite");
        await _register.ResetAsync();
        await _register.RecordAsync(Enumerable.Range(0, 50).Select(_ => AProject.By("DE").In("TJ", "UZ").Build()));
    }

    [Test]
    public async Task Lists_walk_an_index_in_the_order_of_the_page()
    {
        foreach (
            var query in QueryCatalogue
                .Lists(_register.Database)
                .Where(query => !query.Name.Contains(".Count", StringComparison.Ordinal))
        )
        {
            var plan = await PlanAsync(query);
            Assert.That(plan.Where(IsScanOfTable), Is.Empty, $"{query}\n{string.Join("\n", plan)}");

            // Small sorts are allowed: one page for each value if several values are merged, and the projects of a rare
            // condition.
            var merges =
                query.Name.Contains("two countries", StringComparison.Ordinal)
                || query.Name.Contains("words and country", StringComparison.Ordinal);
            if (
                !query.Name.Contains("rare condition", StringComparison.Ordinal)
                && !merges
                && !query.Name.StartsWith("ProjectConditions.Sizes", StringComparison.Ordinal)
                // Some projects are found in no order, each once.
                && !query.Name.StartsWith("ProjectListSql.Some", StringComparison.Ordinal)
                && !query.Name.Contains("route", StringComparison.Ordinal)
            )
                Assert.That(
                    plan.Where(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)),
                    Is.Empty,
                    $"{query}\n{string.Join("\n", plan)}"
                );
        }
    }

    /// <summary>A page of items reads one range of an index, in its order.</summary>
    [Test]
    public async Task Items_of_layers_walk_an_index_in_the_order_of_the_page()
    {
        var queries = QueryCatalogue.Layers(_register.Database).ToList();
        Assert.That(queries, Has.Count.GreaterThan(60));
        foreach (var query in queries)
        {
            var plan = await PlanAsync(query);
            var text = $"{query}\n{string.Join("\n", plan)}\n{query.Sql}";
            // A summary by threes divides what an index has found.
            Assert.That(plan.Where(step => IsScanOfTable(step) && step != "SCAN placed"), Is.Empty, text);
            if (!query.Name.StartsWith("LayerItemQuery.Page", StringComparison.Ordinal))
                continue;

            Assert.That(plan.Where(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)), Is.Empty, text);
            var index =
                query.Name.Contains("own", StringComparison.Ordinal) ? "IX_LayerItem_Recorder"
                : query.Name.Contains("box and day", StringComparison.Ordinal) ? "IX_LayerItem_Days"
                : query.Name.Contains("box", StringComparison.Ordinal) ? "IX_LayerItem_Space"
                : query.Name.Contains("time", StringComparison.Ordinal) ? "IX_LayerItem_Days"
                : query.Name.Contains("country", StringComparison.Ordinal) ? "IX_LayerItem_Country"
                : "IX_LayerItem_Order";
            Assert.That(plan.Any(step => step.Contains(index, StringComparison.Ordinal)), Is.True, text);
        }
    }

    /// <summary>
    /// Meetings, recommendations and documents are found by their key, and their versions by the record.
    /// </summary>
    [Test]
    public async Task Meetings_and_versions_are_searched_by_indexes()
    {
        var queries = QueryCatalogue
            .Fixed(_register.Database)
            .Where(query =>
                query.Name
                    is "MeetingSql.ByKey"
                        or "RecommendationSql.ByKey"
                        or "DocumentSql.ByKey"
                        or "RecordVersionSql.Page"
                        or "RecordVersionSql.Count"
                        or "AuditSql.LastOfRecords"
                        or "LayerItemSql.ByIds"
                        or "PartnerSql.Memberships"
            )
            .ToList();
        Assert.That(queries, Has.Count.EqualTo(8));
        foreach (var query in queries)
        {
            var plan = await PlanAsync(query);
            Assert.That(plan.Where(IsScanOfTable), Is.Empty, $"{query}\n{string.Join("\n", plan)}");
            Assert.That(plan, Has.Some.Match("SEARCH"), $"{query}\n{string.Join("\n", plan)}");
        }
    }

    /// <summary>Questionnaires and responses are found by their keys, and rates read the index of days alone.</summary>
    [Test]
    public async Task Questionnaires_and_responses_are_searched_by_indexes()
    {
        var queries = QueryCatalogue
            .Fixed(_register.Database)
            .Where(query =>
                query.Name
                    is "QuestionnaireSql.ByKey"
                        or "PartnerResponseSql.OfQuestionnaire"
                        or "PartnerResponseSql.OfPartner"
                        or "PartnerResponseSql.Received"
                        or "PartnerResponseSql.UnderPillars"
                        or "ReminderSql.Given"
                        or "ReminderSql.Document"
                        or "ReminderSql.Received"
            )
            .ToList();
        Assert.That(queries, Has.Count.EqualTo(8));
        foreach (var query in queries)
        {
            var plan = await PlanAsync(query);
            Assert.That(plan.Where(IsScanOfTable), Is.Empty, $"{query}\n{string.Join("\n", plan)}");
            Assert.That(plan, Has.Some.Match("SEARCH"), $"{query}\n{string.Join("\n", plan)}");
            if (query.Name == "PartnerResponseSql.Received")
                Assert.That(plan, Has.Some.Match("COVERING INDEX IX_PartnerResponse_ReceivedDay"));
        }
    }

    /// <summary>Each cell, facet, word and measure of a question is one search of an index.</summary>
    [Test]
    public async Task Measures_are_evaluated_by_searches_of_indexes()
    {
        var queries = QueryCatalogue
            .Fixed(_register.Database)
            .Where(query =>
                query.Name.StartsWith("MeasureLinkSql", StringComparison.Ordinal)
                || query.Name
                    is "MeasureVerdictSql.OfMeasures"
                        or "MeasureVerdictSql.OfProject"
                        or "MeasureVerdictSql.OfLink"
                        or "MeasureVerdictSql.Until"
                        or "MeasureSql.ByKey"
                        or "AuditRecorderSql.HashOf"
                        or "AuditRecorderSql.ProjectsSince"
            )
            .Concat(QueryCatalogue.Measures(_register.Database))
            .ToList();
        Assert.That(queries, Has.Count.EqualTo(18));
        foreach (var query in queries)
        {
            var plan = await PlanAsync(query);
            Assert.That(plan.Where(IsScanOfTable), Is.Empty, $"{query}\n{string.Join("\n", plan)}");
        }

        var likely = await PlanAsync(queries.Single(query => query.Name == "MeasureLinkSql.Likely"));
        Assert.That(likely, Has.Some.Match("SEARCH w USING PRIMARY KEY"), string.Join("\n", likely));
    }

    /// <summary>
    /// Statements and findings are found by their measure, the last ones by one search for each of them.
    /// </summary>
    [TestCase("ProgressStatement", 4)]
    [TestCase("ProgressFinding", 3)]
    public async Task Statements_and_findings_are_searched_by_indexes(string table, int count)
    {
        var queries = QueryCatalogue
            .Fixed(_register.Database)
            .Where(query =>
                query.Name.StartsWith($"{table}Sql", StringComparison.Ordinal)
                && query.Sql.TrimStart().StartsWith("SELECT", StringComparison.Ordinal)
                && query.Name != $"{table}Sql.All"
            )
            .ToList();
        Assert.That(queries, Has.Count.EqualTo(count));
        foreach (var query in queries)
        {
            var plan = await PlanAsync(query);
            Assert.That(plan.Where(IsScanOfTable), Is.Empty, $"{query}\n{string.Join("\n", plan)}");
            Assert.That(plan, Has.Some.Match("SEARCH"), $"{query}\n{string.Join("\n", plan)}");
        }

        var last = await PlanAsync(queries.Single(query => query.Name == $"{table}Sql.LastOfMeasures"));
        Assert.That(
            last,
            Has.Some.Match($"SEARCH later USING COVERING INDEX IX_{table}_Latest"),
            string.Join("\n", last)
        );
    }

    [Test]
    public async Task Report_in_the_order_of_starts_sorts_the_partners_of_one_project_at_a_time()
    {
        foreach (
            var query in QueryCatalogue
                .Overlaps(_register.Database)
                .Where(query =>
                    query.Name.StartsWith("DefinitionQuery.Page", StringComparison.Ordinal)
                    && !query.Name.Contains("candidates", StringComparison.Ordinal)
                )
        )
        {
            var plan = await PlanAsync(query);
            Assert.That(
                plan[0],
                Does.Match(@"(SCAN|SEARCH) a USING COVERING INDEX IX_ProjectCell_Start"),
                $"{query}\n{string.Join("\n", plan)}"
            );
            Assert.That(plan.Skip(1).Where(IsScanOfTable), Is.Empty, $"{query}\n{string.Join("\n", plan)}");
            Assert.That(
                plan.Where(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)),
                Is.EquivalentTo(["USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY"]),
                $"{query}"
            );
        }
    }

    [Test]
    public async Task Sample_of_the_review_queue_reads_only_the_keys_of_its_range()
    {
        foreach (
            var query in QueryCatalogue
                .Overlaps(_register.Database)
                .Where(query => query.Name.StartsWith("ReviewSampleQuery.Page", StringComparison.Ordinal))
        )
        {
            var plan = await PlanAsync(query);
            const string Index = "USING COVERING INDEX IX_ProjectBlockingKey_Key";
            Assert.That(
                plan.Where(step => step.Contains(" mine ", StringComparison.Ordinal)),
                Is.EqualTo([$"SEARCH mine {Index} (KeyHash>? AND KeyHash<?)"]),
                $"{query}\n{string.Join("\n", plan)}"
            );
            Assert.That(plan, Has.Some.StartsWith($"SEARCH theirs {Index} (KeyHash=?"), $"{query}");
            Assert.That(plan.Where(IsScanOfTable), Is.Empty, $"{query}\n{string.Join("\n", plan)}");
        }
    }

    [Test]
    public async Task Report_walks_the_index_of_its_order_and_sorts_no_more_than_pages()
    {
        foreach (
            var query in QueryCatalogue
                .Overlaps(_register.Database)
                .Where(query =>
                    query.Name.StartsWith("ReportQuery.Page", StringComparison.Ordinal)
                    && !query.Name.Contains("candidates", StringComparison.Ordinal)
                    && !query.Name.Contains("among", StringComparison.Ordinal)
                )
        )
        {
            var plan = await PlanAsync(query);
            var index = IndexOf(query.Name);
            Assert.That(
                plan.Any(step => Regex.IsMatch(step, $@"^((SCAN|SEARCH) o .*)?({index})")),
                Is.True,
                $"{query}\n{string.Join("\n", plan)}"
            );
            Assert.That(
                plan.Where(step => IsScanOfTable(step) && !step.StartsWith("SCAN o USING", StringComparison.Ordinal)),
                Is.Empty,
                $"{query}\n{string.Join("\n", plan)}"
            );
        }
    }

    /// <summary>A pair was looked up for each country of a route, which took longest in a page.</summary>
    [Test]
    public async Task Pair_is_tested_for_the_countries_of_routes_without_a_look_up()
    {
        string[] names =
        [
            "ReportQuery.Page(route, Days)",
            "ReportQuery.Page(country, route and pillar, Days, on Country)",
            "ReportQuery.Page(route, Score, next page)",
        ];
        foreach (var query in QueryCatalogue.Overlaps(_register.Database).Where(query => names.Contains(query.Name)))
        {
            names = [.. names.Where(name => name != query.Name)];
            var plan = await PlanAsync(query);
            Assert.That(plan, Has.None.StartsWith("SEARCH x "), $"{query}\n{string.Join("\n", plan)}");
        }

        Assert.That(names, Is.Empty, "the catalogue has these queries");
    }

    [Test]
    public async Task Pair_is_tested_for_several_other_countries_in_one_look_up()
    {
        string[] names =
        [
            "ReportQuery.Page(other countries, Days)",
            "ReportQuery.Page(other countries, Score, next page)",
        ];
        foreach (var query in QueryCatalogue.Overlaps(_register.Database).Where(query => names.Contains(query.Name)))
        {
            names = [.. names.Where(name => name != query.Name)];
            var plan = await PlanAsync(query);
            const string Countries = @"^SEARCH x .*PRIMARY KEY \(FirstId=\? AND SecondId=\? AND Facet=\?\)$";
            Assert.That(plan, Has.Some.Matches(Countries), $"{query}\n{string.Join("\n", plan)}");
        }

        Assert.That(names, Is.Empty, "the catalogue has these queries");
    }

    [Test]
    public async Task Pairs_of_some_projects_are_sought_from_them()
    {
        foreach (
            var query in QueryCatalogue
                .Overlaps(_register.Database)
                .Where(query =>
                    query.Name.Contains("candidates", StringComparison.Ordinal)
                    && !query.Name.Contains("Summary", StringComparison.Ordinal)
                )
        )
        {
            var plan = await PlanAsync(query);
            Assert.That(plan.Where(IsScanOfTable), Is.Empty, $"{query}\n{string.Join("\n", plan)}");
        }
    }

    [Test]
    public async Task Texts_that_never_change_scan_nothing_but_what_is_small()
    {
        // Full scans are allowed for these. Schema, migrations, partners, term statistics and versions of derived
        // tables have at most a few hundred rows, there are at most 1,000 measures, and few clusters are unverified.
        // Keys are listed in full, in order. A rebuild and a verification read, and a rebuild deletes, all rows.
        string[] small =
        [
            "SqliteIndexSql.Of",
            "JournalSql.Ran",
            "PartnerSql.Revision",
            "PartnerSql.All",
            "MeasureSql.Revision",
            "MeasureSql.All",
            "MeasureVerdictSql.All",
            "ImportMappingSql.All",
            "PartnerSql.Spellings",
            "PartnerSql.WithProjects",
            "ProjectMeasureSql.Clear",
            "LayerSql.Revision",
            "LayerSql.All",
            "PostSql.Revision",
            "PostSql.All",
            "MeetingSql.Revision",
            "MeetingSql.All",
            "RecommendationSql.Revision",
            "RecommendationSql.All",
            "DocumentSql.Revision",
            "DocumentSql.All",
            "ProgressStatementSql.All",
            "ProgressFindingSql.All",
            "QuestionnaireSql.Revision",
            "QuestionnaireSql.All",
            "PartnerResponseSql.All",
            "LayerItemSql.Count",
            "LayerItemSql.AllAfter",
            "KeySql.List",
            "SubscriptionSql.List",
            "SubscriptionSql.DueWebhooks",
            "SubscriptionSql.DueMails",
            "ExchangeRateSql.All",
            "ExchangeRateSql.Remove",
            "TermStatisticsSql.RemoveEarlier",
            "DerivedTableSql.Versions",
            "FacetIndexerSql.Clear",
            "WordIndexerSql.Clear",
            "AmountIndexerSql.Clear",
            "AmountIndexerSql.ClearOfDonors",
            "PlaceIndexerSql.Clear",
            "CellIndexerSql.Clear",
            "PairRebuildSql.CountOfAllCells",
            "PairRebuildSql.Pairs",
            "PairRebuildSql.Reasons",
            "PairRebuildSql.ByProject",
            "PairRebuildSql.Facets",
            "PairRebuildSql.BlockingKeys",
            "PairRebuildSql.Verdicts",
            "PairRebuildSql.EmptyPairs",
            "PairRebuildSql.EmptyReasons",
            "PairRebuildSql.EmptyByProject",
            "PairRebuildSql.EmptyFacets",
            "PairRebuildSql.EmptyBlockingKeys",
            "ClusterUpdateSql.Unverified",
            "OverlapSumSql.Clear",
            "OverlapSumSql.ClearAmounts",
            "OverlapSumSql.ClearMonths",
            "OverlapSumSql.StoredNumbers",
            "OverlapSumSql.StoredAmounts",
            "OverlapSumSql.StoredMonths",
            "PresenceSumSql.Clear",
            "PresenceSumSql.ClearAmounts",
            "PresenceSumSql.StoredProjects",
            "PresenceSumSql.StoredAmounts",
            "ClusterRebuildSql.Connecting",
            "ClusterRebuildSql.Links",
            "ClusterRebuildSql.Members",
            "ClusterRebuildSql.Clusters",
            "ClusterRebuildSql.EmptyLinks",
            "ClusterRebuildSql.EmptyMembers",
            "ClusterRebuildSql.EmptyClusters",
            // A verification reads all records.
            "AuditSql.CurrentVerdicts",
            "AuditSql.Verdicts",
            "LearnedRulesSql.All",
            // Ten sections of each year.
            "ReportNoteSql.All",
            "ReportEditionSql.All",
            // A row for 5,000 entries of the chain, of cuts that an operator makes once a year.
            "AuditCutSql.All",
            "AuditCutSql.LatestBefore",
            "AuditCutSql.CountEntries",
            "AuditSql.Notes",
        ];
        foreach (
            var query in QueryCatalogue
                .Fixed(_register.Database)
                .Where(query => !small.Contains(query.Name) && !query.Sql.Contains(';', StringComparison.Ordinal))
        )
        {
            var plan = await PlanAsync(query);
            Assert.That(plan.Where(IsScanOfTable), Is.Empty, $"{query}\n{string.Join("\n", plan)}");
            // The rows of one facet are those of all projects, which a join must not read for each row. Declared
            // components are all read once.
            if (!query.Name.StartsWith("DeclaredComponentSql.", StringComparison.Ordinal))
                Assert.That(plan, Has.None.Contains("(Facet=?)"), $"{query}\n{string.Join("\n", plan)}");
        }
    }

    /// <summary>
    /// A rebuild fills copies of the tables before it creates their indexes. SQLite creates no temporary index for a
    /// table without row ids, so a statement that needed one would read all rows for each of its rows.
    /// </summary>
    [Test]
    public async Task Rebuild_reads_its_copies_by_primary_key_before_they_have_indexes()
    {
        string[] early =
        [
            "PairIndexerSql.AddBlockingKeys",
            "PairIndexerSql.AddPairs",
            "PairIndexerSql.AddReasons",
            "PairIndexerSql.AddByProject",
            "PairIndexerSql.AddFacets",
            "PairIndexerSql.SetKinds",
            "ClusterUpdateSql.AddLinks",
            "ClusterUpdateSql.AddMembers",
            "ClusterRebuildSql.AddClusters",
            "OverlapSumSql.After",
            "OverlapSumSql.Pairs",
            "OverlapSumSql.Countries",
            "OverlapSumSql.Add",
            "OverlapSumSql.AddAmounts",
            "OverlapSumSql.AddMonths",
            "OverlapSumSql.RemoveZeroMonths",
        ];
        var statements = QueryCatalogue.Fixed(_register.Database).Where(query => early.Contains(query.Name)).ToList();
        Assert.That(statements.Select(query => query.Name), Is.EquivalentTo(early));

        await using var session = await _register.Database.InWriteTransactionAsync(default);
        foreach (
            var index in await session.QueryAsync<Step>(
                """
                SELECT name AS Detail
                FROM sqlite_master
                WHERE type = 'index' AND sql IS NOT NULL
                  AND (tbl_name LIKE 'Overlap%' OR tbl_name = 'ProjectBlockingKey')
                """,
                null,
                default
            )
        )
            await session.ExecuteAsync($"DROP INDEX {index.Detail}", null, default);
        const string rowsOfParameter = "SCAN jsonb_each VIRTUAL TABLE INDEX 1:";
        foreach (var query in statements)
        {
            var plan = await PlanAsync(session, query);
            Assert.That(
                plan.Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && step != rowsOfParameter),
                Is.Empty,
                $"{query}\n{string.Join("\n", plan)}"
            );
        }
    }

    [Test]
    public async Task Entries_of_a_project_are_read_by_its_index_and_others_in_the_order_of_the_chain()
    {
        string[] names = ["AuditSql.OfProject", "AuditSql.CountOfProject", "AuditSql.Filtered", "AuditSql.Count"];
        var plans = new List<string>();
        foreach (var name in names)
            plans.Add(
                (await PlanAsync(QueryCatalogue.Fixed(_register.Database).Single(query => query.Name == name)))[0]
            );
        Assert.That(
            plans,
            Is.EqualTo(
                new[]
                {
                    "SEARCH a USING INDEX UX_AuditEntry_Project (ProjectId=?)",
                    "SEARCH a USING INDEX UX_AuditEntry_Project (ProjectId=?)",
                    "SEARCH a USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
                    "SEARCH a USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
                }
            )
        );
    }

    [Test]
    public async Task Changes_are_read_in_the_order_of_their_primary_key()
    {
        var page = QueryCatalogue.Fixed(_register.Database).Single(query => query.Name == "ChangeSql.After");
        Assert.That(
            await PlanAsync(page),
            Is.EqualTo(
                new[]
                {
                    "SEARCH c USING INTEGER PRIMARY KEY (rowid>?)",
                    "SEARCH p USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN",
                    "SEARCH o USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN",
                    "SEARCH i USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN",
                    "SEARCH f USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN",
                    "SEARCH s USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN",
                }
            )
        );
    }

    [Test]
    public async Task Presence_reads_only_the_projects_that_pass_its_filter()
    {
        foreach (var query in QueryCatalogue.Presence(_register.Database))
        {
            var plan = await PlanAsync(query);
            // The calendar has 131 rows.
            Assert.That(
                plan.Where(step => IsScanOfTable(step) && step != "SCAN d7" && step != "SCAN d0"),
                Is.Empty,
                $"{query}\n{string.Join("\n", plan)}"
            );
        }
    }

    [Test]
    public async Task Presence_of_all_projects_sorts_them_neither_to_list_them_nor_to_list_each_once()
    {
        var ofAll = QueryCatalogue
            .PresenceOfMany(_register.Database)
            .Where(query => $"{query}" is "PresenceSql.All(no filter)" or "PresenceSql.AllPeriods(no filter)")
            .ToList();
        Assert.That(ofAll, Has.Count.EqualTo(2));
        foreach (var query in ofAll)
            Assert.That(
                (await PlanAsync(query)).Where(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)),
                Is.Empty,
                $"{query}"
            );
    }

    [Test]
    public async Task Presence_of_many_projects_reads_each_facet_in_the_order_of_its_index()
    {
        // The projects that meet conditions on words, places or days are found by those.
        var ofIndexes = QueryCatalogue
            .PresenceOfMany(_register.Database)
            .Where(query => !$"{query}".StartsWith("PresenceSql.All(", StringComparison.Ordinal))
            .Where(query => !$"{query}".StartsWith("PresenceSql.AllPeriods", StringComparison.Ordinal));
        foreach (var query in ofIndexes)
        {
            var plan = await PlanAsync(query);
            Assert.That(
                plan.Where(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)),
                Is.Empty,
                $"{query}"
            );
            Assert.That(
                plan.Where(step => step.StartsWith("SEARCH f", StringComparison.Ordinal)),
                Has.All.Match(@"USING COVERING INDEX \w+ \(Facet=\? AND Value=\?\)|\(Facet=\?\)"),
                $"{query}\n{string.Join("\n", plan)}"
            );
        }
    }

    /// <summary>Returns the name of the index that the access path of a page scans, from the plan.</summary>
    private static string IndexOf(string name) =>
        (name, On().Match(name).Groups[1].Value) switch
        {
            (_, nameof(IndexedCondition.Kind)) => "USING INDEX IX_Overlap_Kind",
            (_, nameof(IndexedCondition.Score)) => "USING (COVERING )?INDEX IX_Overlap_Score",
            (_, nameof(IndexedCondition.Found)) => "USING INDEX IX_Overlap_Found",
            (_, nameof(IndexedCondition.Verdict)) => "USING INDEX IX_Overlap_Verdict",
            (_, nameof(IndexedCondition.Updated)) => "USING (COVERING )?INDEX IX_Overlap_Updated",
            (_, { Length: > 0 }) => "SEARCH facet USING COVERING INDEX IX_OverlapFacet_Score",
            // SQLite computes the doubt of a pair from its row.
            var (page, _) when page.Contains(nameof(OverlapSort.Uncertain), StringComparison.Ordinal) =>
                "INDEX IX_Overlap_Doubt",
            // No index but its own has the instant at which a pair was found.
            var (page, _) when page.Contains("found", StringComparison.Ordinal) =>
                $"INDEX IX_Overlap_{Sort().Match(page).Value}",
            var (page, _) => $"COVERING INDEX IX_Overlap_{Sort().Match(page).Value}",
        };

    [GeneratedRegex(@", on (\w+)")]
    private static partial Regex On();

    [GeneratedRegex(@"\b(Score|Days|Updated)\b")]
    private static partial Regex Sort();

    /// <summary>
    /// Returns true if a step scans a table. A scan of a subquery, of one constant row or of the rows in a parameter is
    /// none.
    /// </summary>
    private static bool IsScanOfTable(string step) =>
        step.StartsWith("SCAN ", StringComparison.Ordinal)
        && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal)
        // Few projects are restricted.
        && !step.Contains("IX_Project_Restricted", StringComparison.Ordinal)
        && !step.Contains("CONSTANT ROW", StringComparison.Ordinal)
        && !step.StartsWith("SCAN (subquery", StringComparison.Ordinal)
        && step.Split(' ')[1]
            is not (
                "page"
                or "rare"
                or "f"
                or "pair"
                or "matched"
                or "counted"
                or "m"
                or "candidate"
                or "focus"
                or "scanned"
                or "mine"
                or "other"
                or "w"
                or "r"
                or "s"
                or "sized"
                or "smaller"
                or "declared"
                or "linked"
            )
        && !Walk().IsMatch(step);

    [GeneratedRegex(@"^SCAN w\d+$")]
    private static partial Regex Walk();

    /// <summary>
    /// The rows of a parameter are the outer loop of their statement. As the inner one, they are read and parsed again
    /// for each row of a table, so that an import takes the square of its records.
    /// </summary>
    [Test]
    public async Task Rows_of_a_parameter_are_read_once()
    {
        await using var session = await _register.Database.InReadTransactionAsync(default);
        var faults = new List<string>();
        foreach (var query in QueryCatalogue.All(_register.Database))
        {
            var steps = await session.QueryAsync<Step>($"EXPLAIN QUERY PLAN {query.Sql}", query.Parameters, default);
            foreach (var (place, step) in steps.Index().Where(one => RowsOfParameter().IsMatch(one.Item.Detail)))
            {
                var outer = steps.Take(place).LastOrDefault(one => one.Parent == step.Parent && IsLoop(one.Detail));
                if (outer is not null && !RowsOfParameter().IsMatch(outer.Detail))
                    faults.Add($"{query.Name}: {outer.Detail} / {step.Detail}");
            }
        }

        Assert.That(faults, Is.Empty);

        static bool IsLoop(string step) =>
            step.StartsWith("SCAN ", StringComparison.Ordinal) || step.StartsWith("SEARCH ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^SCAN jsonb?_each VIRTUAL TABLE")]
    private static partial Regex RowsOfParameter();

    private async Task<IReadOnlyList<string>> PlanAsync(Query query)
    {
        await using var session = await _register.Database.InReadTransactionAsync(default);
        return await PlanAsync(session, query);
    }

    private static async Task<IReadOnlyList<string>> PlanAsync(Session session, Query query)
    {
        var rows = await session.QueryAsync<Step>($"EXPLAIN QUERY PLAN {query.Sql}", query.Parameters, default);
        return [.. rows.Select(row => row.Detail)];
    }

    private sealed record Step
    {
        public long Parent { get; init; }
        public string Detail { get; init; } = "";
    }
}
