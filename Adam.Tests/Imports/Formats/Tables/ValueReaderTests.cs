using System.Globalization;
using Adam.Api.Imports.Formats.Tables;

namespace Adam.Tests.Imports.Formats.Tables;

/// <summary>Dates and numbers as people write them, decided by the whole column.</summary>
public sealed class ValueReaderTests
{
    [TestCase("2015-02-01", DateOrder.Unknown, "2015-02-01")]
    [TestCase("2015-2-1", DateOrder.Unknown, "2015-02-01")]
    [TestCase("2015/02/01", DateOrder.MonthFirst, "2015-02-01")]
    [TestCase("2015-02-01T00:00:00Z", DateOrder.Unknown, "2015-02-01")]
    [TestCase("2015-02-01 12:30:00", DateOrder.Unknown, "2015-02-01")]
    [TestCase(" 7.11.2021 ", DateOrder.MonthFirst, "2021-11-07")]
    [TestCase("07. 11. 2021", DateOrder.Unknown, "2021-11-07")]
    [TestCase("03/04/2015", DateOrder.DayFirst, "2015-04-03")]
    [TestCase("03/04/2015", DateOrder.MonthFirst, "2015-03-04")]
    [TestCase("03-04-2015", DateOrder.DayFirst, "2015-04-03")]
    [TestCase("04/04/2015", DateOrder.Unknown, "2015-04-04")]
    [TestCase("29/02/2016", DateOrder.DayFirst, "2016-02-29")]
    public void Date_is_read(string text, DateOrder order, string expected) =>
        Assert.That(
            DateReader.Read(text, order, out _)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Is.EqualTo(expected)
        );

    [TestCase("03/04/2015", DateOrder.Unknown, "can be read with the day or the month first")]
    [TestCase("03/04/2015", DateOrder.Contradictory, "has the day first in some rows")]
    [TestCase("05/06/15", DateOrder.DayFirst, "has a year of two digits")]
    [TestCase("05.06.15", DateOrder.DayFirst, "has a year of two digits")]
    [TestCase("42036", DateOrder.DayFirst, "is Excel's number for 2015-02-01")]
    [TestCase("42036.5", DateOrder.DayFirst, "is Excel's number for 2015-02-01")]
    [TestCase("2015", DateOrder.DayFirst, "is a year without a day")]
    [TestCase("29/02/2015", DateOrder.DayFirst, "is no day of the calendar")]
    [TestCase("31.4.2015", DateOrder.DayFirst, "is no day of the calendar")]
    [TestCase("2015-13-01", DateOrder.DayFirst, "is no day of the calendar")]
    [TestCase("soon", DateOrder.DayFirst, "is no date")]
    [TestCase("1970", DateOrder.DayFirst, "is a year without a day")]
    public void Date_with_no_reading_or_two_is_refused(string text, DateOrder order, string expected)
    {
        Assert.That(DateReader.Read(text, order, out var reason), Is.Null);
        Assert.That(reason, Does.StartWith(expected));
    }

    [TestCase("31/12/2016", DateOrder.DayFirst)]
    [TestCase("12/31/2016", DateOrder.MonthFirst)]
    [TestCase("12/11/2016", DateOrder.Unknown)]
    [TestCase("31.12.2016", DateOrder.Unknown)]
    [TestCase("32/12/2016", DateOrder.Unknown)]
    public void Date_shows_the_order_of_its_column(string text, DateOrder expected) =>
        Assert.That(DateReader.OrderOf(text), Is.EqualTo(expected));

