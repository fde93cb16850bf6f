using Adam.Api.Cli;
using Adam.Api.Configuration;
using Adam.Api.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Adam.Tests.Health;

/// <summary>
/// The command <c>health</c> derives the address of the program from the same settings that the program listens on.
/// </summary>
public sealed class HealthProbeTests
{
    [TestCase(null, null, "http://localhost:5080/")]
    [TestCase("urls", "http://127.0.0.1:7000;https://127.0.0.1:7001", "http://127.0.0.1:7000/")]
    [TestCase("urls", "http://+:7000", "http://localhost:7000/")]
    [TestCase("urls", "http://*:80/", "http://localhost:80/")]
    [TestCase("urls", "http://0.0.0.0:8080", "http://localhost:8080/")]
    [TestCase("urls", "http://[::]:8080", "http://localhost:8080/")]
    [TestCase("http_ports", "8080;8081", "http://localhost:8080/")]
    [TestCase("https_ports", "8443", "https://localhost:8443/")]
    [TestCase("Kestrel:Endpoints:One:Url", "http://10.0.0.7:9000", "http://10.0.0.7:9000/")]
    public void Address_is_the_first_that_the_settings_name(string? name, string? value, string address) =>
        Assert.That(Hosting.AddressOnThisMachine(Settings((name ?? "unset", value))), Is.EqualTo(new Uri(address)));

    [Test]
    public void Endpoints_of_Kestrel_win_over_urls_and_these_over_ports() =>
        Assert.Multiple(() =>
        {
            Assert.That(
                Hosting
                    .AddressOnThisMachine(
                        Settings(
                            ("http_ports", "1"),
                            ("urls", "http://localhost:2"),
                            ("Kestrel:Endpoints:One:Url", "http://localhost:3")
                        )
                    )
                    .Port,
                Is.EqualTo(3)
            );
            Assert.That(
                Hosting.AddressOnThisMachine(Settings(("http_ports", "1"), ("urls", "http://localhost:2"))).Port,
                Is.EqualTo(2)
            );
        });

    [TestCase(200, null)]
    [TestCase(503, "/health/ready answered 503.")]
    public async Task Program_is_ready_when_it_says_so(int status, string? wrong)
    {
        await using var program = await ServeAsync(http =>
            http.Response.StatusCode = http.Request.Path == "/health/ready" ? status : 404
        );
        var said = await HealthProbe.ProbeAsync(Settings(("urls", program.Urls.Single())));
        Assert.That(said, wrong is null ? Is.Null : Does.EndWith(wrong));
    }

    [Test]
    public async Task Program_is_asked_by_a_name_that_it_answers_to()
    {
        await using var program = await ServeAsync(http =>
            http.Response.StatusCode = http.Request.Host.Host == "adam.example.org" ? 200 : 400
        );
        Assert.That(
            await HealthProbe.ProbeAsync(
                Settings(("urls", program.Urls.Single()), ("AllowedHosts", "adam.example.org;localhost"))
            ),
            Is.Null
        );
        Assert.That(
            await HealthProbe.ProbeAsync(Settings(("urls", program.Urls.Single()), ("AllowedHosts", "*"))),
            Does.EndWith("answered 400.")
        );
    }

    [Test]
    public async Task Nobody_there_is_said_in_a_sentence()
    {
        string address;
        await using (var program = await ServeAsync(_ => { }))
            address = program.Urls.Single();
        Assert.That(
            await HealthProbe.ProbeAsync(Settings(("urls", address))),
            Does.StartWith($"{address}/health/ready does not answer: ")
        );
    }

    private static IConfiguration Settings(params (string Name, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
            .Build();

    private static async Task<WebApplication> ServeAsync(Action<HttpContext> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(http =>
        {
            answer(http);
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return app;
    }
}
