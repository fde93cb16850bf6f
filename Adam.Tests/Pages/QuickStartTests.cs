using System.Diagnostics;
using System.Text.RegularExpressions;
using Adam.Domain.Keys;

namespace Adam.Tests.Pages;

/// <summary>Runs the commands of <c>docs/quick-start.md</c> in a shell, against a new demo register.</summary>
[Category("sqlite")]
public sealed partial class QuickStartTests
{
    private static readonly string[] Programs = ["bash", "curl", "jq"];

    // A command fails if its response is an error, and then prints the problem.
    private const string Prelude = """
        set -euo pipefail
        curl() { command curl --silent --show-error --fail-with-body "$@"; }
        """;

    [Test]
    public void Every_role_has_a_section() =>
        Assert.That(
            Sections().Select(section => section.Role).Where(role => role is not null),
            Is.EquivalentTo(
                new[] { Role.Viewer, Role.Donor, Role.Viewer, Role.Analyst, Role.Admin }.Select(role => (Role?)role)
            )
        );

    [Test]
    public async Task Commands_of_every_section_succeed()
    {
        var missing = Programs.Where(program => !IsInstalled(program)).ToList();
        if (missing.Count > 0)
            Assert.Ignore($"The commands of the page need {string.Join(", ", missing)}.");

        await using var demo = await DemoServer.StartAsync();
        var ran = 0;
        foreach (var (heading, role, commands) in Sections().Where(section => section.Commands.Length > 0))
        {
            // Sections do not need each other, so each begins in an empty folder.
            var folder = Directory.CreateDirectory(Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}"));
            var key = role is null ? "" : demo.Keys[role.Value];
            var (code, output) = await RunAsync($"{Prelude}\n{commands}", folder.FullName, demo.Address, key);
            Assert.That(code, Is.Zero, $"{heading}:\n{output}");
            ran++;
        }

        Assert.That(ran, Is.EqualTo(6));
    }

    /// <summary>Returns the sections with their commands, without those that start a register.</summary>
    private static IEnumerable<(string Heading, Role? Role, string Commands)> Sections() =>
        Repository
            .Read("docs", "quick-start.md")
            .Split("\n## ")
            .Skip(1)
            .Select(section =>
                (
                    section.Split('\n')[0],
                    RoleLine().Match(section) is { Success: true } line
                        ? Enum.Parse<Role>(line.Groups[1].Value, ignoreCase: true)
                        : (Role?)null,
                    string.Join(
                        '\n',
                        Block()
                            .Matches(section)
                            .Select(block => block.Groups[1].Value)
                            .Where(block => !block.StartsWith("dotnet ", StringComparison.Ordinal))
                    )
                )
            );

    private static async Task<(int Code, string Output)> RunAsync(
        string script,
        string folder,
        string address,
        string key
    )
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ADAM"] = address, ["KEY"] = key },
        };
        using var shell = Process.Start(start)!;
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();
        return (shell.ExitCode, await output + await error);
    }

    private static bool IsInstalled(string program) =>
        Environment
            .GetEnvironmentVariable("PATH")!
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex(@"\nRole: (\w+)\.")]
    private static partial Regex RoleLine();

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
