using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;

namespace Adam.Tests.Databases;

/// <summary>Writes wait by partner in turn, and short writes do not wait for many long ones.</summary>
[Category("sqlite")]
public sealed class WriterTurnsTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(5);

    [Test]
    public void Partners_have_their_turns_one_after_the_other()
    {
        var queue = new TurnQueue<string>();
        foreach (var item in (string[])["a1", "a2", "a3", "b1", "c1", "b2"])
            Assert.That(queue.TryAdd(item[..1], item), Is.True);
        Assert.That(Taken(queue), Is.EqualTo(new[] { "a1", "b1", "c1", "a2", "b2", "a3" }));
        Assert.That(queue.IsEmpty, Is.True);
    }

    [Test]
    public void Partner_whose_queue_is_full_adds_no_more_and_another_one_does()
    {
        var queue = new TurnQueue<string>();
        Assert.That(queue.TryAdd("a", "a1", 2), Is.True);
        Assert.That(queue.TryAdd("a", "a2", 2), Is.True);
        Assert.That(queue.TryAdd("a", "a3", 2), Is.False);
        Assert.That(queue.TryAdd("b", "b1", 2), Is.True);
        Assert.That(queue.TryTake(out var first, partner => partner != "a"), Is.True);
        Assert.That(first, Is.EqualTo("b1"));
        Assert.That(queue.TryTake(out _, partner => partner != "a"), Is.False);
        Assert.That(Taken(queue), Is.EqualTo(new[] { "a1", "a2" }));
    }

    [Test]
    public async Task Short_and_long_writes_alternate()
    {
        var turns = new WriterTurns(1);
        Assert.That(await turns.WaitAsync(isLong: true, Guard, default), Is.True);
        var order = new List<string>();
        var waiting = new List<Task>();
        foreach (var name in (string[])["long", "long", "long", "short", "short"])
            waiting.Add(WriteAsync(name));
        turns.Release();
        await Task.WhenAll(waiting);
        Assert.That(order, Is.EqualTo(new[] { "short", "long", "short", "long", "long" }));

        async Task WriteAsync(string name)
        {
            Assert.That(await turns.WaitAsync(name == "long", Guard, default), Is.True);
            order.Add(name);
            turns.Release();
        }
    }

    [Test]
    public async Task Writer_that_has_left_gets_no_turn()
    {
        var turns = new WriterTurns(1);
        Assert.That(await turns.WaitAsync(isLong: false, Guard, default), Is.True);
        using var leaves = new CancellationTokenSource();
        var left = turns.WaitAsync(isLong: false, Guard, leaves.Token);
        var late = turns.WaitAsync(isLong: false, TimeSpan.Zero, default);
        var stays = turns.WaitAsync(isLong: true, Guard, default);
        await leaves.CancelAsync();
        Assert.That(async () => await left, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await late, Is.False);
        turns.Release();
        Assert.That(await stays, Is.True);
        turns.Release();
        Assert.That(await turns.WaitAsync(isLong: false, Guard, default), Is.True, "the right was given back");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Write_that_could_end_learns_that_another_one_waits(bool isLong)
    {
        var register = await TestRegister.GetAsync("sqlite");
        var database = (SqliteDatabase)register.Database;
        Task other;
        await using (await database.InWriteTransactionAsync(default))
        {
            Assert.That(database.MayBeAwaited, Is.False);
            other = isLong
                ? database.InWriteTransactionAsync(_ => Task.FromResult(true), default)
                : database.InGroupedWriteAsync(_ => Task.FromResult(true), default);
            using var guard = new CancellationTokenSource(Guard);
            while (!database.MayBeAwaited)
                await Task.Delay(5, guard.Token);
        }

        await other;
        Assert.That(database.MayBeAwaited, Is.False);
    }

    [Test]
    public async Task Writes_may_be_awaited_in_another_process_that_serves_the_file()
    {
        using var server = (SqliteDatabase)(await TestRegister.NewDatabaseAsync("sqlite")).Service;
        using var command = new SqliteDatabase(server.Location);
        Assert.That(command.MayBeAwaited, Is.False);
        using (var serving = new ServingLock(server, TimeProvider.System))
        {
            serving.Take();
            Assert.That(command.MayBeAwaited, Is.True);
            Assert.That(server.MayBeAwaited, Is.False, "it sees who waits");
        }

        Assert.That(command.MayBeAwaited, Is.False);
        Assert.That(server.MayBeAwaited, Is.False);
    }

    [Test]
    public async Task Write_waits_for_few_writes_of_a_partner_that_sends_many()
    {
        var register = await TestRegister.GetAsync("sqlite");
        var database = (SqliteDatabase)register.Database;
        var order = new List<string>();
        List<Task> waiting;
        await using (await database.InWriteTransactionAsync(default))
        {
            waiting = [.. Enumerable.Range(0, 100).Select(_ => WriteAsync("US"))];
            waiting.Add(WriteAsync("DE"));
        }

        await Task.WhenAll(waiting);
        Assert.That(order.IndexOf("DE"), Is.EqualTo(1), "its turn comes after the first write");

        async Task WriteAsync(string partner)
        {
            WritingPartner.Set(partner);
            await database.InGroupedWriteAsync(
                _ =>
                {
                    order.Add(partner);
                    return Task.FromResult(true);
                },
                default
            );
        }
    }

    [Test]
    public async Task Commit_of_several_partners_waits_for_few_writes_of_each()
    {
        var register = await TestRegister.GetAsync("sqlite");
        var database = (SqliteDatabase)register.Database;
        // The writes of a commit share a session.
        var written = new List<(string Partner, Session Session)>();
        List<Task> waiting;
        await using (await database.InWriteTransactionAsync(default))
        {
            waiting = [.. Enumerable.Range(0, 100).Select(_ => WriteAsync("US"))];
            waiting.Add(WriteAsync("DE"));
        }

        await Task.WhenAll(waiting);
        var session = written.Single(write => write.Partner == "DE").Session;
        Assert.That(written.Count(write => write.Session == session), Is.InRange(2, 5));

        async Task WriteAsync(string partner)
        {
            WritingPartner.Set(partner);
            await database.InGroupedWriteAsync(
                own =>
                {
                    written.Add((partner, own));
                    return Task.FromResult(true);
                },
                default
            );
        }
    }

    [Test]
    public async Task Write_of_a_partner_with_a_full_queue_is_refused_at_once()
    {
        var register = await TestRegister.GetAsync("sqlite");
        var database = register.Database;
        List<Task> waiting;
        await using (await database.InWriteTransactionAsync(default))
        {
            // The first ones may have left the queue to begin.
            waiting = [.. Enumerable.Range(0, 2 * Database.MostWaitingOfPartner).Select(_ => WriteAsync("US"))];
            Assert.That(
                waiting.Count(write => write.Exception?.InnerException is TooManyWritesException),
                Is.InRange(Database.MostWaitingOfPartner - 1, Database.MostWaitingOfPartner)
            );
            waiting.RemoveAll(write => write.IsFaulted);
            waiting.Add(WriteAsync("DE"));
        }

        await Task.WhenAll(waiting);

        async Task WriteAsync(string partner)
        {
            WritingPartner.Set(partner);
            await database.InGroupedWriteAsync(_ => Task.FromResult(true), default);
        }
    }

    private static List<string> Taken(TurnQueue<string> queue)
    {
        var taken = new List<string>();
        while (queue.TryTake(out var item))
            taken.Add(item);
        return taken;
    }
}
