using System.Text;
using System.Text.Json;
using Adam.Api.Exports.Csv;
using Adam.Api.Tables;
using CsCheck;

namespace Adam.Tests.Exports;

public sealed class CsvRowWriterTests
{
    private static readonly ListTable Table = new(
        "records",
        [TableColumn.List("values", "values", 10, TableCell.FromJson), TableColumn.Value("text", 10)]
    );

    private static readonly object?[] Others = [null, 0, 1.234, -5, 1200.5, true];

    private static readonly Gen<object?> Value = Gen.OneOf(
        Gen.Char[" ;\\'\",=+-@\t\r\nabж＝"].Array[0, 4].Select(characters => (object?)new string(characters)),
        Gen.Int[0, Others.Length - 1].Select(place => Others[place])
    );

    [Test]
    public void Row_has_the_joined_values_whether_they_are_plain_or_not() =>
        Gen.Select(Value.List[0, 4], Value)
            .List[1, 3]
            .Sample(records =>
            {
                var writer = new CsvRowWriter(Table);
                var expected = new StringBuilder();
                foreach (var (values, text) in records)
                {
                    using var item = JsonDocument.Parse(JsonSerializer.Serialize(new { values, text }));
                    writer.Write(item.RootElement);
                    var cells = item.RootElement.GetProperty("values").EnumerateArray().Select(TableCell.FromJson);
                    expected.Append(Quoted(CellList.Join([.. cells]))).Append(',');
                    expected.Append(Quoted(TableCell.FromMember(item.RootElement, "text"))).Append("\r\n");
                }

                return Encoding.UTF8.GetString(writer.Take().Span) == expected.ToString();
            });

    [Test]
    public void Bytes_are_returned_once()
    {
        var writer = new CsvRowWriter(Table);
        writer.WriteHeading(["a", "b,c"]);
        Assert.That(Encoding.UTF8.GetString(writer.Take().Span), Is.EqualTo("a,\"b,c\"\r\n"));
        Assert.That(writer.Take().Length, Is.Zero);
    }

    private static string Quoted(TableCell cell)
    {
        var text =
            cell.Type == CellType.Text ? FormulaText.Defuse(cell.Text)
            : cell.Type == CellType.Number && cell.Text is [.., '.', _, _, _] ? cell.Text + "0"
            : cell.Text;
        return text.AsSpan().ContainsAny("\",\r\n")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }
}
