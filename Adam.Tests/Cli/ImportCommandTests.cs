using Adam.Api.Imports;
using Adam.Data.Databases;
using Adam.Tests.Projects;

namespace Adam.Tests.Cli;

/// <summary>Runs the command <c>import</c> as a process and checks its output and exit code.</summary>
public sealed class ImportCommandTests
{
    private Database _database = null!;

    [SetUp]
    public async Task MakeRegister()
    {
        _database = (await TestRegister.NewRegisterAsync("sqlite")).Service;
    }

    [TearDown]
    public void LetGo() => (_database as IDisposable)?.Dispose();

    [Test]
    public async Task Format_is_that_of_the_extension_or_of_the_option()
    {
        var line = ProjectHttp.With(ProjectHttp.Body(), """{ "owner": "DE" }""");
        var (ndjson, text) = (await FileAsync(".ndjson", line), await FileAsync(".txt", line));
        var xml = await FileAsync(".XML", "<iati-activities/>");

        var (exit, said, _) = await RunAsync(ndjson, xml);
        Assert.That(
            (exit, said.Trim().ReplaceLineEndings("\n")),
            Is.EqualTo(
                (
                    0,
                    string.Join(
                        '\n',
                        $"{ndjson}: 1 record; 1 created, 0 updated, 0 unchanged, 0 rejected.",
                        $"{xml}: 0 records; 0 created, 0 updated, 0 unchanged, 0 rejected."
                    )
                )
            )
        );

        (exit, _, var refused) = await RunAsync(ndjson, text);
        Assert.That((exit, refused.Trim()), Is.EqualTo((2, ImportFormats.UnknownExtension(text))));

        (exit, said, _) = await RunAsync(text, "--format", "NDJSON");
        Assert.That(
            (exit, said.Trim()),
            Is.EqualTo((0, $"{text}: 1 record; 0 created, 0 updated, 1 unchanged, 0 rejected."))
        );

        (exit, _, refused) = await RunAsync(text, "--format", "ndjsn");
        Assert.That((exit, refused.Trim()), Is.EqualTo((2, $"{ImportFormats.Unknown("ndjsn")} See --help.")));
    }

    [Test]
    public async Task Record_without_an_owner_is_nobody_s_until_one_is_named()
    {
        var file = await FileAsync(".jsonl", ProjectHttp.Body().ReplaceLineEndings(""));
        var (_, said, _) = await RunAsync(file);
        Assert.That(said, Does.Contain("0 created, 0 updated, 0 unchanged, 1 rejected").And.Contain("ADAM-6002 owner"));
        (_, said, _) = await RunAsync(file, "--owner", "JP");
        Assert.That(said, Does.Contain("1 created"));
    }

    [Test]
    public async Task Import_is_listed_and_undone_by_commands()
    {
        var file = await FileAsync(".jsonl", ProjectHttp.Body().ReplaceLineEndings(""));
        await RunAsync(file, "--owner", "JP");
        var data = $"--Adam:DataPath={_database.Location}";
        var (exit, listed, _) = await ProgramProcess.RunAsync("imports", "list", data);
        Assert.That(exit, Is.Zero);
        var line = listed.Trim();
        Assert.That(
            line,
            Does.Match(
                "^[-0-9a-f]{36} [-0-9T:]+Z finished  -      1 created, 0 updated, 0 unchanged, 0 rejected, "
                    + $"0 withdrawn  {Path.GetFileName(file)} \\(import\\)$"
            )
        );

        var id = line.Split(' ')[0];
        (exit, var said, _) = await ProgramProcess.RunAsync("imports", "undo", id, data);
        Assert.That((exit, said.Trim()), Is.EqualTo((0, $"The import {id} is undone.")));
        (exit, _, var refused) = await ProgramProcess.RunAsync("imports", "undo", id, data);
        Assert.That(exit, Is.EqualTo(1));
        Assert.That(refused, Does.StartWith($"The import {id} was undone by imports undo at "));
        (exit, _, _) = await ProgramProcess.RunAsync("imports", "undo", Guid.NewGuid().ToString(), data);
        Assert.That(exit, Is.EqualTo(2));
    }

    private static async Task<string> FileAsync(string extension, string content)
    {
        var path = Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}{extension}");
        await File.WriteAllTextAsync(path, content);
        return path;
    }

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) =>
        ProgramProcess.RunAsync(["import", .. arguments, $"--Adam:DataPath={_database.Location}"]);
}
