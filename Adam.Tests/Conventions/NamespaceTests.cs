using ArchUnitNET.Loader;

namespace Adam.Tests.Conventions;

/// <summary>
/// Namespaces of a project depend on each other in one direction, so that each can be read without the others.
/// </summary>
public sealed class NamespaceTests
{
    [TestCase("Adam.Domain")]
    [TestCase("Adam.Data")]
    [TestCase("Adam.Api")]
    [TestCase("Adam.Desk")]
    public void Namespaces_form_no_cycle(string assembly)
    {
        var architecture = new ArchLoader().LoadAssembly(System.Reflection.Assembly.Load(assembly)).Build();
        var edges = architecture
            .Types.SelectMany(type => type.Dependencies)
            .Where(dependency => dependency.Origin.Namespace is not null && dependency.Target.Namespace is not null)
            .Select(dependency =>
                (
                    From: dependency.Origin.Namespace.FullName,
                    To: dependency.Target.Namespace.FullName,
                    Dependency: dependency
                )
            )
            .Where(edge => IsIn(edge.From, assembly) && IsIn(edge.To, assembly) && edge.From != edge.To)
            .ToList();
        Assert.That(edges, Is.Not.Empty, "The loader saw no dependency between namespaces.");

        // Namespaces without a remaining dependency are removed until nothing changes. The remaining ones are on a
        // cycle or before one.
        var remaining = edges;
        for (var count = -1; count != remaining.Count; )
        {
            count = remaining.Count;
            var (sources, targets) = (
                remaining.Select(edge => edge.From).ToHashSet(),
                remaining.Select(edge => edge.To).ToHashSet()
            );
            remaining = [.. remaining.Where(edge => sources.Contains(edge.To) && targets.Contains(edge.From))];
        }

        Assert.That(
            remaining
                .GroupBy(edge => (edge.From, edge.To))
                .Select(group => $"{group.Key.From} -> {group.Key.To}: {Example(group.First().Dependency)}")
                .Order(),
            Is.Empty
        );
    }

    private static bool IsIn(string name, string assembly) =>
        name == assembly || name.StartsWith(assembly + ".", StringComparison.Ordinal);

    private static string Example(ArchUnitNET.Domain.Dependencies.ITypeDependency dependency) =>
        $"{dependency.Origin.Name} uses {dependency.Target.Name}";
}
