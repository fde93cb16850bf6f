using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Data.Databases;
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
    private const int Records = 5_000;

    private Database _database = null!;
    private string _file = null!;

    private string DataPath => $"--Adam:DataPath={_database.Location}";

    [SetUp]
    public async Task MakeRegister()
    {
        _database = (await TestRegister.NewRegisterAsync("sqlite")).Service;
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
        var (program, address) = await ProgramProcess.ServeAsync(DataPath);
        using (program)
        {
            using var client = ProgramProcess.Client(address, key.ToString());
            var import = client.SendAsync("POST", "/v1/imports", await File.ReadAllTextAsync(_file), "application/xml");
            await SuspendAmidImportAsync(program);
            program.Signal(Signal.Terminate);
            program.Signal(Signal.Continue);
            await program.WaitForLineAsync("Application is shutting down");

            var problem = await (await import).ProblemAsync(503, "ADAM-6014");
            var (exit, output, _) = await program.EndAsync();
            var written = await CountAsync();
            Assert.That(written, Is.InRange(1, Records - 1));
            Assert.That(
                (string?)problem["detail"],
                Does.StartWith($"The import stopped after {written} of {Records} records")
            );
            Assert.That(exit, Is.Zero);
            var lines = output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!.AsObject())
                .ToList();
            Assert.That(lines.Select(line => (string?)line["State"]?["Status"]?.ToString()), Does.Contain("503"));
            Assert.That(
                lines
                    .Where(line => (string?)line["LogLevel"] is not "Information")
                    .Select(line => $"{line["LogLevel"]}: {line["Message"]}"),
                Is.EqualTo(new[] { $"Warning: {problem["detail"]} Request id {problem["requestId"]}" })
            );
        }
    }

    [TestCase(Signal.Interrupt)]
    [TestCase(Signal.Terminate)]
    public async Task Import_on_the_command_line_says_how_far_it_came_when_it_is_told_to_end(Signal signal)
    {
        if (ProgramProcess.IsIgnored(signal))
            Assert.Ignore(
                $"{signal} is ignored here, and so by programs that are started here. A shell starts "
                    + "background jobs in this way."
            );
        using var program = ProgramProcess.Start("import", _file, DataPath);
        await SuspendAmidImportAsync(program);
        program.Signal(signal);
        program.Signal(Signal.Continue);
        await program.WaitForLineAsync("Stopping.");

        var (exit, _, said) = await program.EndAsync();
        var written = await CountAsync();
        Assert.That(written, Is.InRange(1, Records - 1));
        Assert.That(said, Does.Contain($"The import stopped after {written} of {Records} records"));
        Assert.That(exit, Is.EqualTo(1));
    }

    /// <summary>
    /// Suspends the program after the first batch of its import. Suspended, it can neither go on nor end, however long
    /// the test takes to send the next signal.
    /// </summary>
    private async Task SuspendAmidImportAsync(ProgramProcess program)
    {
        var began = Stopwatch.GetTimestamp();
        while (await CountAsync() == 0)
        {
            if (program.HasExited || Stopwatch.GetElapsedTime(began) > ProgramProcess.HangGuard)
                throw new InvalidOperationException("The import wrote nothing.");

            await Task.Delay(5);
        }

        program.Signal(Signal.Stop);
        Assert.That(await CountAsync(), Is.LessThan(Records), "records written when the program was suspended");
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
