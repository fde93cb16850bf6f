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

    private static readonly IReadOnlyList<Protection> Protections = Protection.ReadAll();

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

    [Test]
    public void Every_protection_is_one_place_of_the_code_and_has_tests()
    {
        Assert.That(Protections, Has.Count.GreaterThan(90));
        Assert.That(Protections.Select(one => one.Name), Is.Unique);
        Assert.That(
            Protections.Where(one => Repository.Read(one.File.Split('/')).Split(one.Code).Length != 2),
            Is.Empty,
            "mutation/protections.txt: the code is not in the file, or several times"
        );
        Assert.That(Protections.Where(one => one.Tests.Count == 0), Is.Empty);
        Assert.That(Protections.SelectMany(one => one.Tests).Where(test => !Exists(test)), Is.Empty);
    }

    [Test]
    public void Page_lists_every_protection()
    {
        var section = Page.Split("\n## ").Single(part => part.StartsWith("Which line holds", StringComparison.Ordinal));
        Assert.That(
            section.Split('\n').Where(line => line.StartsWith('|')).Skip(2),
            Is.EqualTo(Protections.Select(one => one.ToRow()))
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
