using System.Text;
using System.Text.Json;
using Adam.Tests.Fuzzing;
using Adam.Tests.Monitoring;
using Microsoft.Extensions.Logging;

namespace Adam.Tests.Http;

/// <summary>
/// Requests that are no well-formed HTTP. Most of them end before any middleware, and all get a problem, are logged
/// under its request id, and are counted.
/// </summary>
[NonParallelizable]
public sealed class MalformedRequestTests(string engine) : RegisterTests(engine)
{
    private const string Post =
        "POST /v1/projects/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer ";

    // Those that are too large are so by a few bytes. If the server closed the connection with more of them unread, the
    // client could lose the response.
    private static readonly (string Name, string Text, int Status, string Code)[] BeforeMiddleware =
    [
        ("no HTTP", "\u0016\u0003\u0001\u0002\r\n\r\n", 400, "ADAM-1029"),
        ("version", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", 400, "ADAM-1029"),
        ("no host", "GET / HTTP/1.1\r\n\r\n", 400, "ADAM-1029"),
        ("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "ADAM-1029"),
        ("NUL in the path", "GET /v1/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "ADAM-1029"),
        ("surrogate in a header", "GET / HTTP/1.1\r\nHost: x\r\nX: \u00ed\u00a0\u0080\r\n\r\n", 400, "ADAM-1029"),
        ("no colon", "GET / HTTP/1.1\r\nHost: x\r\nSECRET\r\n\r\n", 400, "ADAM-1029"),
        ("negative length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400, "ADAM-1029"),
        ("coding", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: SECRET\r\n\r\n", 400, "ADAM-1029"),
        ("target", "GET * HTTP/1.1\r\nHost: x\r\n\r\n", 405, "ADAM-1031"),
        ("address", $"GET /?{new string('a', 8192)} HTTP/1.1\r\nHost: x\r\n\r\n", 414, "ADAM-1050"),
        ("long headers", $"GET / HTTP/1.1\r\nHost: x\r\nX: {new string('a', 32_768)}\r\n\r\n", 431, "ADAM-1051"),
        (
            "many headers",
            $"GET / HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Repeat("X: 1\r\n", 120))}\r\n",
            431,
            "ADAM-1051"
        ),
    ];

    private static readonly (string Name, string Body, int Status, string Code)[] Bodies =
    [
        ("chunk of 2 GiB", "80000000\r\n{}\r\n0\r\n\r\n", 400, "ADAM-1029"),
        ("chunk of no size", "zz\r\n{}\r\n0\r\n\r\n", 400, "ADAM-1029"),
        ("chunk of 2^80", "fffffffffffffffffffff\r\n{}\r\n0\r\n\r\n", 400, "ADAM-1029"),
        ("trailer", "2\r\n{}\r\n0\r\nBad\r\n\r\n", 400, "ADAM-1029"),
        ("long trailer", $"2\r\n{{}}\r\n0\r\nX: {new string('x', 32_768)}\r\n\r\n", 431, "ADAM-1051"),
        ("body that stops", "7fffffff\r\n{}", 408, "ADAM-1035"),
    ];

    private MonitoredApi _api = null!;
    private (string Host, int Port) _address;

    [SetUp]
    public void Serve()
    {
        _api = new(TestApi.Over(Register.Database));
        _address = _api.Serve();
    }

    [TearDown]
    public async Task Stop() => await _api.DisposeAsync();

    [Test]
    public async Task Rejected_request_gets_a_problem_and_is_logged_and_counted()
    {
        foreach (var (name, text, status, code) in BeforeMiddleware)
        {
            var problem = await ProblemAsync(name, text, status, code);
            var id = problem.GetProperty("requestId").GetString()!;
            Assert.That(
                _api.Logs.Count(record =>
                    record.Level == LogLevel.Information && record.Message.Contains(id, StringComparison.Ordinal)
                ),
                Is.EqualTo(1),
                name
            );
        }

        Assert.That(_api.LogTexts, Has.None.Contains("SECRET"));
        foreach (var status in BeforeMiddleware.Select(request => $"{request.Status}").Distinct())
        {
            var counted = _api.Measure()
                .Where(point => point.Name == "adam.http.malformed_requests")
                .Where(point => point.Tags["http.response.status_code"] == status)
                .Sum(point => point.Value);
            // The metric is of the process, and other fixtures count too.
            Assert.That(
                counted,
                Is.GreaterThanOrEqualTo(BeforeMiddleware.Count(request => $"{request.Status}" == status))
            );
        }
    }

    [Test]
    public async Task Connection_is_closed_after_a_rejected_request()
    {
        using var client = new RawClient(_address.Host, _address.Port);
        var response = await client.SendAsync(
            Encoding.Latin1.GetBytes("GET / HTTP/1.1\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"),
            "GET",
            closes: true
        );
        Assert.That((response.Status, response.Headers["connection"]), Is.EqualTo((400, "close")));
    }

    [Test]
    public async Task Damaged_body_gets_a_problem()
    {
        var key = await TestApi.Over(Register.Database).KeyAsync(Domain.Keys.Role.Viewer);
        foreach (var (name, body, status, code) in Bodies)
            await ProblemAsync(name, $"{Post}{key}\r\nTransfer-Encoding: chunked\r\n\r\n{body}", status, code);
    }

    private async Task<JsonElement> ProblemAsync(string name, string text, int status, string code)
    {
        using var client = new RawClient(_address.Host, _address.Port);
        var response = await client.SendAsync(Encoding.Latin1.GetBytes(text), text.Split(' ')[0], closes: true);
        Assert.That(
            (response.Status, response.MediaType),
            Is.EqualTo((status, "application/problem+json")),
            $"{name}: {response.Text}"
        );
        using var document = JsonDocument.Parse(response.Body);
        var problem = document.RootElement.Clone();
        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(code), name);
        Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(status), name);
        Assert.That(problem.GetProperty("requestId").GetString(), Is.EqualTo(response.Headers["x-request-id"]), name);
        return problem;
    }
}
