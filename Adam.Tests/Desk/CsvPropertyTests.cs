using Adam.Desk.Imports;
using CsCheck;

namespace Adam.Tests.Desk;

/// <summary>The desk writes the tables that it has read.</summary>
public sealed class CsvPropertyTests
{
    private static readonly string[] Parts = ["", "a", ",", "\"", "\r\n", "\n", " ", "ж", "'=1"];

    private static readonly Gen<string> Cells = Gen.Int[0, Parts.Length - 1]
        .Select(i => Parts[i])
        .Array[0, 5]
        .Select(string.Concat);

    [Test]
    public void Table_is_read_as_it_was_written() =>
        Cells
            .Array[2, 4]
            .Array[1, 5]
            .Sample(rows =>
            {
                var read = Csv.Read(Csv.Write(rows));
                Assert.That(read, Is.EqualTo(rows));
            });

    [Test]
    public void Letters_are_those_of_a_spreadsheet() =>
        Assert.That(
            new[] { "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "", "a", "AAAA", "A1" }.Select(Csv.IndexOf),
            Is.EqualTo(new[] { 0, 25, 26, 51, 52, 701, 702, -1, -1, -1, -1 })
        );
}
