using Adam.Data.Imports;
using Adam.Data.Projects;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using Adam.Tests.Projects;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Imports;

public sealed class ImportStoreTests(string engine) : RegisterTests(engine)
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private FakeTimeProvider _time = null!;

    private ImportStore Imports => TestStores.Imports(Register.Database, _time);

    private ProjectStore Projects => TestStores.Projects(Register.Database, _time);

    [SetUp]
    public void SetClock() => _time = new(Monday);

    [Test]
    public async Task Records_of_a_batch_are_created_in_its_order_and_changed_in_any()
    {
        var batch = Enumerable
            .Range(0, 120)
            .Select(number => RecordFor(AProject.By(number % 2 == 0 ? "DE" : "US")))
            .ToList();

        var arrived = await PutAsync(batch);

        Assert.That(arrived.Select(one => (one.Outcome, one.Revived)), Is.All.EqualTo((ImportOutcome.Created, false)));
        Assert.That(
            arrived.Select(one => one.Id.ToString()),
            Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.Unique
        );
        var listed = await Projects.ListAsync(new(), ProjectSort.Created, null, 200, default);
        var read = listed.Select(one => ProjectJson.Read(one.Document)).ToList();
        Assert.That(read.Select(one => one.Id), Is.EqualTo(arrived.Select(one => one.Id)));
        Assert.That(read.Select(one => one.Draft.Reference), Is.EqualTo(batch.Select(one => one.Draft.Reference)));
        Assert.That(
            read.Select(one => (one.Version, one.CreatedAt, one.UpdatedAt, one.UpdatedBy)),
            Is.All.EqualTo((1, Monday, Monday, "import"))
        );

        var changed = await PutAsync([
            .. batch
                .Select(one => one with { Draft = one.Draft with { Title = $"Boats of {one.Draft.Reference}" } })
                .Reverse(),
        ]);
        // Other titles may have other overlaps.
        Assert.That(
            changed.Select(one => one with { Overlaps = 0 }),
            Is.EqualTo(arrived.Reverse().Select(one => one with { Outcome = ImportOutcome.Updated, Overlaps = 0 }))
        );
        listed = await Projects.ListAsync(new(), ProjectSort.Created, null, 200, default);
        Assert.That(
            listed.Select(one => ProjectJson.Read(one.Document).Draft.Title),
            Is.EqualTo(batch.Select(one => $"Boats of {one.Draft.Reference}"))
        );
    }

    [Test]
    public async Task Record_that_says_the_same_is_left_as_it_is()
    {
        var batch = new[] { RecordFor(AProject.By("DE")), RecordFor(AProject.By("US")) };
        var created = await PutAsync(batch);
        _time.Advance(TimeSpan.FromDays(1));

        var arrived = await PutAsync(batch);

        Assert.That(
            arrived,
            Is.EqualTo(created.Select(one => new ImportRecordResult(ImportOutcome.Unchanged, one.Id) { Overlaps = 1 }))
        );
        var stored = await FindAsync(created[0]);
        Assert.That((stored.Version, stored.UpdatedAt), Is.EqualTo((1, Monday)));
    }

    [Test]
    public async Task Overlaps_are_counted_as_the_report_counts_them()
    {
        var arrived = await PutAsync([
            RecordFor(AProject.By("DE").In("TJ")),
            RecordFor(AProject.By("US").In("TJ")),
            RecordFor(AProject.By("EU").In("TJ")),
            RecordFor(AProject.By("DE").In("BR").On(Pillar.Precursors)),
        ]);
        Assert.That(arrived.Select(one => one.Overlaps), Is.EqualTo([2, 2, 2, 0]));

        var report = TestOverlaps.Store(Register.Database);
        foreach (var one in arrived)
            Assert.That((await report.ForProjectAsync(one.Id!.Value, 5, default)).Count, Is.EqualTo(one.Overlaps));
    }

    [Test]
    public async Task Record_that_says_something_else_is_a_new_version_under_the_same_id()
    {
        var first = RecordFor(AProject.By("DE").In("TJ"));
        var created = (await PutAsync([first]))[0];
        _time.Advance(TimeSpan.FromDays(1));

        var titled = (
            await PutAsync([
                first with
                {
                    Draft = first.Draft with { Reference = first.Draft.Reference.ToLowerInvariant(), Title = "Boats" },
                },
            ])
        )[0];

        Assert.That(titled, Is.EqualTo(new ImportRecordResult(ImportOutcome.Updated, created.Id) { Overlaps = 0 }));
        var stored = await FindAsync(created);
        var tuesday = Monday.AddDays(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((stored.Version, stored.UpdatedAt), Is.EqualTo((2, tuesday)));
            Assert.That(stored.ScopeChangedAt, Is.EqualTo(Monday), "a title decides no overlap");
            Assert.That(
                (
                    stored.Project.Version,
                    stored.Project.CreatedAt,
                    stored.Project.UpdatedAt,
                    stored.Project.Draft.Title
                ),
                Is.EqualTo((2, Monday, tuesday, "Boats"))
            );
            Assert.That(stored.Project.Draft.Reference, Is.EqualTo(first.Draft.Reference.ToLowerInvariant()));
        }

        await PutAsync([first with { Draft = first.Draft with { Countries = ["UZ"] } }]);
        Assert.That((await FindAsync(created)).ScopeChangedAt, Is.EqualTo(tuesday));
        Assert.That(await Projects.CountAsync(new() { Countries = ["TJ"] }, default), Is.Zero);
        Assert.That(await Projects.CountAsync(new() { Countries = ["UZ"] }, default), Is.EqualTo(1));
    }

    [Test]
    public async Task Withdrawn_record_comes_back_even_when_it_says_the_same()
    {
        var batch = new[] { RecordFor(AProject.By("DE")) };
        var created = (await PutAsync(batch))[0];
        _time.Advance(TimeSpan.FromDays(1));
        await Projects.WithdrawAsync(created.Id!.Value, 1, "test", default);
        _time.Advance(TimeSpan.FromDays(1));

        var arrived = (await PutAsync(batch))[0];

        Assert.That(
            arrived,
            Is.EqualTo(new ImportRecordResult(ImportOutcome.Updated, created.Id) { Revived = true, Overlaps = 0 })
        );
        var stored = await FindAsync(created);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((stored.Version, stored.Project.Version), Is.EqualTo((3, 3)), "to withdraw was a version too");
            Assert.That(
                (stored.WithdrawnAt, stored.ScopeChangedAt, stored.UpdatedAt),
                Is.EqualTo(((DateTimeOffset?)null, Monday.AddDays(2), Monday.AddDays(2)))
            );
            Assert.That(await Projects.CountAsync(new(), default), Is.EqualTo(1));
        }

        Assert.That(
            (await PutAsync(batch))[0],
            Is.EqualTo(new ImportRecordResult(ImportOutcome.Unchanged, created.Id) { Overlaps = 0 })
        );
        Assert.That(
            await Projects.ChangeAsync(
                created.Id.Value,
                3,
                "DE",
                batch[0].Draft with
                {
                    Title = "Boats",
                },
                "test",
                default
            ),
            Is.InstanceOf<ProjectOutcome.Done>()
        );
    }

    [Test]
    public async Task Batch_of_all_kinds_answers_in_its_order_and_as_its_dry_run_did()
    {
        var (same, other, gone, fresh) = (
            RecordFor(AProject.By("DE")),
            RecordFor(AProject.By("US")),
            RecordFor(AProject.By("EU")),
            RecordFor(AProject.By("DE"))
        );
        var before = await PutAsync([same, other, gone]);
        await Projects.WithdrawAsync(before[2].Id!.Value, 1, "test", default);
        ImportRecord[] batch = [gone, fresh, other with { Draft = other.Draft with { Title = "Boats" } }, same];

        var judged = await Imports.ValidateAsync(batch, Incoming, default);
        Assert.That(
            judged,
            Is.EqualTo(
                new ImportRecordResult[]
                {
                    new(ImportOutcome.Updated, before[2].Id) { Revived = true },
                    new(ImportOutcome.Created, null),
                    new(ImportOutcome.Updated, before[1].Id),
                    new(ImportOutcome.Unchanged, before[0].Id),
                }
            )
        );
        Assert.That(await Projects.CountAsync(new(), default), Is.EqualTo(2), "a dry run writes nothing");

        var arrived = await PutAsync(batch);
        Assert.That(
            arrived.Select(one =>
                one with
                {
                    Id = one.Outcome == ImportOutcome.Created ? null : one.Id,
                    Overlaps = null,
                }
            ),
            Is.EqualTo(judged)
        );
        Assert.That(await Projects.CountAsync(new(), default), Is.EqualTo(4));
    }

    [Test]
    public async Task What_a_format_cannot_say_is_kept()
    {
        var first = RecordFor(AProject.By("DE").Saying(draft => draft with { Beneficiaries = ["Border Service"] }));
        var created = (await PutAsync([first]))[0];
        var without = first with { Draft = first.Draft with { Beneficiaries = [] } };

        Assert.That((await PutAsync([without], KeepBeneficiaries))[0].Outcome, Is.EqualTo(ImportOutcome.Unchanged));
        Assert.That(
            (await PutAsync([without with { Draft = without.Draft with { Title = "Boats" } }], KeepBeneficiaries))[
                0
            ].Outcome,
            Is.EqualTo(ImportOutcome.Updated)
        );

        var draft = (await FindAsync(created)).Project.Draft;
        Assert.That((draft.Title, draft.Beneficiaries[0]), Is.EqualTo(("Boats", "Border Service")));
        Assert.That(await Projects.CountAsync(new() { Words = ["border", "service"] }, default), Is.EqualTo(1));
    }

    [Test]
    public async Task What_throws_leaves_nothing()
    {
        var known = RecordFor(AProject.By("DE"));
        var created = (await PutAsync([known]))[0];

        Assert.That(
            () =>
                Imports.WriteAsync<bool>(
                    "import",
                    async session =>
                    {
                        await session.PutAsync(
                            [
                                known with
                                {
                                    Draft = known.Draft with { Title = "Boats" },
                                },
                                RecordFor(AProject.By("US").PaidBy("US", "JP")),
                            ],
                            Incoming,
                            default
                        );
                        await session.PutAsync([RecordFor(AProject.By("EU"))], Incoming, default);
                        throw new TimeoutException("Given up");
                    },
                    default
                ),
            Throws.TypeOf<TimeoutException>()
        );

        Assert.That(await Projects.CountAsync(new(), default), Is.EqualTo(1));
        Assert.That((await FindAsync(created)).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task Batches_of_one_session_see_each_other_and_stand_together()
    {
        var one = RecordFor(AProject.By("DE"));
        var second = await Imports.WriteAsync(
            "import",
            async session =>
            {
                await session.PutAsync([one], Incoming, default);
                return await session.PutAsync([one, RecordFor(AProject.By("US"))], Incoming, default);
            },
            default
        );
        Assert.That(
            second.Select(arrived => arrived.Outcome),
            Is.EqualTo([ImportOutcome.Unchanged, ImportOutcome.Created])
        );

        Assert.That(await Projects.CountAsync(new(), default), Is.EqualTo(2));
    }

    [Test]
    public async Task Empty_batch_is_no_work()
    {
        Assert.That(await PutAsync([]), Is.Empty);
        Assert.That(await Imports.ValidateAsync([], Incoming, default), Is.Empty);
    }

    [Test]
    public void Reference_that_stands_twice_in_a_batch_is_refused()
    {
        var one = RecordFor(AProject.By("DE"));
        ImportRecord[] batch =
        [
            one,
            one with
            {
                Draft = one.Draft with { Reference = one.Draft.Reference.ToLowerInvariant() },
            },
        ];
        Assert.That(async () => await PutAsync(batch), Throws.ArgumentException);
        Assert.That(async () => await Imports.ValidateAsync(batch, Incoming, default), Throws.ArgumentException);
    }

    [Test]
    public async Task Merge_to_another_reference_and_an_unknown_owner_are_refused()
    {
        var one = RecordFor(AProject.By("DE"));
        await PutAsync([one]);
        Assert.That(
            async () =>
                await PutAsync([one], (current, _) => MergedRecord.FromDraft(current with { Reference = "another" })),
            Throws.ArgumentException
        );
        Assert.That(async () => await PutAsync([one with { Owner = "XX" }]), Throws.ArgumentException);
        Assert.That(
            async () => await Imports.ValidateAsync([one with { Owner = "XX" }], Incoming, default),
            Throws.ArgumentException
        );
    }

    private static MergedRecord Incoming(ProjectDraft current, ImportRecord incoming) =>
        MergedRecord.FromDraft(incoming.Draft);

    private static MergedRecord KeepBeneficiaries(ProjectDraft current, ImportRecord incoming) =>
        MergedRecord.FromDraft(incoming.Draft with { Beneficiaries = current.Beneficiaries });

    private static ImportRecord RecordFor(AProject project)
    {
        var (owner, draft) = project.Build();
        return new(owner, draft);
    }

    private async Task<StoredProject> FindAsync(ImportRecordResult arrived) =>
        (await Projects.FindAsync(arrived.Id!.Value, default))!;

    private Task<IReadOnlyList<ImportRecordResult>> PutAsync(
        IReadOnlyList<ImportRecord> batch,
        Func<ProjectDraft, ImportRecord, MergedRecord>? merge = null
    ) => Imports.WriteAsync("import", session => session.PutAsync(batch, merge ?? Incoming, default), default);
}
