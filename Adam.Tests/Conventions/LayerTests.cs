using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Adam.Tests.Conventions;

/// <summary>
/// Adam.Api may depend on Adam.Data and Adam.Domain, and Adam.Data on Adam.Domain. No other dependency is allowed.
/// </summary>
public sealed class LayerTests
{
    private static readonly System.Reflection.Assembly Domain = typeof(Adam.Domain.Projects.Project).Assembly;
    private static readonly System.Reflection.Assembly Data = typeof(Adam.Data.AdamData).Assembly;
    private static readonly System.Reflection.Assembly Api = typeof(Program).Assembly;

    private static readonly System.Reflection.Assembly Desk = typeof(Adam.Desk.Calls.IApi).Assembly;

    private static readonly Architecture Built = new ArchLoader().LoadAssemblies(Domain, Data, Api).Build();

    [Test]
    public void Domain_knows_neither_data_nor_api()
    {
        Holds(Types().That().ResideInAssembly(Domain).Should().NotDependOnAny(Types().That().ResideInAssembly(Data)));
        Holds(Types().That().ResideInAssembly(Domain).Should().NotDependOnAny(Types().That().ResideInAssembly(Api)));
    }

    [Test]
    public void Data_does_not_know_the_api() =>
        Holds(Types().That().ResideInAssembly(Data).Should().NotDependOnAny(Types().That().ResideInAssembly(Api)));

    /// <summary>
    /// The writer uses indexers only by their interface, so a derived table can be added without changing it.
    /// </summary>
    [Test]
    public void Projects_do_not_know_the_tables_that_are_derived_from_them() =>
        Holds(
            Types()
                .That()
                .ResideInNamespaceMatching(@"^Adam\.Data\.(Projects|Imports)$")
                .Should()
                .NotDependOnAny(
                    Types().That().ResideInNamespaceMatching(@"^Adam\.Data\.(Projects\.Indexing|Overlaps\.Matching)$")
                )
        );

    [Test]
    public void Domain_uses_no_package_and_data_no_web()
    {
        Assert.That(References(Domain).Where(name => !name.StartsWith("System", StringComparison.Ordinal)), Is.Empty);
        Assert.That(
            References(Data)
                .Where(name =>
                    name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name == "FastEndpoints"
                ),
            Is.Empty
        );
    }

    [Test]
    public void Names_say_what_things_are() =>
        Assert.That(
            Built
                .Types.Select(type => type.FullName)
                .Where(name =>
                    new[] { "Helper", "Util", "Manager", "Common" }.Any(word =>
                        name.Contains(word, StringComparison.Ordinal)
                    )
                ),
            Is.Empty
        );

    /// <summary>The pages of the desk read everything from the public API.</summary>
    [Test]
    public void Desk_knows_no_other_part_and_uses_no_package() =>
        Assert.That(
            References(Desk)
                .Where(name =>
                    !name.StartsWith("System", StringComparison.Ordinal)
                    && !name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                    && !name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
                    && name != "Microsoft.Net.Http.Headers"
                ),
            Is.Empty
        );

    private static IEnumerable<string> References(System.Reflection.Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static void Holds(IArchRule rule) =>
        Assert.That(
            rule.Evaluate(Built).Where(result => !result.Passed).Select(result => result.Description),
            Is.Empty
        );
}
