using System.Text.Json;
using Adam.Data.Idempotency;
using Adam.Data.Overlaps.Report;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;
using Adam.Domain.Text;
using Adam.Tests.Overlaps;
using Adam.Tests.Projects;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Databases;

/// <summary>
/// Covers everything in which the two databases differ by default: text, its order and case, blanks, amounts and
/// instants. Each test states the expected result and runs on both.
/// </summary>
public sealed class SameAnswersTests(string engine) : RegisterTests(engine)
{
    private static readonly DateTimeOffset Moment = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).AddTicks(
        1_234_567
    );

    private static readonly (string Name, string Text)[] Texts =
    [
        ("quotes", "Border \"police\" 'and' `customs` «together»"),
        ("backslashes", @"C:\new\table \u0041 \\server\"),
        ("line breaks", "One\nTwo\r\nThree\tFour"),
        ("signs of JSON and SQL", "[\"a\", {\"b\": null}] -- '; DROP TABLE Project; /* % _ [x] */ @p0_ ~|"),
        ("controls", "a\u0001b\u001fc\u007fd\u0085e"),
        ("separators of Unicode", "a\u2028b\u2029c\ufeffd\u00a0e\u200bf"),
        ("beyond the first plane", "😀 𠀀 👩‍👩‍👧 𝔸 \U0010FFFD"),
        ("right to left", "\u202eمرز\u202c — گمرک ‏عبرית‏"),
        ("accents in one and in two", "é e\u0301 ñ n\u0303 각 가\u11a8"),
        ("Turkish and German", "İ I ı i ẞ ß"),
        ("blanks around", "  two before, three behind   "),
    ];

    private static IEnumerable<TestCaseData> AllTexts =>
        Texts.Select(text => new TestCaseData(text.Text).SetArgDisplayNames(text.Name));

    private ProjectStore Projects => TestStores.Projects(Register.Database, TimeProvider.System);

    private PresenceStore Presence => new(Register.Database);

    [TestCaseSource(nameof(AllTexts))]
    public async Task Text_comes_back_whole(string text)
    {
        var recorded = await RecordAsync(
            AProject
                .By("DE")
                .Saying(draft =>
                    draft with
                    {
                        Reference = text,
                        Title = text,
                        Description = text,
                        Beneficiaries = [text],
                        Places = [new(text, text, null, null)],
                    }
                )
        );
        await RecordAsync(AProject.By("US"));
        var overlaps = TestOverlaps.Store(Register.Database);
        var pair = (await overlaps.WalkAsync(new(), null, 10, default)).Items.Single().Overlap.Id!.Value;
        await overlaps.DecideAsync(pair, _ => true, Verdict.Unrelated, text, text, "UNODC", Moment, default);
        var idempotency = new IdempotencyStore(Register.Database);
        await TestStores.SaveResponseAsync(
            Register.Database,
            "key",
            "value",
            new()
            {
                RequestHash = [1],
                Status = 201,
                Location = "/",
                ETag = "\"1\"",
                Body = text,
                CreatedAt = Moment,
            },
            default
        );

        var found = (await Projects.FindAsync(recorded.Id, default))!.Project.Draft;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (found.Reference, found.Title, found.Description, found.Beneficiaries.Single()),
                Is.EqualTo((text, text, text, text))
            );
            Assert.That((found.Places.Single().Name, found.Places.Single().Admin1), Is.EqualTo((text, text)));
            Assert.That(
                (
                    await Projects.FindByReferenceAsync(
                        "DE",
                        found with
                        {
                            Reference = text.ToUpperInvariant(),
                        },
                        default
                    )
                )?.Id,
                Is.EqualTo(recorded.Id)
            );
            var decision = (await overlaps.FindAsync(pair, default))!.Decision!;
            Assert.That((decision.Note, decision.DecidedBy), Is.EqualTo((text, text)));
            Assert.That((await idempotency.FindAsync("key", "value", default))!.Body, Is.EqualTo(text));
        }
    }

    /// <summary>Names are passed to the database in JSON row sets.</summary>
    [TestCaseSource(nameof(AllTexts))]
    public async Task Name_of_an_organisation_comes_back_whole(string text)
    {
        if (
            EngineName == "sqlserver"
            && text.Any(character => character is '"' or '\\' or < ' ')
            && await TestServer.IsBabelfishAsync()
        )
            Assert.Ignore("Unlike SQL Server, Babelfish does not unescape the strings that OPENJSON returns.");

        await Projects.RecordAllAsync(
            [AProject.By("DE").With(new Donor(null, text, null, null)).Build()],
            "test",
            default
        );

        Assert.That(await NamesAsync(PresenceDimension.Donor), Is.EqualTo(new[] { text }));
    }

    /// <summary>
    /// A character outside the first plane takes two code units in a column, but counts once for limits.
    /// </summary>
    [Test]
    public async Task Text_of_the_greatest_length_comes_back_whole()
    {
        var name = string.Concat(Enumerable.Repeat("𝔸", ProjectLimits.MaxNameLength));
        var note = string.Concat(Enumerable.Repeat("😀", 2_000));
        await RecordAsync(AProject.By("DE").With(new Donor(null, name, null, null)));
        await RecordAsync(AProject.By("DE"));
        var overlaps = TestOverlaps.Store(Register.Database);
        var pair = (await overlaps.WalkAsync(new(), null, 10, default)).Items.Single().Overlap.Id!.Value;
        await overlaps.DecideAsync(pair, _ => true, Verdict.Unrelated, note, "key", "UNODC", Moment, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await NamesAsync(PresenceDimension.Donor), Does.Contain(name));
            Assert.That((await overlaps.FindAsync(pair, default))!.Decision!.Note, Is.EqualTo(note));
        }
    }

    [TestCase("İstanbul ıssız", "istanbul issiz", true)]
    [TestCase("FISHING", "fishing", true)]
    [TestCase("Straße", "STRASSE", true)]
    [TestCase("ÉQUIPEMENT", "equip", true)]
    [TestCase("e\u0301quipement", "\u00e9quipement", true)]
    [TestCase("ﬁnance ﷺ ㎏", "finance kg", true)]
    [TestCase("ＦＵＬＬ", "full", true)]
    [TestCase("Ðà Nẵng Łódź", "lodz da", true)]
    [TestCase("مرزی كنترل", "کنترل مرزی", true)]
    [TestCase("\u202eمرز\u202c", "مرز", true)]
    [TestCase("Контроль", "КОНТР", true)]
    [TestCase("Контроль", "Kontrol", false)]
    [TestCase("border😀line", "border😀", true)]
    [TestCase("border😀line", "border😁", false)]
    [TestCase("𠀀𠀁 训练", "𠀀", true)]
    [TestCase("ab", "ab\u0301c", false)]
    [TestCase("per_cent 100%", "percent", false)]
    [TestCase("a[b]c", "a%", true)]
    [TestCase(
        "abcdefghijklmnopqrstuvwxyzabcdefghijklm😀 and more",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklm😀",
        true,
        TestName = "Word_that_is_cut_within_a_character_is_found"
    )]
    [SetCulture("tr-TR")]
    public async Task Words_are_found_whatever_their_case_and_accents_and_whatever_the_culture(
        string title,
        string words,
        bool found
    )
    {
        await RecordAsync(AProject.By("DE").Saying(draft => draft with { Reference = "1", Title = title }));
        await RecordAsync(AProject.By("DE").Saying(draft => draft with { Reference = "2", Title = "Something else" }));

        var filter = new ProjectFilter { Words = Folding.Words(words) };
        Assert.That(
            (await Projects.ListAsync(filter, ProjectSort.Created, null, 10, default)).Select(one =>
                ProjectJson.Read(one.Document).Draft.Title
            ),
            Is.EqualTo(found ? [title] : Array.Empty<string>())
        );
        Assert.That(await Projects.CountAsync(filter, default), Is.EqualTo(found ? 1 : 0));
    }

    [TestCase("R-i", "r-I", true)]
    [TestCase("R-é", "R-É", true)]
    [TestCase("R-жЮ", "R-Жю", true)]
    [TestCase("R-é", "R-e", false)]
    [TestCase("R-ß", "R-SS", false)]
    [TestCase("R-ı", "R-I", false)]
    [TestCase("R-İ", "R-I", false)]
    [TestCase("R-１", "R-1", false)]
    [TestCase("R-\u212a", "R-K", false)]
    [TestCase("R-ae", "R-æ", false)]
    [TestCase("R 1", "R1", false)]
    [TestCase("R-1\u200b", "R-1", false)]
    [TestCase("R-😀", "R-😁", false)]
    [SetCulture("tr-TR")]
    public async Task Reference_is_one_by_its_case_and_by_nothing_else(string one, string other, bool same)
    {
        await RecordAsync(AProject.By("DE").Saying(draft => draft with { Reference = one }));

        var (owner, draft) = AProject.By("DE").Saying(draft => draft with { Reference = other }).Build();
        Assert.That(await Projects.FindByReferenceAsync(owner, draft, default), same ? Is.Not.Null : Is.Null);
        Assert.That(
            await Projects.RecordAsync(owner, draft, "test", default),
            same ? Is.InstanceOf<ProjectOutcome.ReferenceTaken>() : Is.InstanceOf<ProjectOutcome.Done>()
        );
    }

    [Test]
    public async Task Organisations_are_one_by_what_their_names_fold_to_and_stand_in_ordinal_order_as_first_written()
    {
        string[] names =
        [
            "World Bank",
            "WORLD  BANK",
            "Wörld bank.",
            "ångström",
            "Zulu",
            "alpha",
            "Ålpha",
            "Всемирный банк",
            "😀 bank",
            "ꙮ bank",
            "\uff5f bank",
        ];
        await Projects.RecordAllAsync(
            names.Select(name => AProject.By("DE").With(new Donor(null, name, null, null)).Build()),
            "test",
            default
        );

        Assert.That(
            await NamesAsync(PresenceDimension.Donor),
            Is.EqualTo(
                new[]
                {
                    "World Bank",
                    "Zulu",
                    "alpha",
                    "ångström",
                    "Всемирный банк",
                    "ꙮ bank",
                    "😀 bank",
                    "\uff5f bank",
                }
            )
        );
    }

    /// <summary>Folding can lengthen a name (ß becomes ss). Keys are cut to the length of their column.</summary>
    [Test]
    public async Task Name_that_folds_to_more_than_it_has_is_kept_and_found(
        [Values("ß", "ﷺ", "😀", "㎏")] string character
    )
    {
        var name = string.Concat(Enumerable.Repeat(character, 200 / character.Length));
        await RecordAsync(
            AProject.By("DE").With(new Donor(null, name, null, null), new Donor(null, "World Bank", null, null))
        );
        await RecordAsync(AProject.By("US").With(new Donor(null, name, null, null)));

        Assert.That(await NamesAsync(PresenceDimension.Donor), Has.Count.EqualTo(2).And.Contains(name));
        Assert.That(await Projects.CountAsync(new() { Donors = [Folding.Key(name)] }, default), Is.EqualTo(2));
    }

    [Test]
    public async Task Records_of_one_key_stand_in_the_order_of_their_recording_on_every_page()
    {
        var time = new FakeTimeProvider(Moment);
        var store = TestStores.Projects(Register.Database, time);
        await store.RecordAllAsync(
            Enumerable
                .Range(0, 7)
                .Select(number =>
                    AProject
                        .By(number % 2 == 0 ? "DE" : "US")
                        .Saying(draft => draft with { Title = $"{number}" })
                        .Build()
                ),
            "test",
            default
        );

        foreach (var sort in Enum.GetValues<ProjectSort>())
        {
            var (titles, last) = (new List<string>(), (ListedProject?)null);
            do
            {
                var page = await store.ListAsync(new(), sort, last?.Position(sort), 2, default);
                titles.AddRange(page.Select(one => ProjectJson.Read(one.Document).Draft.Title));
                last = page.Count == 2 ? page[^1] : null;
            } while (last is not null);
            Assert.That(
                string.Concat(titles),
                Is.EqualTo(sort.ToString().EndsWith("Descending", StringComparison.Ordinal) ? "6543210" : "0123456"),
                sort.ToString()
            );
        }

        var overlaps = await TestOverlaps.Store(Register.Database).AllAsync(new(), OverlapSort.Start, 3);
        Assert.That(
            string.Join(" ", overlaps.Select(pair => pair.Overlap.Earlier.Title + pair.Overlap.Later.Title)),
            Is.EqualTo("01 03 05 12 14 16 23 25 34 36 45 56")
        );
    }

    [Test]
    public async Task Amounts_are_added_up_to_the_last_decimal_and_show_as_many_as_their_currency_has()
    {
        await Projects.RecordAllAsync(
            [
                AProject
                    .By("DE")
                    .With(
                        new Donor("DE", null, 0.1m, "EUR"),
                        new Donor("FR", null, 99_999_999_999_999.99m, "EUR"),
                        new Donor("JP", null, 5m, "JPY")
                    )
                    .Build(),
                AProject
                    .By("DE")
                    .With(new Donor("DE", null, 0.2m, "EUR"), new Donor("FR", null, 99_999_999_999_999.99m, "USD"))
                    .Build(),
                AProject
                    .By("DE")
                    .With(new Donor("DE", null, 0.0001m, "CLF"), new Donor("US", null, 1.10m, "KWD"))
                    .Build(),
                .. Enumerable
                    .Range(0, 30)
                    .Select(_ => AProject.By("DE").With(new Donor("US", null, 99_999_999_999_999.99m, "USD")).Build()),
            ],
            "test",
            default
        );

        var totals = (await Presence.QueryPresenceAsync(new([PresenceDimension.Country], new(), 2026), default))
            .Totals
            .Amounts;
        Assert.That(
            JsonSerializer.Serialize(
                totals.Select(amount => $"{amount.Currency} {JsonSerializer.Serialize(amount.Amount)}")
            ),
            Is.EqualTo("""["CLF 0.0001","EUR 100000000000000.29","JPY 5","KWD 1.100","USD 3099999999999999.69"]""")
        );
    }

    [Test]
    public async Task Instants_are_kept_to_the_microsecond_and_cut_there()
    {
        var kept = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456);
        var time = new FakeTimeProvider(Moment);
        var store = TestStores.Projects(Register.Database, time);
        var (owner, draft) = AProject.By("DE").Build();
        var id = ((ProjectOutcome.Done)await store.RecordAsync(owner, draft, "test", default)).Project.Id;
        time.SetUtcNow(Moment.AddTicks(9));
        await store.ChangeAsync(id, null, owner, draft with { Title = "Changed" }, "test", default);

        var stored = (await store.FindAsync(id, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (stored.Project.CreatedAt, stored.Project.UpdatedAt, stored.UpdatedAt),
                Is.EqualTo((kept, kept.AddMicroseconds(1), kept.AddMicroseconds(1)))
            );
            Assert.That(
                await store.CountAsync(
                    new() { UpdatedSince = kept.AddMicroseconds(1).ToOffset(TimeSpan.FromHours(5)) },
                    default
                ),
                Is.EqualTo(1)
            );
            Assert.That(await store.CountAsync(new() { UpdatedSince = kept.AddMicroseconds(2) }, default), Is.Zero);
        }
    }

    [Test]
    public async Task Very_long_texts_are_kept()
    {
        // Scoring reads the first 4,000 UTF-16 code units. The text has a surrogate pair across that limit.
        var text =
            new string('ж', 3_999)
            + "😀 "
            + string.Concat(Enumerable.Range(0, 4_000).Select(number => $"ж{number} 😀 "));
        var recorded = await RecordAsync(
            AProject
                .By("DE")
                .Saying(draft =>
                    draft with
                    {
                        Description = text,
                        Beneficiaries = [.. Enumerable.Range(0, 200).Select(number => $"{number} {text[..300]}")],
                    }
                )
        );
        var idempotency = new IdempotencyStore(Register.Database);
        var body = string.Concat(Enumerable.Repeat(text, 50));
        await TestStores.SaveResponseAsync(
            Register.Database,
            "key",
            new string('v', 255),
            new()
            {
                RequestHash = [1],
                Status = 200,
                Location = null,
                ETag = null,
                Body = body,
                CreatedAt = Moment,
            },
            default
        );

        Assert.That((await Projects.FindAsync(recorded.Id, default))!.Project.Draft.Description, Is.EqualTo(text));
        Assert.That(await Projects.CountAsync(new() { Words = ["ж3999"] }, default), Is.EqualTo(1));
        Assert.That((await idempotency.FindAsync("key", new string('v', 255), default))!.Body, Is.EqualTo(body));
    }

    private async Task<Project> RecordAsync(AProject project)
    {
        var (owner, draft) = project.Build();
        return ((ProjectOutcome.Done)await Projects.RecordAsync(owner, draft, "test", default)).Project;
    }

    /// <summary>Returns the names of the cells of one dimension, in the order of the table.</summary>
    private async Task<IReadOnlyList<string>> NamesAsync(PresenceDimension dimension) =>
        [
            .. (await Presence.QueryPresenceAsync(new([dimension], new(), 2026), default)).Cells.Select(cell =>
                cell.Values.Single()
            ),
        ];
}
