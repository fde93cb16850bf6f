using System.Reflection;
using System.Text.RegularExpressions;

namespace Adam.Tests.Conventions;

/// <summary>docs/architecture.md names only what exists, so that its readers find every name.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly HashSet<string> Types =
    [
        .. new[] { "Adam.Domain", "Adam.Data", "Adam.Api", "Adam.Desk", "Adam.Tests" }
            .SelectMany(name => Assembly.Load(name).GetTypes())
            .Select(type => type.Name.Split('`')[0]),
    ];

    [Test]
    public void Every_name_exists()
    {
        var page = Repository.Read("docs", "architecture.md");
        var names = CodeSpan().Matches(page).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.That(names, Has.Count.GreaterThan(40));
        Assert.That(names.Where(name => !Exists(name)), Is.Empty);
    }

    /// <summary>The participants of the diagrams are names, too.</summary>
    [Test]
    public void Every_participant_exists()
    {
        var page = Repository.Read("docs", "architecture.md");
        var participants = Participant().Matches(page).Select(match => match.Groups[1].Value).ToList();

        Assert.That(participants, Has.Count.GreaterThan(4));
        Assert.That(participants.Where(name => name != "Client" && !Types.Contains(name)), Is.Empty);
    }

    private static bool Exists(string name) =>
        Types.Contains(name)
        || name.StartsWith("GET /", StringComparison.Ordinal)
        || Directory.Exists(Path.Combine(Repository.Root, name))
        || File.Exists(Path.Combine(Repository.Root, name));

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"participant \w+ as (?:each )?(\w+)")]
    private static partial Regex Participant();
}
