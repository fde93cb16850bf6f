using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Cli;

/// <summary>
/// Starts and stops the program the way a supervisor does: as a process, by a signal, with an exit code.
/// </summary>
[Platform(Exclude = "Win", Reason = "Windows has no POSIX signals.")]
public sealed class StopTests
{
    private const int Records = 4_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private Database _database = null!;
    private string _file = null!;

    [SetUp]
    public async Task MakeRegister()
    {
        _database = (await TestRegister.NewDatabaseAsync("sqlite")).Service;
        await Migrator.RunAsync(_database, _ => { }, default);
        _file = Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}.xml");
        var text = new StringBuilder("<iati-activities version=\"2.03\">\n");
        for (var number = 1; number <= Records; number++)
        {
            text.Append(
                    CultureInfo.InvariantCulture,
                    $"<iati-activity xml:lang=\"en\"><iati-identifier>DE-1-{number}</iati-identifier>"
                        + $"<reporting-org ref=\"DE-1\" type=\"10\"><narrative>Reporter</narrative></reporting-org>"
                )
                .Append(
                    CultureInfo.InvariantCulture,
                    $"<title><narrative>Counter-narcotics training {number}</narrative></title>"
                        + $"<participating-org role=\"1\" ref=\"DE-1\"/><activity-status code=\"2\"/>"
                )
                .Append(
                    "<activity-date type=\"2\" iso-date=\"2020-01-01\"/><recipient-country code=\"TJ\"/>"
                        + "<sector code=\"16063\"/></iati-activity>\n"
                );
        }

        await File.WriteAllTextAsync(_file, text.Append("</iati-activities>").ToString());
    }

    [TearDown]
    public void LetGo() => (_database as IDisposable)?.Dispose();

    [Test]
    public async Task Server_that_is_told_to_end_lets_an_import_say_how_far_it_came()
    {
        var key = KeySecret.Create();
        await new KeyStore(_database).AddAsync(
            new(key.Id, "DE", Role.Donor, "Test", DateTimeOffset.UnixEpoch, null),
            key.Hash(),
            default
        );
        using var program = Start("--urls", "http://127.0.0.1:0");
        try
        {
            var lines = new List<JsonObject>();
            while (
                lines
                    .LastOrDefault()
                    ?["Message"]?.ToString()
                    .StartsWith("Application started", StringComparison.Ordinal)
                    is not true
            )
                lines.Add(await ReadLogAsync(program));
            var address = lines.Select(line => (string?)line["State"]?["address"]).Single(text => text is not null)!;

            using var client = new HttpClient { BaseAddress = new Uri(address), Timeout = Patience };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.ToString());
            var import = client.SendAsync("POST", "/v1/imports", await File.ReadAllTextAsync(_file), "application/xml");
            await UntilSomeAreWrittenAsync(program);
            await SignalAsync(program, "TERM");

            var problem = await (await import).ProblemAsync(503, "ADAM-6014");
            await program.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
            var written = await CountAsync();
            Assert.That(written, Is.InRange(1, Records - 1));
            Assert.That(
                (string?)problem["detail"],
                Does.StartWith($"The import stopped after {written} of {Records} records")
            );
            Assert.That(program.ExitCode, Is.Zero);
            while (await program.StandardOutput.ReadLineAsync() is { } line)
                lines.Add(JsonNode.Parse(line)!.AsObject());
            Assert.That(lines.Select(line => (string?)line["State"]?["Status"]?.ToString()), Does.Contain("503"));
            Assert.That(
                lines
                    .Where(line => (string?)line["LogLevel"] is not "Information")
                    .Select(line => $"{line["LogLevel"]}: {line["Message"]}"),
                Is.EqualTo(new[] { $"Warning: {problem["detail"]} Request id {problem["requestId"]}" })
            );
        }
        finally
        {
            program.Kill();
        }
    }

    [Test]
    public async Task Import_on_the_command_line_says_how_far_it_came_when_it_is_told_to_end()
    {
        using var program = Start("import", _file);
        try
        {
            await UntilSomeAreWrittenAsync(program);
            await SignalAsync(program, "INT");
            await program.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
            var (written, said) = (await CountAsync(), await program.StandardError.ReadToEndAsync());
            Assert.That(written, Is.InRange(1, Records - 1));
            Assert.That(said, Does.Contain($"The import stopped after {written} of {Records} records"));
            Assert.That(program.ExitCode, Is.EqualTo(1));
        }
        finally
        {
            program.Kill();
        }
    }

    private Process Start(params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [typeof(Program).Assembly.Location, .. arguments, $"--Adam:DataPath={_database.Location}"]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;

    private static async Task<JsonObject> ReadLogAsync(Process program)
    {
        using var patience = new CancellationTokenSource(Patience);
        var line =
            await program.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException(
                $"The program ended: {await program.StandardError.ReadToEndAsync()}"
            );
        return JsonNode.Parse(line)!.AsObject();
    }

    private async Task UntilSomeAreWrittenAsync(Process program)
    {
        for (
            var began = Stopwatch.GetTimestamp();
            Stopwatch.GetElapsedTime(began) < Patience && !program.HasExited;
            await Task.Delay(20)
        )
        {
            if (await CountAsync() > 0)
                return;
        }

        throw new InvalidOperationException("The import wrote nothing.");
    }

    private static async Task SignalAsync(Process program, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{program.Id}"]);
        await kill.WaitForExitAsync();
    }

    private async Task<long> CountAsync()
    {
        await using var connection = (SqliteConnection)TestRegister.Connect(_database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM Project";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
