using Adam.Data.BrowserSessions;
using Adam.Data.Changes;
using Adam.Data.Databases;
using Adam.Data.ExchangeRates;
using Adam.Data.Imports;
using Adam.Data.Keys;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Learning;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Data.Subscriptions;
using Adam.Domain.Keys;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using Adam.Tests.Projects;

namespace Adam.Tests.Copying;

/// <summary>Creates a register with rows in every table, as the program writes them.</summary>
internal static class FilledRegister
{
    public static readonly DateTimeOffset Decided = new DateTimeOffset(
        2026,
        3,
        2,
        8,
        0,
        0,
        TimeSpan.Zero
    ).AddMicroseconds(123_456);

    /// <summary>Creates a register with rows in every table and with names that a careless copy would damage.</summary>
    public static async Task<Database> CreateAsync(int projects = 120)
    {
        var database = (await TestRegister.NewRegisterAsync("sqlite")).Service;
        var partners = new PartnerStore(database);
        await partners.AddAsync(
            new(
                "IDB",
                PartnerKind.Organisation,
                "Bank \"of\" the C:\\ Isthmus",
                Memberships: [],
                ["Banco 😀", "İstanbul ıssız"],
                ["XI-IDB-*"],
                "ask@example.org",
                1
            ),
            default
        );
        // With a single key, a server that assigns the identity value 1 twice after a bulk copy would go unnoticed.
        await new KeyStore(database).AddAsync(new("first", "DE", Role.Viewer, "first", Decided, null), [1], default);
        await new KeyStore(database).AddAsync(
            new("key", "IDB", Role.Donor, "Schlüssel", Decided, null),
            [0, 1, 2, 255],
            default
        );
        await new BrowserSessionStore(database, TimeProvider.System).StartAsync("key", TimeSpan.FromHours(1), default);
        await new KeyStore(database).RevokeAsync("key", Decided.AddDays(1), default);
        await TestStores.SaveResponseAsync(
            database,
            "key",
            "v\"1\\",
            new()
            {
                RequestHash = [9, 8],
                Status = 201,
                Location = "/v1/projects/1",
                ETag = "\"1\"",
                Body = "{\"a\":\"\\u0041\"}",
                CreatedAt = Decided,
            },
            default
        );

        await new ExchangeRateStore(database).AddAsync(
            [new("EUR", 2026, 0.861234567890123456m, "A bulletin “of” 😀")],
            "key",
            Decided,
            default
        );

        var store = TestStores.Projects(database, TimeProvider.System);
        await store.RecordAllAsync(
            Enumerable
                .Range(0, projects)
                .Select(number =>
                    AProject
                        .By(
                            number % 3 == 0 ? "IDB"
                            : number % 3 == 1 ? "US"
                            : "DE"
                        )
                        .With(
                            new Donor(number % 2 == 0 ? "US" : "DE", "Agency \"A\\B\"", 1_000.25m + number, "USD"),
                            new Donor(null, number % 5 == 0 ? "World Bank" : $"Фонд «{number}» 😀", null, null)
                        )
                        .In(number % 2 == 0 ? ["TJ"] : ["TJ", "UZ"])
                        .On(number % 4 == 0 ? [Pillar.Precursors] : [Pillar.Precursors, Pillar.RegionalInitiatives])
                        .Running(
                            $"20{10 + (number % 15)}-01-01",
                            number % 7 == 0 ? null : $"20{12 + (number % 15)}-06-30"
                        )
                        .Saying(draft =>
                            draft with
                            {
                                Reference = $"R\"{number}\\ é",
                                Title = $"Training of border police {number / 2} ba ko ta ‮مرز‬ İ ı ß 😀",
                                Description = new string('ж', number) + " trailing ",
                                Implementers = [new(null, $"Centre {number % 9}")],
                                PlannedStart = number % 11 == 0 ? null : draft.PlannedStart,
                                Places = number % 6 == 0 ? [new("Панж", "Khatlon", 37.2000001, -179.9)] : [],
                            }
                        )
                        .Build()
                ),
            "test 😀",
            default
        );
        await new OverlapRebuild(database, new(), TimeProvider.System).RunAsync(null, default);

        var listed = (await store.ListAsync(new(), ProjectSort.Created, null, projects, default))
            .Select(one => ProjectJson.Read(one.Document))
            .ToList();
        await store.WithdrawAsync(listed[3].Id, null, "test", default);
        await store.ChangeAsync(
            listed[4].Id,
            null,
            listed[4].Owner,
            listed[4].Draft with
            {
                Title = "Changed \\ \"quoted\"",
            },
            "test",
            default
        );
        var germany = (await partners.ListAsync(default)).Single(partner => partner.Code == "DE");
        await partners.ChangeAsync(
            germany with
            {
                OtherNames = [.. germany.OtherNames, "Deutschland „neu“"],
            },
            germany.Version,
            default
        );

        var overlaps = TestOverlaps.Store(database);
        var pairs = (await overlaps.RankAsync(new(), OverlapSort.Score, null, 3, default)).Items;
        await overlaps.DecideAsync(
            pairs[0].Overlap.Id!.Value,
            _ => true,
            Verdict.Complementary,
            "first",
            "test",
            "UNODC",
            Decided,
            default
        );
        await overlaps.DecideAsync(
            pairs[0].Overlap.Id!.Value,
            _ => true,
            Verdict.Duplicate,
            "\"sure\" \\ 😀",
            "test",
            "UNODC",
            Decided.AddTicks(10),
            default
        );
        await overlaps.DecideAsync(
            pairs[1].Overlap.Id!.Value,
            _ => true,
            Verdict.Unrelated,
            null,
            "test",
            "UNODC",
            Decided,
            default
        );
        await new OverlapNoteStore(database).AddAsync(
            pairs[0].Overlap.Id!.Value,
            new()
            {
                Id = Guid.CreateVersion7(Decided),
                Text = "\"ours\" \\ 😀\nсобаки",
                Proposed = Verdict.Complementary,
                WrittenBy = "test",
                Partner = "DE",
                WrittenAt = Decided,
            },
            _ => true,
            "test",
            default
        );
        var stale = await store.FindAsync(pairs[1].Overlap.Earlier.Id!.Value, default);
        await store.ChangeAsync(
            stale!.Id,
            null,
            stale.Owner,
            stale.Project.Draft with
            {
                PlannedStart = new(2009, 1, 1),
            },
            "test",
            default
        );
        await FilledHub.FillAsync(database);
        await SubscribeAsync(database);
        await ImportAsync(database);
        var learned = new LearnedRulesStore(database);
        await learned.AdoptAsync(LearnedRules.None, Decided, default);
        await learned.AdoptAsync(LearnedRules.None, Decided.AddDays(1), default);
        await learned.UndoAsync(Decided.AddDays(2), default);
        return database;
    }

