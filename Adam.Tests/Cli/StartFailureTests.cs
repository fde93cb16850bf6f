using System.Net;
using System.Net.Sockets;
using Adam.Data.Databases.Sqlite;
using Adam.Tests.Overlaps.Matching;

namespace Adam.Tests.Cli;

/// <summary>
/// A program that cannot start prints one sentence with the value and the correction, and no stack trace.
/// </summary>
public sealed class StartFailureTests
{
    private string _folder = null!;

    private string Register => Path.Combine(_folder, "adam.db");

    [SetUp]
    public async Task MakeRegister()
    {
        _folder = Directory.CreateDirectory(Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}")).FullName;
        await TestRegister.CopyEmptyAsync(Register);
    }

    [Test]
    public async Task Port_that_is_taken_is_told_in_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";
        var sentence =
            $"Failed to bind to address {address}: address already in use; choose another address with --urls.\n";
        Assert.That(await RunAsync("--urls", address), Is.EqualTo((1, sentence)));
        Assert.That(Directory.GetFiles(_folder).Select(Path.GetFileName), Is.EqualTo(new[] { "adam.db" }));

        var (exit, error) = await RunAsync("demo", "--urls", address);
        Assert.That(exit, Is.EqualTo(1));
        Assert.That(error, Does.Match("^(Migrating: [^\n]+\n)+Failed to bind to [^\n]+\n$"));
    }

    [Test]
    public async Task Address_that_is_not_of_this_machine_is_told_in_one_sentence() =>
        Assert.That(
            await RunAsync("--urls", "http://192.0.2.1:5080"),
            Is.EqualTo(
                (
                    1,
                    "The program cannot listen on http://192.0.2.1:5080: Cannot assign requested address "
                        + "(settings urls and Kestrel).\n"
                )
            )
        );

    [Test]
    public async Task Certificate_that_is_missing_or_none_is_told_in_one_sentence()
    {
        string[] address = ["--urls", "https://127.0.0.1:0"];
        Assert.That(
            await RunAsync([.. address, "--Kestrel:Certificates:Default:Path=/missing.pfx"]),
            Is.EqualTo(
                (
                    1,
                    "The program cannot listen on https://127.0.0.1:0: Could not find file '/missing.pfx' "
                        + "(settings urls and Kestrel).\n"
                )
            )
        );

        var text = await FileAsync("text.pfx", "no certificate");
        var (exit, error) = await RunAsync([
            .. address,
            $"--Kestrel:Certificates:Default:Path={text}",
            "--Kestrel:Certificates:Default:Password=secret1",
        ]);
        Assert.That(exit, Is.EqualTo(1));
        Assert.That(
            error,
            Does.Match(
                    "^The program cannot listen on https://127.0.0.1:0: [^\n]+ \\(settings urls and Kestrel\\)\\.\n$"
                )
                .And.Not.Contain("secret1")
        );
    }

    [Test]
    public async Task Wrong_address_in_the_environment_is_told_in_one_sentence_per_address()
    {
        const string Sentence =
            "urls names 'localhost:5099', which has no scheme: write http://localhost:5099.\n"
            + "http_ports names '99999', which is not a number from 0 to 65535: write ports such as 8080;8081.\n";
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = "localhost:5099",
            ["HTTP_PORTS"] = "8080;99999",
        };
        Assert.That(
            await ProgramProcess.RunAsync(environment, $"--Adam:DataPath={Register}"),
            Is.EqualTo((2, "", Sentence))
        );
    }

    [Test]
    public async Task File_that_is_no_register_is_told_in_one_sentence_and_stays()
    {
        var text = await FileAsync("text.db", "These are words, and no database of any kind.");
        Assert.That(
            await RunAsync($"--Adam:DataPath={text}"),
            Is.EqualTo(
                (
                    1,
                    $"The register in {text} cannot be used: the file is no SQLite database "
                        + "(Adam:DataPath names its file).\n"
                )
            )
        );
        Assert.That(await File.ReadAllTextAsync(text), Does.StartWith("These are words"));

        var (exit, error) = await RunAsync($"--Adam:DataPath={_folder}");
        Assert.That(exit, Is.EqualTo(1));
        Assert.That(error, Does.Match("^[^\n]+because it is a folder[^\n]+\n$"));
    }

    [TestCase]
    [TestCase("keys", "create", "--partner", "DE", "--role", "viewer")]
    [TestCase("migrate")]
    public async Task Register_of_a_newer_version_is_told_in_a_sentence_and_stays(params string[] command)
    {
        using (var database = new SqliteDatabase(Register))
            await RegisterTables.ExecuteAsync(
                database,
                "INSERT INTO SchemaVersion (ScriptName, Applied) VALUES ('sqlite/9999_later.sql', '2040-01-01')"
            );
        var before = await File.ReadAllBytesAsync(Register);
        var (exit, output, error) = await ProgramProcess.RunAsync([.. command, $"--Adam:DataPath={Register}"]);
        Assert.That((exit, output), Is.EqualTo((1, "")));
        Assert.That(
            error,
            Does.Match(
                "^Another version of the program has migrated the database: this one does not know "
                    + "sqlite/9999_later.sql\\. Nothing was changed\\. [^\n]+\n$"
            )
        );
        Assert.That(await File.ReadAllBytesAsync(Register), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Folder_that_cannot_be_created_is_told_in_one_sentence()
    {
        var path = Path.Combine(await FileAsync("file", ""), "adam.db");
        var (exit, error) = await RunAsync($"--Adam:DataPath={path}");
        Assert.That(exit, Is.EqualTo(1));
        Assert.That(error, Does.Match($"^[^\n]+; the register is in {path} \\(Adam:DataPath names its file\\)\\.\n$"));
    }

    [Test]
    public async Task Settings_that_cannot_be_read_are_told_in_one_sentence()
    {
        await FileAsync("appsettings.json", "{ \"Adam\": ");
        var (exit, error) = await RunAsync("--contentRoot", _folder);
        Assert.That(exit, Is.EqualTo(2));
        Assert.That(
            error,
            Does.Match("^The settings cannot be read: [^\n]*appsettings.json[^\n]*LineNumber: [^\n]+\n$")
        );

        Assert.That(
            await RunAsync("--Logging:LogLevel:Default=Chatty"),
            Is.EqualTo(
                (
                    2,
                    "Logging:LogLevel:Default is 'Chatty'; it must be Trace, Debug, Information, Warning, Error, "
                        + "Critical, None.\n"
                )
            )
        );
    }

    private async Task<(int Exit, string Error)> RunAsync(params string[] arguments)
    {
        // A later setting overrides an earlier one.
        string[] defaults =
        [
            .. arguments.TakeWhile(word => word == "demo"),
            "--urls",
            "http://127.0.0.1:0",
            $"--Adam:DataPath={Register}",
        ];
        var (exit, output, error) = await ProgramProcess.RunAsync([
            .. defaults,
            .. arguments.SkipWhile(word => word == "demo"),
        ]);
        Assert.That(output, Does.Not.Contain("Exception"));
        return (exit, error);
    }

    private async Task<string> FileAsync(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, content);
        return path;
    }
}