    [TestCase("1234.5", DecimalSign.Unknown, 1234.5)]
    [TestCase("1234,5", DecimalSign.Unknown, 1234.5)]
    [TestCase("1.234,50", DecimalSign.Unknown, 1234.5)]
    [TestCase("1,234.50", DecimalSign.Unknown, 1234.5)]
    [TestCase("1 234,50", DecimalSign.Unknown, 1234.5)]
    [TestCase("1\u00A0234\u202F567", DecimalSign.Unknown, 1234567)]
    [TestCase("1'234.50", DecimalSign.Unknown, 1234.5)]
    [TestCase("1’234,50", DecimalSign.Unknown, 1234.5)]
    [TestCase("1,234,567", DecimalSign.Unknown, 1234567)]
    [TestCase("1.234.567", DecimalSign.Unknown, 1234567)]
    [TestCase("12,34,567", DecimalSign.Unknown, 1234567)]
    [TestCase("1.234", DecimalSign.Comma, 1234)]
    [TestCase("1.234", DecimalSign.Point, 1.234)]
    [TestCase("1,234", DecimalSign.Point, 1234)]
    [TestCase("1,234", DecimalSign.Comma, 1.234)]
    [TestCase("0.125", DecimalSign.Unknown, 0.125)]
    [TestCase("1234.567", DecimalSign.Unknown, 1234.567)]
    [TestCase("-5,5", DecimalSign.Unknown, -5.5)]
    [TestCase("−5.5", DecimalSign.Unknown, -5.5)]
    public void Number_is_read(string text, DecimalSign sign, double expected) =>
        Assert.That(NumberReader.Read(text, sign, out _), Is.EqualTo((decimal)expected));

    [TestCase("1.234", DecimalSign.Unknown, "can be read as 1.234 or 1234")]
    [TestCase("1,234", DecimalSign.Both, "can be read as 1.234 or 1234")]
    [TestCase("1e5", DecimalSign.Unknown, "is no number")]
    [TestCase("abc", DecimalSign.Unknown, "is no number")]
    [TestCase("5 EUR", DecimalSign.Unknown, "is no number")]
    [TestCase("1.2.3,4,5", DecimalSign.Unknown, "is no number")]
    [TestCase("1,2,3", DecimalSign.Unknown, "is no number")]
    public void Number_with_no_reading_or_two_is_refused(string text, DecimalSign sign, string expected)
    {
        Assert.That(NumberReader.Read(text, sign, out var reason), Is.Null);
        Assert.That(reason, Does.StartWith(expected));
    }

    [TestCase("Planned start", "plannedStart", 0)]
    [TestCase("PLANNED_START", "plannedStart", 0)]
    [TestCase("donor 2", "donors", 2)]
    [TestCase("Donor2", "donors", 2)]
    [TestCase("country_10", "countries", 10)]
    [TestCase("admin1", "admin1", 0)]
    [TestCase("Страна", "countries", 0)]
    [TestCase("Дата начала", "plannedStart", 0)]
    [TestCase("Intitulé", "title", 0)]
    [TestCase("Währung", "currencies", 0)]
    public void Heading_is_recognised(string heading, string column, int number) =>
        Assert.That(TableHeadings.Find(heading), Is.EqualTo((column, number)));

    [TestCase("#org+funder", "donors")]
    [TestCase("#org +donor", "donors")]
    [TestCase("#org+impl", "implementers")]
    [TestCase("#org+prog", "owner")]
    [TestCase("#org", null)]
    [TestCase("#country", "countries")]
    [TestCase("#country+code+v_iso2", "countries")]
    [TestCase("#sector", "pillars")]
    [TestCase("#subsector", "pillars")]
    [TestCase("#date+start", "plannedStart")]
    [TestCase("#date+end+actual", "actualEnd")]
    [TestCase("#adm1+name", "admin1")]
    [TestCase("#geo+lat", "latitude")]
    [TestCase("#activity+code", "reference")]
    [TestCase("#activity+title", "title")]
    [TestCase("#value+usd", "amounts")]
    [TestCase("#affected", null)]
    public void Hashtag_is_recognised(string hashtag, string? column) =>
        Assert.That(TableHeadings.FindHashtag(hashtag), Is.EqualTo(column));
}
