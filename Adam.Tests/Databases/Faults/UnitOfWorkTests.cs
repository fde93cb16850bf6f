using System.Diagnostics.Metrics;
using Adam.Data.Databases;
using Adam.Data.Databases.SqlServer;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Databases.Faults;

/// <summary>Runs one unit of work with one failure at a chosen point.</summary>
public sealed class UnitOfWorkTests : FaultTests
{
    private readonly List<string> _counted = [];

    private CuttingProxy _proxy = null!;
    private Database _database = null!;
    private MeterListener _listener = null!;
    private int _runs;

    [SetUp]
    public void OpenWay()
    {
        (_proxy, _runs) = (new(Server.ConnectionString), 0);
        _database = new SqlServerDatabase(Through(_proxy));
        _counted.Clear();
        _listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name.StartsWith("adam.database.", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, _, tags, _) =>
                _counted.Add(
                    $"{instrument.Name["adam.database.".Length..]} {(tags.Length > 0 ? tags[0].Value : null)}".Trim()
                )
        );
        _listener.Start();
    }

    [TearDown]
    public async Task CloseWay()
    {
        _listener.Dispose();
        await _proxy.DisposeAsync();
    }

    [TestCase(Cut.None, 1, "")]
    [TestCase(Cut.BeforeCommit, 2, "retries, commits_in_doubt undone")]
    [TestCase(Cut.AfterCommit, 1, "retries, commits_in_doubt committed")]
    public async Task Change_is_made_once_wherever_its_commit_is_cut(object cut, int runs, string counted)
    {
        var cuts = new Queue<Cut>([(Cut)cut]);
        _proxy.OnCommit = () => cuts.TryDequeue(out var next) ? next : Cut.None;

        Assert.That(await AddAsync("once"), Is.EqualTo(runs), "the result of the committed run is returned");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_runs, Is.EqualTo(runs));
            Assert.That(await CountAsync("once"), Is.EqualTo(1));
            Assert.That(string.Join(", ", _counted), Is.EqualTo(counted));
        }
    }

    [TestCase(Cut.BeforeCommit, 0)]
    [TestCase(Cut.AfterCommit, 1)]
    public async Task Commit_that_cannot_be_asked_about_is_told_as_unknown(object cut, int written)
    {
        _proxy.OnCommit = () =>
        {
            _proxy.IsClosed = true;
            return (Cut)cut;
        };

        Assert.That(() => AddAsync("unknown"), Throws.TypeOf<CommitUnknownException>());
        Assert.That(_counted, Has.Exactly(1).EqualTo("commits_in_doubt unknown"));
        Assert.That(await CountAsync("unknown"), Is.EqualTo(written));
    }

    [Test]
    public async Task Database_out_of_reach_is_told_after_a_few_tries_and_nothing_is_changed()
    {
        _proxy.IsClosed = true;
        Assert.That(() => AddAsync("never"), Throws.TypeOf<RegisterUnavailableException>());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_counted, Is.EqualTo(Enumerable.Repeat("retries", 5)));
            Assert.That(await CountAsync("never"), Is.Zero);
        }
    }

    [Test]
    public async Task Question_whose_connection_is_cut_is_asked_again()
    {
        await _database.QueryOnceAsync(session => session.FirstAsync<int>("SELECT 1", null, default), default);
        var answered = await _database.InReadTransactionAsync(
            async session =>
            {
                if (++_runs == 1)
                    _proxy.CutAll();
                return await session.FirstAsync<int>("SELECT 7", null, default);
            },
            default
        );
        Assert.That((answered, _runs), Is.EqualTo((7, 2)));
    }

    [Test]
    public async Task Connections_that_died_in_the_pool_stand_in_nobodys_way()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    _database.InReadTransactionAsync(
                        session => session.FirstAsync<int>("SELECT 1", null, default),
                        default
                    )
                )
        );
        _proxy.CutAll();
        Assert.That(
            await _database.QueryOnceAsync(session => session.FirstAsync<int>("SELECT 1", null, default), default),
            Is.EqualTo(1)
        );
        Assert.That(_counted, Has.Count.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task Victim_of_a_deadlock_runs_again()
    {
        await AddAsync("first");
        await AddAsync("second");
        await using var other = new SqlConnection(Server.ConnectionString);
        await other.OpenAsync();
        await using var transaction = (SqlTransaction)await other.BeginTransactionAsync();
        await TouchAsync("second");

        var crossing = Task.CompletedTask;
        _counted.Clear();
        _runs = 0;
        var changed = await _database.InWriteTransactionAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "UPDATE OrganisationName SET Name = 'unit' WHERE NameKey = 'first'",
                    null,
                    default
                );
                // The unit of work must be the victim on either server. PostgreSQL (Babelfish) aborts the session that
                // has waited for one second first; SQL Server aborts the one with the lower DEADLOCK_PRIORITY.
                if (++_runs == 1)
                    crossing = Task.Delay(300)
                        .ContinueWith(_ => TouchAsync("first"), TaskScheduler.Default)
                        .Unwrap()
                        .ContinueWith(_ => transaction.CommitAsync(), TaskScheduler.Default)
                        .Unwrap();
                return await session.ExecuteAsync(
                    "UPDATE OrganisationName SET Name = 'unit' WHERE NameKey = 'second'",
                    null,
                    default
                );
            },
            default
        );
        await crossing;

        Assert.That((changed, _runs), Is.EqualTo((1, 2)));
        Assert.That(_counted, Is.EqualTo(new[] { "retries" }));

        async Task TouchAsync(string key)
        {
            await using var command = new SqlCommand(
                $"SET DEADLOCK_PRIORITY HIGH; UPDATE OrganisationName SET Name = 'other' WHERE NameKey = '{key}'",
                other,
                transaction
            );
            await command.ExecuteNonQueryAsync();
        }
    }

    [Test]
    public void Fault_of_the_unit_itself_is_not_run_again()
    {
        Assert.That(
            () =>
                _database.InWriteTransactionAsync(
                    session =>
                    {
                        _runs++;
                        return session.ExecuteAsync(
                            "INSERT INTO OrganisationName (NameKey, Name) VALUES ('x', NULL)",
                            null,
                            default
                        );
                    },
                    default
                ),
            Throws.InstanceOf<SqlException>()
        );
        Assert.That(_runs, Is.EqualTo(1));
    }

    /// <summary>An interrupted import must not report that nothing more was written.</summary>
    [Test]
    public async Task Caller_who_goes_while_a_commit_is_in_doubt_leaves_it_told_as_unknown()
    {
        using var gone = new CancellationTokenSource();
        _proxy.OnCommit = () =>
        {
            gone.Cancel();
            return Cut.AfterCommit;
        };

        Assert.That(
            () =>
                _database.InWriteTransactionAsync(
                    session =>
                        session.ExecuteAsync(
                            "INSERT INTO OrganisationName (NameKey, Name) VALUES ('gone', 'gone')",
                            null,
                            default
                        ),
                    gone.Token
                ),
            Throws.TypeOf<CommitUnknownException>()
        );
        Assert.That(await CountAsync("gone"), Is.EqualTo(1));
    }

    /// <summary>Pauses between retries end when the caller cancels.</summary>
    [Test]
    public void Caller_who_goes_is_let_go()
    {
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        _proxy.IsClosed = true;
        Assert.That(
            () =>
                _database.QueryOnceAsync(session => session.FirstAsync<int>("SELECT 1", null, gone.Token), gone.Token),
            Throws.InstanceOf<Exception>().And.Not.TypeOf<RegisterUnavailableException>()
        );
        Assert.That(_counted, Has.Count.LessThan(5));
    }

    [Test]
    public async Task Marks_do_not_pile_up()
    {
        await AddAsync("one");
        await Register.Database.InWriteTransactionAsync(
            session =>
                session.ExecuteAsync("UPDATE CommitMark SET CreatedAt = DATEADD(hour, -2, CreatedAt)", null, default),
            default
        );
        await AddAsync("two");
        Assert.That(
            await Register.Database.QueryOnceAsync(
                session => session.FirstAsync<int>("SELECT COUNT(*) FROM CommitMark", null, default),
                default
            ),
            Is.EqualTo(2),
            "the marks of the update and of the last change"
        );
    }

    /// <summary>
    /// Inserts a row whose key differs in each run, so that no constraint rejects a second execution.
    /// </summary>
    private Task<int> AddAsync(string name) =>
        _database.InWriteTransactionAsync(
            async session =>
            {
                var run = ++_runs;
                await session.ExecuteAsync(
                    "INSERT INTO OrganisationName (NameKey, Name) VALUES (@key, @name)",
                    new { key = name is "first" or "second" ? name : $"{name} {run}", name },
                    default
                );
                return run;
            },
            default
        );

    private Task<int> CountAsync(string name) =>
        Register.Database.QueryOnceAsync(
            session =>
                session.FirstAsync<int>(
                    "SELECT COUNT(*) FROM OrganisationName WHERE Name = @name",
                    new { name },
                    default
                ),
            default
        );
}
