using Adam.Data.Projects.Indexing;
using Adam.Domain.Keys;
using Adam.Tests.Overlaps.Matching;

namespace Adam.Tests.Projects.Indexing;

/// <summary>Alters derived rows behind the program's back, and compares them with the documents.</summary>
public sealed class DerivedTableVerifyTests(string engine) : RegisterTests(engine)
{
    private string _project = null!;

    [SetUp]
    public async Task Record()
    {
        using var donor = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");
        _project = (await donor.RecordAsync("""{ "reference": "R-1" }""")).Id();
        var withdrawn = (await donor.RecordAsync("""{ "reference": "R-2" }""")).Id();
        await donor.SendAsync("DELETE", $"/v1/projects/{withdrawn}", null, "", ("If-Match", "*"));
    }

    [Test]
    public async Task Tables_that_the_program_has_written_are_without_differences() =>
        Assert.That(await FindAsync(), Is.Empty);

    [TestCase("UPDATE ProjectFacet SET Value = 'FR' WHERE Facet = 'owner'", "ProjectFacet")]
    [TestCase("UPDATE ProjectFacet SET EndDay = EndDay + 1 WHERE Facet = 'all'", "ProjectFacet")]
    [TestCase("UPDATE ProjectCell SET OwnerId = OwnerId + 1", "ProjectCell")]
    [TestCase("UPDATE ProjectCell SET StartDay = StartDay - 1", "ProjectCell")]
    public async Task Altered_row_is_named_with_its_project_and_table(string sql, string table)
    {
        await RegisterTables.ExecuteAsync(Register.Database, sql);
        var differences = await FindAsync();
        Assert.That(differences, Has.Count.EqualTo(1));
        Assert.That(
            differences[0],
            Does.Match($"^{table} of project {_project}: [0-9]+ rows?, and not the [0-9]+ that its document gives$")
        );
    }

    [Test]
    public async Task Row_of_a_withdrawn_project_and_removed_rows_are_named()
    {
        await RegisterTables.ExecuteAsync(
            Register.Database,
            """
            INSERT INTO ProjectWord (Word, ProjectId)
            SELECT 'word', ProjectId FROM Project WHERE WithdrawnAt IS NOT NULL
            """
        );
        Assert.That(
            await FindAsync(),
            Has.One.Match(
                "^ProjectWord of the project with number [0-9]+, which is withdrawn or does not exist: 1 row,"
            )
        );
        await RegisterTables.ExecuteAsync(Register.Database, "DELETE FROM ProjectWord");
        Assert.That(await FindAsync(), Has.One.StartsWith($"ProjectWord of project {_project}: 0 rows"));
    }

    [Test]
    public async Task Rows_that_a_reindex_has_corrected_are_without_differences()
    {
        await RegisterTables.ExecuteAsync(Register.Database, "DELETE FROM ProjectFacet");
        Assert.That(await FindAsync(), Is.Not.Empty);
        await TestStores.Reindex(Register.Database, TimeProvider.System).RunAsync(["ProjectFacet"], null, default);
        Assert.That(await FindAsync(), Is.Empty);
    }

    private Task<IReadOnlyList<string>> FindAsync() =>
        new DerivedTableVerify(Register.Database, TimeProvider.System).RunAsync(default);
}
