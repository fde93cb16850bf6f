using System.Text.Json;
using Adam.Data.Databases;

namespace Adam.Tests.Databases;

public sealed class JsonRowSetTests
{
    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(4_000, 1)]
    [TestCase(10_001, 3)]
    public void Rows_are_parted_among_statements_that_each_take_fewer_locks_than_a_table_is_worth(
        int rows,
        int statements
    )
    {
        var parts = JsonRowSet
            .SerializeInBatches(Enumerable.Range(0, rows).Select(number => new object[] { number, $"\"{number}\\" }))
            .Select(part => JsonSerializer.Deserialize<JsonElement[][]>(part)!)
            .ToList();

        Assert.That(parts, Has.Count.EqualTo(statements));
        Assert.That(parts.Select(part => part.Length), Is.All.LessThan(5_000));
        Assert.That(
            parts.SelectMany(part => part).Select(row => (row[0].GetInt32(), row[1].GetString())),
            Is.EqualTo(Enumerable.Range(0, rows).Select(number => (number, $"\"{number}\\")))
        );
    }
}
