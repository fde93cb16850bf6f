using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Adam.Api.Demo;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Desk.Calls;
using Adam.Domain.Keys;

namespace Adam.Tests;

/// <summary>A new demo register with its keys, served on a free port of this machine.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
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
        var database = (await TestRegister.NewDatabaseAsync("sqlite")).Service;
        await Migrator.RunAsync(database, _ => { }, default);
        // A program that may not migrate starts only on derived tables of its own version.
        await TestStores.Reindex(database, TimeProvider.System).RunOutdatedAsync(null, default);
        var api = new TestApi(database, settings) { RunsJobs = runsJobs, DeskRequests = [] };
        api.UseKestrel(0);
        api.StartServer();
        await DemoRegister.FillAsync(api.Services, default);
        return new(database, api, await DemoKeys.CreateAsync(api.Services));
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        (_database as IDisposable)?.Dispose();
    }
}
