using System.Text.RegularExpressions;
using Adam.Data.Engines;

namespace Adam.Tests.Sql;

public sealed partial class QueryCatalogueTests
{
    [Test]
    public void Every_composed_statement_has_a_case()
    {
        var cases = QueryCatalogue.All(Engine.Sqlite("unused.db")).Select(query => query.Name.Split('(')[0]).ToHashSet();
        Assert.That(SqlCatalogue.Sets.SelectMany(set => set.Composed).Where(name => !cases.Contains(name)), Is.Empty);
    }

    /// <summary>Or the catalogue, and with it the checks of grammar, names and plans, would not see it.</summary>
    [Test]
    public void Sql_stands_nowhere_but_in_the_classes_of_the_catalogue()
    {
        var elsewhere = Repository.Sources("Adam.Data", "Adam.Api", "Adam.Domain")
            .Where(file => !QueryCatalogue.Classes.Any(type => Path.GetFileName(file) == $"{type.Name}.cs") && !file.Contains("Overlaps/Report/", StringComparison.Ordinal))
            .Where(file => SqlText().IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName);
        Assert.That(elsewhere, Is.EquivalentTo(["SqliteEngine.cs", "SqlDialect.cs", "SqliteDialect.cs", "SqlServerDialect.cs", "SqlServerDatabase.cs", "StatementSet.cs", "ComposedStatement.cs", "SqlStatement.cs"]), "the engines' own fragments, and what only one of them can be asked, are all that may stand outside");
    }

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|JOIN|ORDER BY)\b")]
    private static partial Regex SqlText();
}
