using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Desk;
using Adam.Api.Imports;
using Adam.Api.OpenApi;
using Adam.Api.Subscriptions.Webhooks;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Databases.SqlServer;
using Adam.Data.Keys;
using Adam.Data.Layers;
using Adam.Desk.Calls;
using Adam.Domain.Keys;
using Adam.Tests.Desk;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Adam.Tests;

/// <summary>The whole program on a test register, called over HTTP in memory.</summary>
/// <param name="settings">Settings that differ from those of other tests.</param>
public sealed class TestApi(Database database, params (string Name, string Value)[] settings)
    : WebApplicationFactory<Program>
{
    private static readonly ConcurrentDictionary<Database, TestApi> Made = new();

    private SqliteDatabase? _register;

    /// <summary>The clock of the program; null for that of the system.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>The ids of the example projects in a filled demo register; null for another register.</summary>
    internal ExampleIds? Examples { get; init; }

    /// <summary>True if the program works on the jobs of imports.</summary>
    public bool RunsJobs { get; init; }

    /// <summary>The requests that pages of the desk have sent to the API; null to keep none.</summary>
    internal ConcurrentQueue<ApiRequest>? DeskRequests { get; init; }

    /// <summary>Returns the program for a database. All tests of a run share it.</summary>
    public static TestApi Over(Database database) => Made.GetOrAdd(database, one => new(one));

    /// <summary>
    /// Makes the shared program see that a register was emptied. Layers have no numbers, so their versions alone do not
    /// tell those of the next test from those of the one before.
    /// </summary>
    public static async Task ForgetAsync(Database database)
    {
        if (Made.TryGetValue(database, out var api))
            await api.Services.GetRequiredService<LayerStore>().ListAsync(default);
    }

    private static readonly string[] Limits =
    [
        "ReadsPerMinute",
        "WritesPerMinute",
        "ImportsPerMinute",
        "ReadsAtOnce",
        "ReadsComputedAtOnce",
        "WritesAtOnce",
        "FilesAtOnce",
        "AnonymousPerMinute",
        "WrongKeysPerMinute",
    ];

    public HttpClient Anonymous() => CreateClient(new() { AllowAutoRedirect = false });

    /// <summary>Returns a client with a new key.</summary>
    public async Task<HttpClient> ClientAsync(Role role, string partner = "UNODC") =>
        With(await KeyAsync(role, partner));

    public HttpClient With(string key)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public Task<string> KeyAsync(Role role, string partner = "UNODC", IReadOnlyList<KeyScope>? scopes = null) =>
        KeyAsync(Services.GetRequiredService<KeyStore>(), role, partner, scopes);

    /// <summary>Returns a new key of a register, whose program need not run.</summary>
    public static async Task<string> KeyAsync(
        KeyStore keys,
        Role role,
        string partner,
        IReadOnlyList<KeyScope>? scopes = null
    )
    {
        var secret = KeySecret.Create();
        var added = await keys.AddAsync(
            new(secret.Id, partner, role, $"Test {role}", DateTimeOffset.UnixEpoch, null) { Scopes = scopes },
            secret.Hash(),
            default
        );
        Assert.That(added, Is.True, $"There is no partner {partner}.");
        return secret.ToString();
    }

    /// <summary>Stops the program, and returns when it has closed its register.</summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        // The thread of the program's entry point closes it, and the factory does not wait for that thread.
        _register?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        var host = base.CreateHost(builder);
        _register = host.Services.GetService<SqliteDatabase>();
        return host;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Adam:Engine", database.Name);
        builder.UseSetting("Adam:MigrateAtStart", "false");
        builder.UseSetting("Adam:MaxBodyBytes", "100000");
        builder.UseSetting("Adam:MaxImportBytes", "4000000");
        builder.UseSetting("Adam:ImportFolder", Path.Combine(TestRegister.TestFolder, "imports"));
        builder.UseSetting("Logging:LogLevel:Default", "None");
        if (database is SqlServerDatabase server)
            builder.UseSetting("ConnectionStrings:Adam", server.ConnectionString);
        else
            builder.UseSetting("Adam:DataPath", database.Location);
        // Tests of limits turn on theirs.
        foreach (var limit in Limits)
            builder.UseSetting($"Adam:Limits:{limit}", "0");
        foreach (var (name, value) in settings)
            builder.UseSetting(name, value);
        // Several programs in this process share a test register. The lock is between processes.
        builder.ConfigureTestServices(services =>
        {
            services.RemoveAll<ServingLock>();
            if (Time is not null)
                services.Replace(ServiceDescriptor.Singleton(Time));
            if (DeskRequests is not null)
                services.Replace(
                    ServiceDescriptor.Singleton<IApi>(provider => new RecordedApi(
                        provider.GetRequiredService<InProcessApi>(),
                        DeskRequests
                    ))
                );
            if (Examples is not null)
                services.Replace(ServiceDescriptor.Singleton(Examples));
            // One of them would deliver for all tests of the register. Tests of webhooks and of mails add it.
            services.Remove(services.Single(service => service.ImplementationType == typeof(WebhookService)));
            // It would begin jobs of other tests. Tests of jobs add it.
            if (!RunsJobs)
                services.Remove(services.Single(service => service.ImplementationType == typeof(ImportJobService)));
        });
    }
}

internal static class TestRequests
{
    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient client,
        string method,
        string path,
        string? body = null,
        string mediaType = "application/json",
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }

    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>())!;

    /// <summary>Asserts a valid problem response with this status and code, and returns it.</summary>
    public static async Task<JsonObject> ProblemAsync(this HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(status), text);
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/problem+json"), text);
        var problem = JsonSerializer.Deserialize<JsonObject>(text)!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)problem["code"], Is.EqualTo(code), text);
            Assert.That((int?)problem["status"], Is.EqualTo(status));
            Assert.That((string?)problem["type"], Is.EqualTo($"/docs/errors.md#{code.ToLowerInvariant()}"));
            Assert.That((string?)problem["detail"], Is.Not.Empty);
            Assert.That((string?)problem["requestId"], Is.Not.Empty);
        });
        return problem;
    }

    /// <summary>Asserts a 400 and returns its errors, each as <c>name code</c>.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(this HttpResponseMessage response)
    {
        var problem = await response.ProblemAsync(400, "ADAM-1000");
        return [.. problem["errors"]!.AsArray().Select(error => $"{error!["name"]} {error["code"]}")];
    }
}
