using Adam.Api.Configuration;
using Adam.Api.RateLimits;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Domain.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.Databases;

/// <summary>A read that takes too long ends, whatever it asks for.</summary>
[Category("sqlite")]
public sealed class ReadLimitTests
{
    // A hundred million rows: seconds, and more than 100,000 looks at the time, of which 50 ms have some hundred.
    private const string Endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT max(i) FROM n";

    private const long MostLooks = 10_000;

    private SqliteDatabase _database = null!;

    [SetUp]
    public async Task GetDatabase() => _database = (SqliteDatabase)(await TestRegister.GetAsync("sqlite")).Database;

    [Test]
    public async Task Statement_that_runs_too_long_is_ended_and_the_connection_goes_on()
    {
        var looks = _database.ReadLooks;
        Assert.That(() => ReadAsync(TimeSpan.FromMilliseconds(50), default), Throws.InstanceOf<ReadTooLongException>());
        Assert.That(_database.ReadLooks - looks, Is.LessThan(MostLooks), "it was ended in its midst");
        var one = await _database.QueryOnceAsync(session => RunAsync(session, "SELECT 1"), default);
        Assert.That(one, Is.EqualTo(1));
    }

    [Test]
    public void Statement_whose_client_has_left_is_ended()
    {
        using var left = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.That(() => ReadAsync(null, left.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Loop_of_short_statements_that_runs_too_long_is_ended() =>
        Assert.That(
            () =>
                WithLimitAsync(
                    TimeSpan.FromMilliseconds(50),
                    async session =>
                    {
                        while (true)
                            await RunAsync(session, "SELECT 1");
                    },
                    default
                ),
            Throws.InstanceOf<ReadTooLongException>()
        );

    [TestCase("GET", "/v1/projects", "", 2)]
    [TestCase("GET", "/v1/projects", "?format=csv", 30)]
    [TestCase("POST", "/v1/projects", "", 2)]
    [TestCase("POST", "/v1/imports", "", 30)]
    public async Task Request_has_a_time_to_read_and_a_file_more_of_it(
        string method,
        string path,
        string query,
        int seconds
    )
    {
        TimeSpan? limit = null;
        await using var api = new TestApi(_database, ("Adam:Limits:ReadSeconds", "2"));
        var middleware = new DatabaseLimitsMiddleware(
            _ =>
            {
                limit = ReadLimit.Current;
                return Task.CompletedTask;
            },
            api.Services.GetRequiredService<Settings>()
        );
        var http = new DefaultHttpContext { User = new Caller("DE", Role.Donor, "Desk", "1").ToPrincipal() };
        (http.Request.Method, http.Request.Path, http.Request.QueryString) = (method, path, new(query));
        await middleware.InvokeAsync(http);
        Assert.That(limit, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    private Task<long> ReadAsync(TimeSpan? limit, CancellationToken ct) =>
        WithLimitAsync(limit, session => RunAsync(session, Endless), ct);

    private async Task<long> WithLimitAsync(TimeSpan? limit, Func<Session, Task<long>> read, CancellationToken ct)
    {
        await Task.Yield();
        ReadLimit.Set(limit);
        return await _database.InReadTransactionAsync(read, ct);
    }

    private static async Task<long> RunAsync(Session session, string sql)
    {
        await using var command = session.Connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