    private static async Task ImportAsync(Database database)
    {
        var log = new ImportLog(database, TimeProvider.System);
        var kept = await log.AddAsync(
            new(
                Guid.CreateVersion7(),
                "DE",
                "US",
                "test 😀",
                IsJob: false,
                IsDryRun: false,
                new("Dátei 😀.csv", 3, [1, 2, 3]),
                "csv",
                "csv|||",
                "{}",
                TotalBytes: 3
            ),
            default
        );
        var lease = new ImportLease(kept, IsResumed: false);
        var (owner, draft) = AProject.By("US").Saying(draft => draft with { Reference = "Impórted" }).Build();
        foreach (var title in (string[])["before", "after"])
            await TestStores
                .Imports(database, TimeProvider.System)
                .WriteAsync(
                    "test",
                    session =>
                        session.PutAsync(
                            [new ImportRecord(owner, draft with { Title = title })],
                            (_, record) => MergedRecord.FromDraft(record.Draft),
                            default
                        ),
                    default,
                    lease
                );
        var report = new ImportReportParts();
        using var file = new MemoryStream();
        await report.AddAsync(ImportReportKind.Items, file, to => to.WriteAsync(new byte[] { 1, 2, 3 }).AsTask());
        var ending = new ImportEnding(ImportState.Finished, "é 😀", kept.Advance, null, IsListed: true);
        await log.EndAsync(lease, ending, report, Decided.AddYears(100), default);
        var mappings = new ImportMappings(database, TimeProvider.System);
        await mappings.SaveAsync("DE", "budget-sheet", """{"columns":{"Größe 😀":null}}""", null, "test 😀", default);
    }

    private static async Task SubscribeAsync(Database database)
    {
        var subscriptions = new SubscriptionStore(database);
        var draft = new SubscriptionDraft(
            SubscriptionChannel.Webhook,
            "Övérlaps 😀",
            "https://hooks.example.org/",
            new([EventType.VerdictGiven], ["TJ"], [Pillar.Precursors], ["DE"], ["world bank"])
        );
        var added = await subscriptions.AddAsync(
            Guid.CreateVersion7(),
            "DE",
            draft,
            [1, 2, 3],
            await new ChangeStore(database).LastPositionAsync(default),
            "test 😀",
            Decided,
            default
        );
        var changed = await subscriptions.ReplaceSecretAsync(added!, [4, 5, 6], Decided, default);
        await subscriptions.SaveAsync(
            changed!,
            new(changed!.Progress.Position, 1, Decided, Decided.AddHours(1)),
            [new("evt_1", EventType.VerdictGiven, 1, Decided, null, "The host has no address.")],
            null,
            default
        );
        var mail = await subscriptions.AddAsync(
            Guid.CreateVersion7(),
            "DE",
            draft with
            {
                Channel = SubscriptionChannel.Email,
                Url = "desk@example.org",
                DigestHour = 6,
            },
            [],
            changed.Progress.Position,
            "test",
            Decided,
            default
        );
        var tokens = new SubscriptionTokenStore(database);
        await tokens.BeginAsync(mail!, TokenPurpose.Confirmation, [7, 8, 9], Decided, default);
        await tokens.SetAskedAsync(mail!, Decided, default);
        await tokens.ConfirmAsync([7, 8, 9], Decided, default);
    }
}
