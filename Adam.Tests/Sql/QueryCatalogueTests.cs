using System.Text.RegularExpressions;
using Adam.Data.Engines;

namespace Adam.Tests.Sql;

public sealed partial class QueryCatalogueTests
{
    [Test]
    public void Catalogue_asks_every_method_that_puts_a_query_together()
    {
        var asked = QueryCatalogue.All(Engine.Sqlite("unused.db")).Select(query => query.Name.Split('(')[0]).ToHashSet();
        Assert.That(QueryCatalogue.PutTogether.Where(method => !asked.Contains(method)), Is.Empty);
    }

    /// <summary>Or the catalogue, and with it the checks of grammar, names and plans, would not see it.</summary>
    [Test]
    public void Sql_stands_nowhere_but_in_the_classes_of_the_catalogue()
    {
        var elsewhere = Repository.Sources("Adam.Data", "Adam.Api", "Adam.Domain")
            .Where(file => !QueryCatalogue.Classes.Any(type => Path.GetFileName(file) == $"{type.Name}.cs"))
            .Where(file => SqlText().IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName);
        Assert.That(elsewhere, Is.EquivalentTo(["SqliteEngine.cs", "SqlServerEngine.cs", "SqlServerDatabase.cs", "Engine.cs"]), "the engines' own fragments, and what only one of them can be asked, are all that may stand outside");
    }

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|JOIN|ORDER BY)\b")]
    private static partial Regex SqlText();
}
