using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Adam.Tests.Cli;

namespace Adam.Tests;

/// <summary>
/// Runs the README's example: its command starts the demo, and its request returns the response that it prints.
/// </summary>
public sealed partial class ReadmeTests
{
    [Test]
    public async Task Readme_request_has_the_answer_that_the_readme_prints()
    {
        var readme = Repository.Read("README.md");
        Assert.That(readme, Does.Contain("dotnet run -v minimal --project Adam.Api -- demo"));
        var path = Request().Match(readme).Groups[1].Value;
        var answer = JsonNode.Parse(Answer().Match(readme).Groups[1].Value);

        using var demo = ProgramProcess.Start("demo", "--urls", "http://127.0.0.1:0");
        var address = AddressLine().Match(await demo.WaitForLineAsync("serving a sample register at")).Value;
        var key = ViewerLine().Match(await demo.WaitForLineAsync("  viewer ")).Groups[1].Value;
        using var client = ProgramProcess.Client(new(address), key);
        var given = JsonNode.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)));
        Assert.That(JsonNode.DeepEquals(given, answer), Is.True, $"{path} returned\n{given}");
    }

    [GeneratedRegex(@"curl .*http://localhost:5080(/v1/[^""]+)")]
    private static partial Regex Request();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Answer();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AddressLine();

    [GeneratedRegex(@"viewer +(adam_\w+)")]
    private static partial Regex ViewerLine();
}
