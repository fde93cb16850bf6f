using System.Text.Json;
using Adam.Api.Tables;
using CsCheck;

namespace Adam.Tests.Tables;

public sealed class CellListTests
{
    private static readonly Gen<string> Value = Gen.Char[" ;\\'\"=+ab"].Array[0, 6].Select(c => new string(c).Trim());

    [Test]
    public void Values_that_are_joined_are_split_again() =>
        Value
            .List[1, 5]
            .Where(values => values.Any(value => value.Length > 0))
            .Sample(values =>
                CellList
                    .Split(CellList.Join([.. values.Select(TableCell.FromText)]).Text)
                    .SequenceEqual(values, StringComparer.Ordinal)
            );

    [Test]
    public void Values_of_a_list_in_json_are_split_again() =>
        Value
            .List[1, 3]
            .Where(values => values.Any(value => value.Length > 0))
            .Sample(values =>
            {
                using var list = JsonDocument.Parse(JsonSerializer.Serialize(values));
                return CellList
                    .Split(CellList.Join(new CellValues(list.RootElement, TableCell.FromJson)).Text)
                    .SequenceEqual(values, StringComparer.Ordinal);
            });

    [TestCase("a;b", "a|b")]
    [TestCase(" a ; b ;", "a|b|")]
    [TestCase(@"C:\temp; x", @"C:\temp|x")]
    [TestCase(@"one\;still one; two", "one;still one|two")]
    [TestCase("", "")]
    [TestCase("a\nb", "a|b")]
    [TestCase("a;\nb", "a|b")]
    [TestCase("a; \r\nb\r\nc", "a|b|c")]
    [TestCase("a; ;b", "a||b")]
    [TestCase("a\n\nb", "a||b")]
    public void Cell_of_a_person_is_split(string cell, string expected) =>
        Assert.That(string.Join('|', CellList.Split(cell)), Is.EqualTo(expected));

    [Test]
    public void Single_number_stays_a_number() =>
        Assert.That(CellList.Join([TableCell.FromNumber(1.50m)]).Type, Is.EqualTo(CellType.Number));

    [Test]
    public void Text_is_defused_and_restored() =>
        Gen.Char["'=+-@\t\r a1"]
            .Array[0, 6]
            .Select(characters => new string(characters))
            .Sample(text =>
            {
                var cell = FormulaText.Defuse(text);
                return FormulaText.Restore(cell) == text
                    && (cell.Length == 0 || !"=+-@\t\r".Contains(cell[0], StringComparison.Ordinal));
            });
}
