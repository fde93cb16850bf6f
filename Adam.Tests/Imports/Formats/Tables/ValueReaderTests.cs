using System.Globalization;
using Adam.Api.Imports.Formats.Tables;
using Adam.Domain.CodeLists;
using Adam.Domain.Text;

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
    [TestCase("1 Feb 2020", DateOrder.MonthFirst, "2020-02-01")]
    [TestCase("1-Feb-2020", DateOrder.Unknown, "2020-02-01")]
    [TestCase("1st of", DateOrder.Unknown, null)]
    [TestCase("21st February 2020", DateOrder.Unknown, "2020-02-21")]
    [TestCase("February 21, 2020", DateOrder.Unknown, "2020-02-21")]
    [TestCase("Sept. 3, 2020", DateOrder.Unknown, "2020-09-03")]
    [TestCase("1 февраля 2020 г.", DateOrder.Unknown, "2020-02-01")]
    [TestCase("1 фев. 2020", DateOrder.Unknown, "2020-02-01")]
    [TestCase("1er février 2020", DateOrder.Unknown, "2020-02-01")]
    [TestCase("1. März 2020", DateOrder.Unknown, "2020-03-01")]
    [TestCase("31 мая 2020", DateOrder.Unknown, "2020-05-31")]
    public void Date_is_read(string text, DateOrder order, string? expected) =>
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
    [TestCase("soon", DateOrder.DayFirst, "is no date. Leave the cell empty if there is none")]
    [TestCase("n/a", DateOrder.DayFirst, "is no date. Leave the cell empty if there is none")]
    [TestCase("-", DateOrder.DayFirst, "is no date. Leave the cell empty if there is none")]
    [TestCase("February 2020", DateOrder.DayFirst, "is a month without a day")]
    [TestCase("Feb-2020", DateOrder.DayFirst, "is a month without a day")]
    [TestCase("2020-02", DateOrder.DayFirst, "is a month without a day")]
    [TestCase("02/2020", DateOrder.DayFirst, "is a month without a day")]
    [TestCase("1-Feb-20", DateOrder.DayFirst, "has a year of two digits")]
    [TestCase("30 февраля 2020", DateOrder.DayFirst, "is no day of the calendar")]
    [TestCase("1 Smarch 2020", DateOrder.DayFirst, "has a month that is not known")]
    [TestCase("1 jui 2020", DateOrder.DayFirst, "has a month that is not known")]
    [TestCase("Q1 2020", DateOrder.DayFirst, "is no date")]
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
    [TestCase("1,200,000.-", DecimalSign.Unknown, 1200000)]
    [TestCase("1200,—", DecimalSign.Unknown, 1200)]
    [TestCase("۱۲۳۴٫۵", DecimalSign.Unknown, 1234.5)]
    [TestCase("٥٠٠", DecimalSign.Unknown, 500)]
    [TestCase("۱٬۲۳۴٬۵۶۷", DecimalSign.Unknown, 1234567)]
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

    [TestCase("[$EUR] #,##0", "EUR")]
    [TestCase("[$EUR-407] #,##0", "EUR")]
    [TestCase("[$€-2] #,##0.00", "EUR")]
    [TestCase("#,##0.00\\ [$€-407];[RED]-#,##0.00\\ [$€-407]", "EUR")]
    [TestCase("#,##0 \"€\"", "EUR")]
    [TestCase("#,##0 €", "EUR")]
    [TestCase("\"US$\"#,##0", "USD")]
    [TestCase("\\U\\S\\D #,##0", "USD")]
    [TestCase("[$$-409]#,##0.00", "USD")]
    [TestCase("[$$-1009]#,##0.00", "CAD")]
    [TestCase("[$$-C04]#,##0.00", null)]
    [TestCase("\"$\"#,##0.00_);(\"$\"#,##0.00)", null)]
    [TestCase("_(\"EUR\"* #,##0.00_)", "EUR")]
    [TestCase("[$-409]#,##0.00", null)]
    [TestCase("[Red]#,##0", null)]
    [TestCase("0 \"km\"", null)]
    [TestCase("#,##0;\"EUR\" -#,##0", null)]
    [TestCase("0.00E+00", null)]
    [TestCase("General", null)]
    [TestCase(null, null)]
    public void Currency_of_a_format_is_found(string? format, string? currency) =>
        Assert.That(CurrencyFormat.CurrencyOf(format), Is.EqualTo(currency));

    [TestCase("1234.5", "1234.5", null)]
    [TestCase("USD 1,200", "1,200", "USD")]
    [TestCase("1.200,50 eur", "1.200,50", "EUR")]
    [TestCase("€ 1.200", "1.200", "EUR")]
    [TestCase("1 200 £", "1 200", "GBP")]
    [TestCase("$1,200", "1,200", null)]
    [TestCase("¥1,200", "1,200", null)]
    [TestCase("US$ 1,200", "1,200", "USD")]
    [TestCase("1 200 ₽", "1 200", "RUB")]
    [TestCase("1 200 руб.", "1 200", "RUB")]
    [TestCase("R$ 5", "R$ 5", null)]
    [TestCase("ABC 5", "ABC 5", null)]
    [TestCase("USD 5 EUR", "USD 5 EUR", null)]
    [TestCase("1e5", "1e5", null)]
    [TestCase("USD", "USD", null)]
    [TestCase("", "", null)]
    public void Currency_beside_an_amount_is_taken_off(string text, string number, string? currency) =>
        Assert.That(AmountText.Parse(text), Is.EqualTo(new AmountText(number, currency)));

    [TestCase("TJ, UZ", "TJ", "UZ")]
    [TestCase("Tajikistan / Uzbekistan", "Tajikistan", "Uzbekistan")]
    [TestCase("Таджикистан и Узбекистан", "Таджикистан", "Узбекистан")]
    [TestCase("Bosnia and Herzegovina", "Bosnia and Herzegovina")]
    [TestCase("Bosnia and Herzegovina, Serbia and Albania", "Bosnia and Herzegovina", "Serbia", "Albania")]
    [TestCase("Iran (Islamic Republic of)", "Iran (Islamic Republic of)")]
    [TestCase("Tajikistan, Usbekistn", "Tajikistan, Usbekistn")]
    [TestCase("Central Asia", "Central Asia")]
    public void Countries_are_taken_apart_only_if_each_is_known(string text, params string[] expected) =>
        Assert.That(ListedValues.Apart([text], name => CountryNames.Resolve(name) is not null), Is.EqualTo(expected));

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
    [TestCase("Budget (USD)", "amounts", 0)]
    [TestCase("Amount in EUR", "amounts", 0)]
    [TestCase("Amount 2 [GBP]", "amounts", 2)]
    [TestCase("Betrag €", "amounts", 0)]
    public void Heading_is_recognised(string heading, string column, int number) =>
        Assert.That(TableHeadings.Find(heading), Is.EqualTo((column, number)));

    [TestCase("Budget (usd)", null)]
    [TestCase("Budget (XYZ)", null)]
    [TestCase("Country (USD)", null)]
    [TestCase("USD", null)]
    public void Heading_is_not_taken_for_another(string heading, string? column) =>
        Assert.That(TableHeadings.Find(heading)?.Column, Is.EqualTo(column));

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
