using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Adam.Api.Demo;
using Adam.Api.OpenApi;
using Adam.Data.Databases;
using Adam.Desk.Calls;
using Adam.Domain.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests;

/// <summary>A new demo register with its keys, served on a free port of this machine.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private static readonly Lazy<Task<FilledDemo>> Filled = new(FillAsync);

    private readonly Database _database;

    private DemoServer(Database database, TestApi api, IReadOnlyDictionary<Role, string> keys) =>
        (_database, Api, Keys) = (database, api, keys);

    public TestApi Api { get; }

    public IReadOnlyDictionary<Role, string> Keys { get; }

    /// <summary>The requests that pages of the desk have sent to the API.</summary>
    public ConcurrentQueue<ApiRequest> DeskRequests => Api.DeskRequests!;

    /// <summary>The file of the register.</summary>
    public string Location => _database.Location;

    /// <summary>The address without a slash at its end.</summary>
    public string Address => Api.ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority);

    /// <summary>Returns a client with the demo's key for the role.</summary>
    public HttpClient Client(Role role)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Keys[role]);
        return client;
    }

    /// <param name="runsJobs">True if the server works on the jobs of imports.</param>
    /// <param name="settings">Settings that differ from those of other tests.</param>
    public static async Task<DemoServer> StartAsync(
        bool runsJobs = false,
        params (string Name, string Value)[] settings
    )
    {
        var filled = await Filled.Value;
        var database = (await TestRegister.NewDatabaseAsync("sqlite")).Service;
        File.Copy(filled.File, database.Location);
        var api = new TestApi(database, settings)
        {
            RunsJobs = runsJobs,
            DeskRequests = new(),
            Examples = filled.Examples,
        };
        api.UseKestrel(0);
        api.StartServer();
        return new(database, api, filled.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        (_database as IDisposable)?.Dispose();
    }

    /// <summary>
    /// Fills the register that all demos of a run are copies of. Filling it takes more than a second, and there are
    /// forty.
    /// </summary>
    private static async Task<FilledDemo> FillAsync()
    {
        var database = (await TestRegister.NewRegisterAsync("sqlite")).Service;
        IReadOnlyDictionary<Role, string> keys;
        ExampleIds examples;
        await using (var api = new TestApi(database))
        {
            await DemoRegister.FillAsync(api.Services, default);
            keys = await DemoKeys.CreateAsync(api.Services);
            examples = api.Services.GetRequiredService<ExampleIds>();
        }

        (database as IDisposable)?.Dispose();
        // The last connection that is closed moves the log into the file.
        Assert.That(File.Exists($"{database.Location}-wal"), Is.False, "the file is the whole register");
        return new(database.Location, keys, examples);
    }

    /// <summary>The file of a filled demo register that no program has open.</summary>
    private sealed record FilledDemo(string File, IReadOnlyDictionary<Role, string> Keys, ExampleIds Examples);
}
