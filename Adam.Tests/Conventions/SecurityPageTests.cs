using System.Reflection;
using System.Text.RegularExpressions;

namespace Adam.Tests.Conventions;

/// <summary>docs/security.md names only tests that exist and run, and one for each threat.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly Dictionary<string, Type> Fixtures = typeof(SecurityPageTests)
        .Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Tests", StringComparison.Ordinal) && Tests(type).Any())
        .ToDictionary(type => type.Name, StringComparer.Ordinal);

    private static readonly string Page = Repository.Read("docs", "security.md");

    [Test]
    public void Every_test_of_the_page_exists()
    {
        var names = Named().Matches(Page).Select(match => match.Value.Trim('`')).Distinct().ToList();
        Assert.That(names, Has.Count.GreaterThan(50));
        Assert.That(names.Where(name => !Exists(name)), Is.Empty);
    }

    [TestCase("What holds each threat off?")]
    [TestCase("OWASP API Security Top 10 (2023)")]
    public void Every_row_names_a_test(string heading)
    {
        var section = Page.Split("\n## ").Single(part => part.StartsWith(heading, StringComparison.Ordinal));
        var rows = section.Split('\n').Where(line => line.StartsWith('|')).Skip(2).ToList();
        Assert.That(rows, Has.Count.GreaterThanOrEqualTo(10));
        Assert.That(
            rows.Where(row => !Named().IsMatch(row) && !row.Contains("`./check`", StringComparison.Ordinal)),
            Is.Empty
        );
    }

    private static bool Exists(string name) =>
        name.Split('.') switch
        {
            [var fixture] => Fixtures.ContainsKey(fixture),
            [var fixture, var test] => Fixtures.TryGetValue(fixture, out var type)
                && Tests(type).Any(method => method.Name == test),
            _ => false,
        };

    private static IEnumerable<MethodInfo> Tests(Type type) =>
        type.GetMethods()
            .Where(method =>
                method.IsDefined(typeof(TestAttribute))
                || method.IsDefined(typeof(TestCaseAttribute))
                || method.IsDefined(typeof(TestCaseSourceAttribute))
            );

    [GeneratedRegex(@"`\w+Tests(\.\w+)?`")]
    private static partial Regex Named();
}
