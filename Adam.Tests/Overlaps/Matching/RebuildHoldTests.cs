using System.Globalization;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Overlaps.Matching;
using Adam.Tests.Projects;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>
/// The work of a rebuild while it excludes other writers does not grow with the register. It is counted in instructions
/// of SQLite, because times depend on the machine.
/// </summary>
public sealed class RebuildHoldTests
{
    private const int RowsAtOnce = 100;

    /// <summary>An index entry takes some 20 instructions to add, and a row some 40 to find and remove.</summary>
    private const int MostOfRows = 10_000;

    /// <summary>
    /// Less than four instructions for each project by which the larger register has more. The statements that change
    /// the schema differ by some, and by as many in a larger register.
    /// </summary>
    private const int Tolerance = 4_500;

    private const string Exchange = "to exchange the tables";

    [Test]
    public async Task Rebuild_excludes_writers_by_as_much_work_in_a_larger_register()
    {
        var small = await HoldsAsync(150);
        var large = await HoldsAsync(1_500);

        using var scope = Assert.EnterMultipleScope();
        foreach (var step in new[] { Exchange, "to repeat changed projects", "to name the indexes", "to drop a copy" })
            Assert.That(Most(step, large), Is.EqualTo(Most(step, small)).Within(Tolerance), step);
        foreach (var step in new[] { "to add rows to an index", "to empty a copy" })
        {
            var (before, after) = (Of(small, step), Of(large, step));
            Assert.That(after.Max(hold => hold.Instructions), Is.LessThanOrEqualTo(MostOfRows), step);
            Assert.That(after, Has.Count.GreaterThan(before.Count), $"{step}: more rows need more transactions");
        }
    }

    private static long Most(string step, IEnumerable<WriterHold> holds) =>
        Of(holds, step).Max(hold => hold.Instructions);

    private static List<WriterHold> Of(IEnumerable<WriterHold> holds, string step) =>
        [.. holds.Where(hold => hold.Step == step)];

    /// <summary>
    /// Returns the transactions of a rebuild that replaces the pairs of an earlier one, and repeats one project without
    /// pairs.
    /// </summary>
    private static async Task<List<WriterHold>> HoldsAsync(int count)
    {
        using var database = (SqliteDatabase)(await TestRegister.NewRegisterAsync("sqlite")).Service;
        var store = TestStores.Projects(database, TimeProvider.System);
        await store.RecordAllAsync(
            Enumerable
                .Range(0, count)
                .Select(number =>
                    AProject
                        .By(number % 2 == 0 ? "DE" : "US")
                        .Saying(draft =>
                            draft with
                            {
                                Title = string.Create(
                                    CultureInfo.InvariantCulture,
                                    $"Training {number / 2} for border police of district {number / 20}"
                                ),
                            }
                        )
                        .Build()
                ),
            "test",
            default
        );
        await new OverlapRebuild(database, new(), TimeProvider.System).RunAsync(null, default);

        var (holds, calls) = (new List<WriterHold>(), 0);
        await new OverlapRebuild(database, new(), TimeProvider.System)
        {
            RowsAtOnce = RowsAtOnce,
            Held = holds.Add,
            // The second call precedes the only round.
            Between = async () =>
            {
                if (++calls == 2)
                    await store.RecordAllAsync([AProject.By("EU").In("AF").Build()], "test", default);
            },
        }.RunAsync(null, default);
        Assert.That(calls, Is.EqualTo(2), "one round was enough");
        await IsWholeAsync(database);
        return holds;
    }

    private static async Task IsWholeAsync(SqliteDatabase database)
    {
        Assert.That(await new OverlapVerify(database, new()).RunAsync(null, default), Is.Empty);
        await using var connection = (SqliteConnection)TestRegister.Connect(database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.That(await command.ExecuteScalarAsync(), Is.EqualTo("ok"));
    }
}
