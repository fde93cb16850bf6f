using Adam.Data.Projects;
using Adam.Tests.Exports;
using Adam.Tests.Projects;

namespace Adam.Tests.Databases;

[NonParallelizable]
public sealed class KeysetStreamTests(string engine) : RegisterTests(engine)
{
    [Test]
    public async Task Next_page_is_read_ahead_and_its_reading_ends_before_the_session()
    {
        var projects = TestStores.Projects(Register.Database, TimeProvider.System);
        var records = Enumerable.Range(0, 150).Select(number => AProject.By("DE").Running("2015-01-01", null).Build());
        await projects.RecordAllAsync(records, "test", default);

        using var paused = new PausedQuery("ProjectListSql.", 2);
        var list = projects.StreamAsync(new(), ProjectSort.Created, null, default).GetAsyncEnumerator();
        Assert.That(await list.MoveNextAsync(), Is.True);
        // The first page has 99 more projects.
        await paused.ReachedAsync();

        var ending = list.DisposeAsync().AsTask();
        Assert.That(ending.IsCompleted, Is.False);
        paused.GoOn();
        await ending;
    }
}
