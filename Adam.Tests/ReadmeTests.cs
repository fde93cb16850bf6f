using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

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
        Assert.That(readme, Does.Contain("dotnet run --project Adam.Api -- demo"));
        var path = Request().Match(readme).Groups[1].Value;
        var answer = JsonNode.Parse(Answer().Match(readme).Groups[1].Value);

        using var demo = Start();
        try
        {
            var (address, key) = await ReadWelcomeAsync(demo);
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            var given = JsonNode.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)));
            Assert.That(JsonNode.DeepEquals(given, answer), Is.True, $"{path} returned\n{given}");
        }
        finally
        {
            demo.Kill();
            await demo.WaitForExitAsync();
        }
    }

    /// <summary>Starts the built program with the arguments of the README, on a free port.</summary>
    private static Process Start()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(Program).Assembly.Location, "demo", "--urls", "http://127.0.0.1:0"]
        )
        {
            RedirectStandardOutput = true,
        };
        // The test kills the demo, which then leaves its temporary folder behind. The end of the run deletes the test
        // folder.
        start.Environment["TMPDIR"] = start.Environment["TEMP"] = start.Environment["TMP"] = TestRegister.TestFolder;
        return Process.Start(start)!;
    }

    private static async Task<(string Address, string Key)> ReadWelcomeAsync(Process demo)
    {
        string? address = null;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await demo.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (AddressLine().Match(line) is { Success: true } at)
                address = at.Value;
            if (ViewerLine().Match(line) is { Success: true } viewer)
                return (address!, viewer.Groups[1].Value);
        }

        throw new InvalidOperationException("The demo exited before it printed a key.");
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
