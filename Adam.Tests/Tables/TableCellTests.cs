using System.Globalization;
using System.Text;
using System.Text.Json;
using Adam.Api.Tables;
using CsCheck;

namespace Adam.Tests.Tables;

/// <summary>A cell of a value in JSON has the same text as that value, whether it is escaped or not.</summary>
public sealed class TableCellTests
{
    private static readonly Gen<string> Text = Gen.Char["=+-@'\"\\,;. a1é＝\n\t\u0001"]
        .Array[0, 6]
        .Select(characters => new string(characters));

    [Test]
    public void Text_in_utf8_is_the_text() =>
        Text.Sample(text =>
        {
            using var document = JsonDocument.Parse(JsonSerializer.Serialize(text));
            var cell = TableCell.FromJson(document.RootElement);
            return cell.Text == text
                && (cell.Type == CellType.Empty) == (text.Length == 0)
                && (!cell.TryGetUtf8(out var utf8) || Encoding.UTF8.GetString(utf8) == text);
        });

    [Test]
    public void Text_that_begins_plainly_is_not_defused() =>
        Text.Sample(text => !FormulaText.IsPlain(Encoding.UTF8.GetBytes(text)) || FormulaText.Defuse(text) == text);

    [TestCase("2016-02-29", "2016-02-29")]
    [TestCase("0001-01-01", "0001-01-01")]
    public void Date_is_read_from_its_text(string text, string date)
    {
        using var document = JsonDocument.Parse($"\"{text}\"");
        var cell = TableCell.ToDate(TableCell.FromJson(document.RootElement));
        Assert.That(cell.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Is.EqualTo(date));
    }

    [TestCase("\"2016-02-30\"")]
    [TestCase("\"2016-02-2\"")]
    [TestCase("\"2016-02-291\"")]
    [TestCase("\"２０１６-02-29\"")]
    public void Other_texts_are_no_dates(string json)
    {
        using var document = JsonDocument.Parse(json);
        var cell = TableCell.ToDate(TableCell.FromJson(document.RootElement));
        Assert.That(() => cell.Date, Throws.TypeOf<FormatException>());
    }

    [TestCase("2020-01-01T00:00:01Z")]
    [TestCase("2020-01-01T00:00:01.1234567Z")]
    [TestCase("2020-01-01T05:00:01+05:00")]
    public void Instant_is_read_from_its_text(string text)
    {
        using var document = JsonDocument.Parse($"\"{text}\"");
        var cell = TableCell.ToInstant(TableCell.FromJson(document.RootElement));
        var instant = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        Assert.That((cell.Instant, cell.Instant.Offset), Is.EqualTo((instant, instant.Offset)));
    }

    [TestCase("1200000.5", "1200000.5")]
    [TestCase("-0.05", "-0.05")]
    [TestCase("1e3", "1000")]
    [TestCase("79228162514264337593543950335", "79228162514264337593543950335")]
    [TestCase("1e40", "0")]
    public void Amount_is_read_from_its_text(string json, string number)
    {
        using var document = JsonDocument.Parse(json);
        var cell = TableCell.FromJson(document.RootElement);
        Assert.That(cell.Number, Is.EqualTo(decimal.Parse(number, CultureInfo.InvariantCulture)));
    }

    [TestCase("1.5", 1.5, true)]
    [TestCase("1e3", 1000, true)]
    [TestCase("123456789012345678", 123456789012345680, false)]
    [TestCase("0.1", 0.1, true)]
    public void Number_is_read_from_its_text(string json, double number, bool isDouble)
    {
        using var document = JsonDocument.Parse(json);
        var cell = TableCell.FromJson(document.RootElement);
        Assert.That((cell.Double, cell.IsDouble, cell.Text), Is.EqualTo((number, isDouble, json)));
    }
}
