using Adam.Api.RateLimits;
using Adam.Tests.Cli;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Adam.Tests.RateLimits;

public sealed class RequestLimiterTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task Permit_is_returned_when_the_response_begins_or_the_request_ends(bool begins)
    {
        using var limiter = new RequestLimiter(
            new([new("computed", 1, isRate: false, _ => true, _ => "a key", endsAtStart: true)])
        );
        var (first, second) = (new Response(), new Response());
        var running = limiter.AttemptAcquire(first.Http);
        Assert.That(running.IsAcquired);
        Assert.That(limiter.AttemptAcquire(second.Http).IsAcquired, Is.False);

        var waiting = limiter.AcquireAsync(second.Http).AsTask();
        Assert.That(waiting.IsCompleted, Is.False);
        if (begins)
            await first.StartAsync();
        else
            running.Dispose();
        using var lease = await waiting.WaitAsync(ProgramProcess.HangGuard);
        Assert.That(lease.IsAcquired);

        // It was returned once.
        running.Dispose();
        Assert.That(limiter.AttemptAcquire(first.Http).IsAcquired, Is.False);
    }

    [Test]
    public async Task Permit_of_other_limits_is_kept_until_the_request_ends()
    {
        using var limiter = new RequestLimiter(new([new("at once", 1, isRate: false, _ => true, _ => "a key")]));
        var (first, second) = (new Response(), new Response());
        using (limiter.AttemptAcquire(first.Http))
        {
            await first.StartAsync();
            Assert.That(limiter.AttemptAcquire(second.Http).IsAcquired, Is.False);
        }

        Assert.That(limiter.AttemptAcquire(second.Http).IsAcquired);
    }

    /// <summary>A response that begins when the test says so.</summary>
    private sealed class Response : HttpResponseFeature
    {
        private readonly List<Func<Task>> _starting = [];

        public Response()
        {
            Http = new DefaultHttpContext();
            Http.Features.Set<IHttpResponseFeature>(this);
        }

        public HttpContext Http { get; }

        public override void OnStarting(Func<object, Task> callback, object state) =>
            _starting.Add(() => callback(state));

        public Task StartAsync() => Task.WhenAll(_starting.Select(start => start()));
    }
}
