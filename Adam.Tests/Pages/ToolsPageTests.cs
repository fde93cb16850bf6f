using System.Diagnostics;
using System.Text.RegularExpressions;
using Adam.Domain.Keys;

namespace Adam.Tests.Pages;

/// <summary>
/// Runs the examples of <c>docs/tools.md</c> against a new demo register, as far as the tools are installed.
/// </summary>
[Category("sqlite")]
public sealed partial class ToolsPageTests
{
    private static readonly string[] Columns = ["countries", "currencies", "amounts"];

    private DemoServer _demo = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _demo = await DemoServer.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _demo.DisposeAsync();

    [Test]
    public async Task Python_prints_countries_with_most_projects()
    {
        var output = await RunAsync("example.py", Example("Python", "python"), "python3", "example.py");
        var lines = output.TrimEnd().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(5));
        Assert.That(lines, Has.All.Match(@"^[A-Z].* [a-z-]+ [0-9]+$"));
    }

    [Test]
    public async Task R_adds_up_amounts()
    {
        var output = await RunAsync("example.R", Example("R", "r"), "Rscript", "example.R");
        var lines = output.TrimEnd().Split('\n');
        Assert.That(lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(Columns));
        Assert.That(lines[1..], Has.Length.GreaterThan(20).And.All.Match("^[0-9]+ +[A-Z]{2} +[A-Z]{3} +[0-9.e+]+$"));
    }

    [Test]
    public async Task Csharp_prints_pairs()
    {
        var output = await RunAsync("overlaps.cs", Example(@"C\#", "csharp"), "dotnet", "run", "overlaps.cs");
        Assert.That(output.TrimEnd().Split('\n'), Has.Length.GreaterThan(3).And.All.Match("^0\\.[0-9]+ [a-z-]+\r?$"));
    }

    [Test]
    public async Task Shell_saves_a_workbook() =>
        Assert.That(await ShellAsync("Excel", "curl"), Does.Contain("projects.xlsx"));

    [Test]
    public async Task Shell_converts_GeoJSON() =>
        Assert.That(await ShellAsync("QGIS", "ogr2ogr"), Does.Contain("projects.gpkg"));

    private Task<string> ShellAsync(string heading, string program)
    {
        RequireInstalled(program);
        return RunAsync("example.sh", $"set -euo pipefail\n{Example(heading, "sh")}\nls", "bash", "example.sh");
    }

    /// <summary>Returns the examples of a section in one language.</summary>
    private static string Example(string heading, string language)
    {
        var section = Repository
            .Read("docs", "tools.md")
            .Split("\n## ")
            .Single(section => section.StartsWith($"{heading}\n", StringComparison.Ordinal));
        return string.Join(
            '\n',
            Block()
                .Matches(section)
                .Where(block => block.Groups[1].Value == language)
                .Select(block => block.Groups[2].Value)
        );
    }

    private async Task<string> RunAsync(string file, string text, string program, params string[] arguments)
    {
        RequireInstalled(program);
        var folder = Directory.CreateDirectory(Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text);
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ADAM"] = _demo.Address, ["KEY"] = _demo.Keys[Role.Viewer] },
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await output + await error);
        return await output;
    }

    private static void RequireInstalled(string program)
    {
        var isInstalled = Environment
            .GetEnvironmentVariable("PATH")!
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
        if (!isInstalled)
            Assert.Ignore($"The example needs {program}.");
    }

    [GeneratedRegex("```(\\w+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
