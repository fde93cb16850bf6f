using System.Text.RegularExpressions;
using Adam.Data.Audit;
using Adam.Data.Audit.Refusals;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Presence;
using Adam.Data.Projects.Indexing;
using Adam.Tests.Copying;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Audit;

/// <summary>
/// Alters one cell of each column of each table, and removes one row of each table: <c>audit verify</c> and
/// <c>verify</c> name it, or docs/audit.md states why they do not.
/// </summary>
[Category("sqlite")]
public sealed partial class AlteredCellTests
{
    private const string Heading = "What does verification not notice?";

    /// <summary>The pseudo column of a removed row.</summary>
    private const string WholeRow = "(row)";

    /// <summary>Tables without rows in the register of this test. AuditRetentionTests alters a cut.</summary>
    private static readonly string[] Empty = ["AuditCut"];

    [Test]
    public async Task Every_altered_cell_is_named_or_the_documents_state_why_not()
    {
        var database = (SqliteDatabase)await FilledRegister.CreateAsync(projects: 40);
        await RefuseAsync(database);
        Assert.That(await FindAsync(database), Is.Null, "of the register as the program has written it");

        var stated = Stated().ToList();
        // Of a table that is not compared, keys that refer to other tables are still checked.
        var whole = stated.Where(one => one.EndsWith(WholeRow, StringComparison.Ordinal)).Select(TableOf).ToHashSet();
        var (unnoticed, tables) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        await using var cells = await AlteredCells.OpenAsync(database);
        foreach (var table in RegisterTable.All)
        {
            var rows = await cells.RowsAsync(table);
            if (rows.Count > 0)
                tables.Add(table.Name);
            // Nothing follows from the cells of a table that is not compared, except that verification ends.
            Column[] columns = whole.Contains(table.Name) && !WholeForms.AreAsked ? [] : table.Columns;
            foreach (var row in rows)
            {
                foreach (var (column, number) in columns.Select((column, number) => (column, number)))
                {
                    foreach (var (member, value) in AlteredCells.Others(table, column, row[number]))
                    {
                        if (!await IsNoticedAsync(() => cells.WhileAlteredAsync(table, row, number, value, Find)))
                            unnoticed.Add($"{table.Name}.{column.Name}{member}");
                    }
                }

                if (!await IsNoticedAsync(() => cells.WhileRemovedAsync(table, row, Find)))
                    unnoticed.Add($"{table.Name}.{WholeRow}");
            }
        }

        Assert.That(await FindAsync(database), Is.Null, "of the register after the last alteration was taken back");
        Assert.That(tables, Is.EquivalentTo(RegisterTable.All.Select(table => table.Name).Except(Empty)));
        Assert.That(
            unnoticed.Where(one => !whole.Contains(TableOf(one)) || one.EndsWith(WholeRow, StringComparison.Ordinal)),
            Is.EquivalentTo(stated)
        );

        Task<string?> Find() => FindAsync(database);
    }

    /// <summary>Returns false if the alteration was made, and nothing has named it.</summary>
    private static async Task<bool> IsNoticedAsync(Func<Task<string?>> alter)
    {
        try
        {
            return await alter() is not null;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == 19)
        {
            // A unique index of the database refuses it.
            return true;
        }
    }

    /// <summary>Returns the first fault that a verification names; null if there is none.</summary>
    private static async Task<string?> FindAsync(SqliteDatabase database) =>
        First((await new AuditVerify(database).RunAsync(null, default)).Faults)
        ?? First(await new IntegrityCheck(database).RunAsync(default))
        ?? First(await new DerivedTableVerify(database, TimeProvider.System).RunAsync(default))
        ?? First(await new PresenceVerify(database, TimeProvider.System).RunAsync(default))
        ?? await FindInPairsAsync(database);

    private static string? First(IReadOnlyList<string> faults) => faults is [var first, ..] ? first : null;

    private static async Task<string?> FindInPairsAsync(SqliteDatabase database)
    {
        try
        {
            var differences = await new OverlapVerify(database, new()).RunAsync(null, default);
            return differences is [var first, ..] ? first.What : null;
        }
        catch (FormatException error)
        {
            // The command ends with the message: without term statistics there is nothing to compare pairs with.
            return error.Message;
        }
    }

    /// <summary>Returns what the page states as unnoticed. A table without columns is unnoticed as a whole.</summary>
    private static IEnumerable<string> Stated()
    {
        var section = Repository
            .Read("docs", "audit.md")
            .Split("\n## ")
            .Single(part => part.StartsWith(Heading, StringComparison.Ordinal));
        foreach (var line in section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var parts = line.Split('|');
            foreach (var name in Names(parts[1]))
            {
                var table = RegisterTable.All.Single(one => one.Name == name);
                var columns = Names(parts[2]).ToList();
                if (columns.Count == 0)
                    yield return $"{table.Name}.{WholeRow}";
                foreach (var column in columns)
                {
                    Assert.That(table.Columns.Select(one => one.Name), Has.Member(column.Split('.')[0]), name);
                    yield return $"{table.Name}.{column}";
                }
            }
        }
    }

    private static string TableOf(string column) => column.Split('.')[0];

    private static IEnumerable<string> Names(string cell) =>
        Code().Matches(cell).Select(match => match.Groups[1].Value);

    private static Task RefuseAsync(Database database)
    {
        var at = DateTimeOffset.UnixEpoch;
        var refusal = new RefusedRequest(
            at,
            at,
            1,
            401,
            "ADAM-1001",
            "Detail",
            null,
            null,
            null,
            "::1",
            "GET",
            "/v1/projects",
            "request"
        );
        return new RefusalStore(database).AddAsync([refusal], default);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
