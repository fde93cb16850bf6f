using Adam.Api.Monitoring;
using Adam.Data.Monitoring;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Microsoft.Extensions.Logging;

namespace Adam.Tests.Monitoring;

[NonParallelizable]
public sealed class RequestLogTests(string engine) : RegisterTests(engine)
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private static readonly string[] Expected = ["Method=GET Route=/v1/projects/{id} Status=404"];

    private MonitoredApi _api = null!;
    private HttpClient _viewer = null!;

    [SetUp]
    public async Task Start()
    {
        _api = new(TestApi.Over(Register.Database));
        _viewer = await _api.ClientAsync(Role.Viewer);
    }

    [TearDown]
    public async Task Stop()
    {
        _viewer.Dispose();
        await _api.DisposeAsync();
    }

    [Test]
    public async Task Request_is_one_line_under_the_id_that_its_answer_has_in_header_and_problem()
    {
        var response = await _viewer.GetAsync("/v1/projects/01938c2e-0000-7000-8000-000000000000");
        var problem = await response.ProblemAsync(404, "ADAM-3002");
        var id = response.Headers.GetValues(RequestLoggingMiddleware.Header).Single();
        Assert.That((string?)problem["requestId"], Is.EqualTo(id).And.Matches("^[0-9a-f]{32}$"));
        Assert.That(Lines(id), Is.EqualTo(Expected));
    }

    [Test]
    public async Task Request_that_succeeds_names_its_id_too()
    {
        var one = (await _viewer.GetAsync("/v1/routes")).Headers.GetValues(RequestLoggingMiddleware.Header).Single();
        var other = (await _viewer.GetAsync("/v1/routes")).Headers.GetValues(RequestLoggingMiddleware.Header).Single();
        Assert.That(one, Is.Not.EqualTo(other));
        Assert.That(Lines(one), Is.EqualTo(new[] { "Method=GET Route=/v1/routes Status=200" }));
    }

    [Test]
    public async Task Id_is_that_of_the_trace_which_the_caller_names()
    {
        var response = await _viewer.SendAsync(
            "HEAD",
            "/v1/routes",
            headers: ("traceparent", $"00-{Trace}-b7ad6b7169203331-01")
        );
        Assert.That(response.Headers.GetValues(RequestLoggingMiddleware.Header), Is.EqualTo(new[] { Trace }));
        Assert.That(Lines(Trace), Is.EqualTo(new[] { "Method=HEAD Route=/v1/routes Status=200" }));
        // The span ends after the client has the response.
        Assert.That(
            () => _api.Spans.Select(span => span.TraceId.ToHexString()),
            Does.Contain(Trace).After((int)ProgramProcess.HangGuard.TotalMilliseconds, 10)
        );
    }

    [Test]
    public async Task Id_is_that_of_the_trace_even_while_nothing_is_traced_or_logged()
    {
        using var client = await TestApi.Over(Register.Database).ClientAsync(Role.Viewer);
        var response = await client.SendAsync(
            "GET",
            "/v1/routes",
            headers: ("traceparent", $"00-{Trace}-b7ad6b7169203331-01")
        );
        Assert.That(response.Headers.GetValues(RequestLoggingMiddleware.Header), Is.EqualTo(new[] { Trace }));
    }

    [Test]
    public async Task Path_that_nothing_matches_and_method_that_nobody_knows_are_not_repeated()
    {
        var id = (await _viewer.SendAsync("SECRET", "/v1/somebody/secret"))
            .Headers.GetValues(RequestLoggingMiddleware.Header)
            .Single();
        Assert.That(Lines(id), Is.EqualTo(new[] { "Method=_OTHER Route=unmatched Status=404" }));
    }

    [Test]
    public async Task Probes_are_not_worth_a_line_unless_asked_for()
    {
        await _viewer.GetAsync("/health/live");
        var line = _api.Logs.Single(record => record.Category == typeof(RequestLoggingMiddleware).FullName);
        Assert.That(line.Level, Is.EqualTo(LogLevel.Debug));
        Assert.That(_api.Spans.Where(span => span.Source.Name != Telemetry.Name), Is.Empty);
    }

    private IEnumerable<string> Lines(string id) =>
        _api
            .Logs.Where(record =>
                record.Category == typeof(RequestLoggingMiddleware).FullName
                && record.GetStructuredStateValue("RequestId") == id
            )
            .Select(record =>
                $"Method={record.GetStructuredStateValue("Method")} "
                + $"Route={record.GetStructuredStateValue("Route")} "
                + $"Status={record.GetStructuredStateValue("Status")}"
            );
}
