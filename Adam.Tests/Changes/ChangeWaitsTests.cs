using Adam.Api.Changes;
using Adam.Api.Errors;
using Adam.Data.Changes;
using Adam.Tests.Projects;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Changes;

/// <summary>Waits for changes in a time that stands still, so that each wait ends by what the test does.</summary>
public sealed class ChangeWaitsTests(string engine) : RegisterTests(engine)
{
    private StoppableServer _server = null!;
    private ChangeSignal _signal = null!;
    private ChangeWaits _waits = null!;

    [SetUp]
    public void CreateWaits()
    {
        var changes = new ChangeStore(Register.Database);
        (_server, _signal) = (new(), new(Register.Database, changes));
        _waits = new(changes, _signal, _server, new FakeTimeProvider());
    }

    [TearDown]
    public void DisposeOfWaits()
    {
        _waits.Dispose();
        _signal.Dispose();
        _server.Dispose();
    }

    [Test]
    public async Task Commit_in_this_process_ends_the_wait()
    {
        var wait = WaitAsync();
        Assert.That(wait.IsCompleted, Is.False);
        var recorded = await Register.RecordAsync([AProject.By("DE").Build()]);
        Assert.That((await wait).Items.Single().Project, Is.EqualTo(recorded[0].Id));
    }

    [Test]
    public async Task Commit_of_another_process_ends_the_wait()
    {
        var wait = WaitAsync();
        // Without the signal of this process, as if another one had written.
        _signal.Dispose();
        await Register.RecordAsync([AProject.By("DE").Build()]);
        Assert.That((await wait).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Server_that_stops_ends_the_wait_with_an_empty_page()
    {
        var wait = WaitAsync();
        Assert.That(wait.IsCompleted, Is.False);
        _server.StopApplication();
        Assert.That(await wait, Is.EqualTo(new ChangePage([], ChangePosition.Start)));
    }

    [Test]
    public async Task One_wait_too_many_is_refused_and_a_client_that_goes_leaves_its_place()
    {
        using var gone = new CancellationTokenSource();
        var first = WaitAsync(gone.Token);
        var others = Enumerable.Range(1, ChangeWaits.Most - 1).Select(_ => WaitAsync()).ToList();
        var refused = (await Assert.ThrowsAsync<ProblemException>(() => WaitAsync()))!;
        Assert.That(refused.Code, Is.EqualTo(ErrorCodes.Unavailable));
        Assert.That(refused.Headers["Retry-After"], Is.EqualTo("5"));

        await gone.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        others.Add(WaitAsync());
        _server.StopApplication();
        Assert.That((await Task.WhenAll(others)).SelectMany(page => page.Items), Is.Empty);
    }

    private Task<ChangePage> WaitAsync(CancellationToken ct = default) =>
        _waits.WaitAsync(new([], ChangePosition.Start), ChangeFilter.None, limit: 1, TimeSpan.FromSeconds(1), ct);

    private sealed class StoppableServer : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
