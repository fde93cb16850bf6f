using System.Net;
using System.Text.Json.Nodes;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats.Tables;
using Adam.Data.Imports;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Adam.Tests.Projects;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.Imports.Kept;

/// <summary>Imports that a server works on beside its requests.</summary>
public sealed class ImportJobHttpTests(string engine) : RegisterTests(engine)
{
    private static readonly (string, string) Later = ("Prefer", "respond-async");

    private TestApi _base = null!;
    private WebApplicationFactory<Program> _program = null!;
    private HttpClient _germany = null!;
    private string _folder = null!;

    private ImportLog Log => _program.Services.GetRequiredService<ImportLog>();

    [SetUp]
    public async Task StartProgram()
    {
        _folder = Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}");
        _base = new TestApi(Register.Database);
        await StartAsync(worksOnJobs: true);
    }

    [TearDown]
    public async Task StopProgram()
    {
        await _program.DisposeAsync();
        await _base.DisposeAsync();
    }

    [Test]
    public async Task Job_is_accepted_and_ends_with_the_report_of_an_import()
    {
        using var response = await _germany.SendTableAsync(ImportTable.Of("R-1=Course", "R-2=Course"), "", Later);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(response.Headers.GetValues("Preference-Applied"), Is.EqualTo(new[] { "respond-async" }));
        var accepted = await response.JsonAsync();
        var path = response.Headers.Location!.ToString();
        Assert.That(path, Is.EqualTo($"/v1/imports/{accepted["id"]}"));
        Assert.That((bool)accepted["job"]!);

        var ended = await EndAsync(path);
        Assert.That((string?)ended["state"], Is.EqualTo("finished"), ended.Text());
        Assert.That(ImportTable.Counts(ended), Is.EqualTo("created 2"));
        Assert.That(ended["progress"]!["read"]!.Text(), Is.EqualTo("2"));
        var report = await _germany.ReadAsync($"{path}/report");
        Assert.That((int)report["created"]!, Is.EqualTo(2));
        Assert.That(
            (await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray().Select(one => (string?)one!["updatedBy"]),
            Is.EqualTo(new[] { "Test Donor", "Test Donor" })
        );
        await UntilAsync(() => Task.FromResult(Directory.GetFiles(_folder).Length == 0));
        await (await _germany.SendAsync("DELETE", path, headers: ("If-Match", "*"))).ProblemAsync(409, "ADAM-6026");
    }

    [Test]
    public async Task Large_file_is_a_job_and_its_errors_are_those_of_an_import()
    {
        var rows = Enumerable.Range(0, 400).Select(number => $"R-{number}={new string('x', 100)}");
        using var response = await _germany.SendTableAsync(
            ImportTable.Of([.. rows]) + "R-1,Again,XX\r\n",
            "?dryRun=true"
        );
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(response.Headers.Contains("Preference-Applied"), Is.False, "nobody asked for it");
        var path = response.Headers.Location!.ToString();
        var ended = await EndAsync(path);
        Assert.That((string?)ended["state"], Is.EqualTo("finished"), ended.Text());
        Assert.That((bool)ended["options"]!["dryRun"]!, "a dry run that is a job is kept");
        Assert.That((int)(await _germany.ReadAsync($"{path}/report"))["rejected"]!, Is.EqualTo(1));
        Assert.That((await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);
        await (await _germany.PostAsync($"{path}/undo", null)).ProblemAsync(409, "ADAM-6027");

        using var atomic = await _germany.SendTableAsync(
            ImportTable.Of("R-1=A") + "R-2,B,XX\r\n",
            "?atomic=true",
            Later
        );
        var failed = await EndAsync(atomic.Headers.Location!.ToString());
        Assert.That((string?)failed["state"], Is.EqualTo("failed"));
        Assert.That((string?)failed["stateReason"], Does.StartWith("1 record of the file cannot be taken"));
    }

    [Test]
    public async Task Queued_job_is_cancelled_at_once()
    {
        await StartAsync(worksOnJobs: false);
        using var response = await _germany.SendTableAsync(ImportTable.Of("R-1=Course"), "", Later);
        var path = response.Headers.Location!.ToString();
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
        Assert.That((await CancelAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((string?)(await _germany.ReadAsync(path))["state"], Is.EqualTo("cancelled"));
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
        await (await CancelAsync(path)).ProblemAsync(409, "ADAM-6026");
        Assert.That(await Log.TakeJobAsync(default), Is.Null);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Running_job_is_cancelled_and_says_what_stays(bool isAtomic)
    {
        await StartAsync(worksOnJobs: false);
        var rows = Enumerable.Range(0, 300).Select(number => $"R-{number}=Course").ToArray();
        using var response = await _germany.SendTableAsync(ImportTable.Of(rows), isAtomic ? "?atomic=true" : "", Later);
        var path = response.Headers.Location!.ToString();
        var lease = (await Log.TakeJobAsync(default))!;
        Assert.That((string?)(await _germany.ReadAsync(path))["state"], Is.EqualTo("running"));
        Assert.That((await CancelAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));

        // The file ends only when the import is cancelled, which the keeper learns from the register.
        await using var file = new EndlessStream(ImportTable.Of(rows));
        var keeper = _program.Services.GetRequiredService<ImportKeeper>();
        var kept = KeptOptions.Read(lease.Import);
        Assert.That(
            () =>
                keeper.RunAsync(lease, file, new CsvFormat(), kept.CallerOf(lease.Import), kept.Options, null, default),
            Throws.TypeOf<ImportCancelledException>()
        );
        var ended = await _germany.ReadAsync(path);
        Assert.That((string?)ended["state"], Is.EqualTo("cancelled"));
        Assert.That((string?)ended["stateReason"], Does.Contain("Nothing was imported."));
        Assert.That((await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);
    }

    [TestCase(false, "The import stopped after 50 of 600 records", "created 50")]
    [TestCase(true, "The import stopped before anything was written", "")]
    public async Task Job_that_writes_is_cancelled_at_once(bool isAtomic, string reason, string counts)
    {
        await StartAsync(worksOnJobs: false);
        var rows = Enumerable.Range(0, 600).Select(number => $"R-{number}=Course").ToArray();
        using var response = await _germany.SendTableAsync(ImportTable.Of(rows), isAtomic ? "?atomic=true" : "", Later);
        var path = response.Headers.Location!.ToString();
        var lease = (await Log.TakeJobAsync(default))!;
        var kept = KeptOptions.Read(lease.Import);
        await using var file = File.OpenRead(Directory.GetFiles(_folder).Single());
        var answers = new List<HttpStatusCode>();
        // The request comes while the import is between two batches, and an atomic one holds the register.
        var progress = new ProgressCallback(value =>
        {
            if (value.Writing && answers.Count == 0)
                answers.Add(CancelAsync(path).GetAwaiter().GetResult().StatusCode);
        });
        var keeper = _program.Services.GetRequiredService<ImportKeeper>();
        Assert.That(
            () =>
                keeper.RunAsync(
                    lease,
                    file,
                    new CsvFormat(),
                    kept.CallerOf(lease.Import),
                    kept.Options,
                    progress,
                    default
                ),
            Throws.TypeOf<ImportCancelledException>()
        );
        Assert.That(answers, Is.EqualTo(new[] { HttpStatusCode.NoContent }));
        var ended = await _germany.ReadAsync(path);
        Assert.That((string?)ended["state"], Is.EqualTo("cancelled"));
        Assert.That((string?)ended["stateReason"], Does.StartWith(reason));
        Assert.That(ImportTable.Counts(ended), Is.EqualTo(counts));
        Assert.That((int)(await _germany.PostAsync($"{path}/undo", null)).StatusCode, Is.EqualTo(200));
        Assert.That((await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Partner_has_one_job_at_a_time_and_others_go_on()
    {
        await StartAsync(worksOnJobs: false);
        var america = await ClientAsync("US");
        foreach (var client in (HttpClient[])[_germany, _germany, america])
            using (await client.SendTableAsync(ImportTable.Of("R-1=Course"), "", Later)) { }
        var leases = new List<ImportLease>();
        while (await Log.TakeJobAsync(default) is { } lease)
            leases.Add(lease);
        Assert.That(leases.Select(lease => lease.Import.Partner), Is.EqualTo(new[] { "DE", "US" }));
        await Log.ReleaseAsync(leases[0], null, null, default);
        Assert.That((await Log.TakeJobAsync(default))!.Import.Id, Is.EqualTo(leases[0].Import.Id), "the older one");
    }

    [Test]
    public async Task Job_whose_file_is_gone_fails_and_leftovers_are_removed()
    {
        await StartAsync(worksOnJobs: false);
        using var response = await _germany.SendTableAsync(ImportTable.Of("R-1=Course"), "", Later);
        var path = response.Headers.Location!.ToString();
        File.Delete(Directory.GetFiles(_folder).Single());
        var leftover = Path.Combine(_folder, $"{Guid.NewGuid():N}.import");
        await File.WriteAllTextAsync(leftover, "x");
        File.SetLastWriteTimeUtc(leftover, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));
        await StartAsync(worksOnJobs: true);
        var ended = await EndAsync(path);
        Assert.That((string?)ended["state"], Is.EqualTo("failed"));
        Assert.That((string?)ended["stateReason"], Does.Contain("does not have its file"));
        await UntilAsync(() => Task.FromResult(!File.Exists(leftover)));
    }

    [Test]
    public async Task Job_that_another_process_has_begun_goes_on_with_the_outcomes_of_the_first_attempt()
    {
        await _germany.ImportAsync(ImportTable.Of("R-1=Before"));
        await StartAsync(worksOnJobs: false);
        using var response = await _germany.SendTableAsync(ImportTable.Of("R-1=After", "R-2=After"), "", Later);
        var path = response.Headers.Location!.ToString();
        var lease = (await Log.TakeJobAsync(default))!;
        var runner = _program.Services.GetRequiredService<ImportRunner>();
        var kept = KeptOptions.Read(lease.Import);
        // The first attempt writes everything and dies before it keeps its end.
        using (var file = File.OpenRead(Directory.GetFiles(_folder).Single()))
        using (
            await runner.RunAsync(
                file,
                new CsvFormat(),
                kept.CallerOf(lease.Import),
                kept.Options,
                null,
                default,
                lease
            )
        ) { }
        await Log.ReleaseAsync(lease, null, null, default);

        await StartAsync(worksOnJobs: true);
        var ended = await EndAsync(path);
        Assert.That(ImportTable.Counts(ended), Is.EqualTo("created 1 updated 1"));
        using var undone = await _germany.PostAsync($"{path}/undo", null);
        Assert.That((int)undone.StatusCode, Is.EqualTo(200));
        Assert.That(
            (await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray().Select(one => (string?)one!["title"]),
            Is.EqualTo(new[] { "Before" })
        );
    }

    [Test]
    public async Task Process_whose_lease_has_gone_to_another_writes_nothing()
    {
        await StartAsync(worksOnJobs: false);
        using var response = await _germany.SendTableAsync(ImportTable.Of("R-1=Course"), "", Later);
        var lease = (await Log.TakeJobAsync(default))!;
        await Log.ReleaseAsync(lease, null, null, default);
        var runner = _program.Services.GetRequiredService<ImportRunner>();
        var kept = KeptOptions.Read(lease.Import);
        using var file = File.OpenRead(Directory.GetFiles(_folder).Single());
        Assert.That(
            () =>
                runner.RunAsync(file, new CsvFormat(), kept.CallerOf(lease.Import), kept.Options, null, default, lease),
            Throws.TypeOf<ImportInterruptedException>().With.InnerException.TypeOf<ImportLeaseLostException>()
        );
        Assert.That((await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);
    }

    private async Task StartAsync(bool worksOnJobs)
    {
        if (_program is not null)
            await _program.DisposeAsync();
        _program = _base.WithWebHostBuilder(builder =>
        {
            builder.UseSetting("Adam:ImportFolder", _folder);
            builder.UseSetting("Adam:ImportJobBytes", "20000");
            if (worksOnJobs)
                builder.ConfigureTestServices(services => services.AddHostedService<ImportJobService>());
        });
        _germany = await ClientAsync("DE");
    }

    private async Task<HttpClient> ClientAsync(string partner)
    {
        var key = await TestApi.Over(Register.Database).KeyAsync(Role.Donor, partner);
        var client = _program.CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    private Task<HttpResponseMessage> CancelAsync(string path) =>
        _germany.SendAsync("DELETE", path, headers: ("If-Match", "*"));

    private async Task<JsonObject> EndAsync(string path)
    {
        JsonObject import = [];
        await UntilAsync(async () =>
        {
            import = await _germany.ReadAsync(path);
            return import["endedAt"] is not null;
        });
        return import;
    }

    private static async Task UntilAsync(Func<Task<bool>> isReached)
    {
        using var guard = new CancellationTokenSource(ProgramProcess.HangGuard);
        while (!await isReached())
            await Task.Delay(50, guard.Token);
    }

    private sealed class ProgressCallback(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }

    /// <summary>A file that ends only when its reader is cancelled.</summary>
    private sealed class EndlessStream(string text) : MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            var count = Read(buffer.Span);
            if (count == 0)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return count;
        }
    }
}
