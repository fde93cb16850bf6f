using Adam.Data.Databases;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;

namespace Adam.Tests.Cli;

/// <summary>Runs the program on derived tables of another version, and with the command to rebuild some.</summary>
public sealed class ReindexCommandTests
{
    private Database _database = null!;
    private IReadOnlyList<string> _words = [];

    [SetUp]
    public async Task MakeRegister()
    {
        _database = (await TestRegister.NewRegisterAsync("sqlite")).Service;
        var store = TestStores.Projects(_database, TimeProvider.System);
        await store.RecordAllAsync(Enumerable.Range(0, 3).Select(_ => AProject.By("DE").Build()), "test", default);
        _words = await WordsAsync();
        Assert.That(_words, Is.Not.Empty);
    }

    [TearDown]
    public void LetGo() => (_database as IDisposable)?.Dispose();

    [Test]
    public async Task Reindex_rebuilds_the_tables_that_are_named()
    {
        await RegisterTables.ExecuteAsync(_database, "DELETE FROM ProjectWord");
        await RegisterTables.ExecuteAsync(_database, "DELETE FROM ProjectCell");
        Assert.That(
            await RunAsync("reindex", "--table", "projectword"),
            Is.EqualTo((0, "Rebuilt: ProjectWord.\n", ""))
        );
        Assert.That(await WordsAsync(), Is.EqualTo(_words));
        Assert.That(await CellsAsync(), Is.Empty);

        var (exit, output, _) = await RunAsync("reindex", "--table", "ProjectCell", "--table", "ProjectFacet");
        Assert.That((exit, output), Is.EqualTo((0, "Rebuilt: ProjectFacet, ProjectCell, DonorSet, DonorSetDonor.\n")));
        Assert.That(await CellsAsync(), Is.Not.Empty);
    }

    [Test]
    public async Task Reindex_of_an_unknown_table_is_answered_with_the_nearest_and_the_list()
    {
        var known = TestStores.Reindex(_database, TimeProvider.System).Groups.SelectMany(group => group);
        var sentence =
            "There is no derived table 'ProjectFacets'. Did you mean ProjectFacet? "
            + $"The tables are {string.Join(", ", known)}.\n";
        Assert.That(
            await RunAsync("reindex", "--table", "ProjectWord", "--table", "ProjectFacets"),
            Is.EqualTo((2, "", sentence))
        );
    }

    [Test]
    public async Task Tables_of_another_version_are_rebuilt_by_migrate_and_stop_a_program_that_may_not_migrate()
    {
        await RegisterTables.ExecuteAsync(_database, "UPDATE DerivedTable SET Version = 0 WHERE Name = 'ProjectWord'");
        await RegisterTables.ExecuteAsync(_database, "DELETE FROM ProjectWord");
        Assert.That(
            await RunAsync("keys", "create", "--partner", "DE", "--role", "viewer", "--Adam:MigrateAtStart=false"),
            Is.EqualTo(
                (1, "", "Another version of the program has derived ProjectWord. Run the command migrate or reindex.\n")
            )
        );
        Assert.That(await WordsAsync(), Is.Empty);

        var (exit, _, said) = await RunAsync("migrate");
        Assert.That(exit, Is.Zero);
        Assert.That(
            said,
            Is.EqualTo("Another version of the program has derived ProjectWord: rebuilding.\nRebuilt: ProjectWord.\n")
        );
        Assert.That(await WordsAsync(), Is.EqualTo(_words));
        Assert.That((await RunAsync("migrate")).Error, Is.Empty);
    }

    private Task<IReadOnlyList<string>> WordsAsync() =>
        RegisterTables.LinesAsync(_database, "SELECT Word, ProjectId FROM ProjectWord");

    private Task<IReadOnlyList<string>> CellsAsync() =>
        RegisterTables.LinesAsync(_database, "SELECT ProjectId FROM ProjectCell");

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) =>
        ProgramProcess.RunAsync([.. arguments, $"--Adam:DataPath={_database.Location}"]);
}
