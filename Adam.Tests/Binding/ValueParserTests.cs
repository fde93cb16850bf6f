using System.Globalization;
using Adam.Api.Binding;
using Adam.Domain.Partners;

namespace Adam.Tests.Binding;

public sealed class ValueParserTests
{
    [TestCase("2026-02-28", null)]
    [TestCase("2024-02-29", null)]
    [TestCase("2026-02-30", "ADAM-1007")]
    [TestCase("2026-13-01", "ADAM-1007")]
    [TestCase("2026-2-3", "ADAM-1007")]
    [TestCase("3 feb", "ADAM-1007")]
    [TestCase("2026-02-03T00:00:00Z", "ADAM-1007")]
    [TestCase("20260203", "ADAM-1007")]
    [TestCase(" 2026-02-03", "ADAM-1007")]
    [TestCase("٢٠٢٦-٠٢-٠٣", "ADAM-1007")]
    [TestCase("1969-12-31", "ADAM-1010")]
    [TestCase("2101-01-01", "ADAM-1010")]
    public void Date_has_one_form(string text, string? code) => Check(typeof(DateOnly), text, code);

    [TestCase("2026-01-31T09:30:00Z", null)]
    [TestCase("2026-01-31T14:30:00.123456+05:00", null)]
    [TestCase("2026-01-31T09:30:00", "ADAM-1008")]
    [TestCase("2026-01-31T09:30:00 05:00", "ADAM-1008")]
    [TestCase("2026-01-31 09:30:00Z", "ADAM-1008")]
    [TestCase("2026-01-31T24:00:00Z", "ADAM-1008")]
    [TestCase("2026-02-31T09:30:00Z", "ADAM-1007")]
    public void Instant_has_its_offset(string text, string? code) => Check(typeof(DateTimeOffset), text, code);

    [TestCase(typeof(int), "50", null)]
    [TestCase(typeof(int), "-1", null)]
    [TestCase(typeof(int), "5.0", "ADAM-1009")]
    [TestCase(typeof(int), " 5", "ADAM-1009")]
    [TestCase(typeof(int), "99999999999", "ADAM-1010")]
    [TestCase(typeof(decimal), "0.10", null)]
    [TestCase(typeof(decimal), "1e3", null)]
    [TestCase(typeof(decimal), "1,000", "ADAM-1009")]
    [TestCase(typeof(decimal), "12345678901234567890.123456789", "ADAM-1010")]
    [TestCase(typeof(decimal), "1e400", "ADAM-1010")]
    [TestCase(typeof(decimal), "1e-400", "ADAM-1010")]
    [TestCase(typeof(double), "1e400", "ADAM-1010")]
    [TestCase(typeof(double), "NaN", "ADAM-1009")]
    [TestCase(typeof(bool), "true", null)]
    [TestCase(typeof(bool), "True", "ADAM-1006")]
    [TestCase(typeof(bool), "1", "ADAM-1006")]
    [TestCase(typeof(PartnerKind), "organisation", null)]
    [TestCase(typeof(PartnerKind), "2", "ADAM-1012")]
    [TestCase(typeof(string), "Дарё, دریا, 😀, line\nbreak", null)]
    [TestCase(typeof(string), "nul\0", "ADAM-1011")]
    [TestCase(typeof(string), "bell\u0007", "ADAM-1011")]
    public void Value_is_exact_or_refused(Type type, string text, string? code) => Check(type, text, code);

    [Test]
    public void Half_a_character_is_no_text() => Check(typeof(string), "half \ud83d", "ADAM-1011");

    [Test]
    public void Decimal_keeps_every_digit() =>
        Assert.That(
            Read(typeof(decimal), "1200000.10").Value,
            Is.EqualTo(1200000.10m)
                .And.Matches<decimal>(value => value.ToString(CultureInfo.InvariantCulture) == "1200000.10")
        );

    [Test]
    public void Reason_names_value_and_cure()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                Read(typeof(DateOnly), "2026-02-30").Reason,
                Is.EqualTo("'2026-02-30' is not a date: February 2026 has the days 1 to 28.")
            );
            Assert.That(Read(typeof(PartnerKind), "organization").Reason, Does.Contain("Did you mean 'organisation'?"));
            Assert.That(Read(typeof(DateTimeOffset), "2026-01-31T09:30:00 05:00").Reason, Does.Contain("%2B"));
            Assert.That(Read(typeof(int), new string('x', 5000)).Reason, Has.Length.LessThan(200));
        });
    }

    [Test]
    [SetCulture("de-DE")]
    public void Culture_of_the_server_changes_nothing()
    {
        Check(typeof(decimal), "0.5", null);
        Check(typeof(decimal), "0,5", "ADAM-1009");
        Assert.That(Read(typeof(DateOnly), "2026-02-30").Reason, Does.Contain("February"));
    }

    private static void Check(Type type, string text, string? code)
    {
        var reading = Read(type, text);
        Assert.That(reading.Code?.Id, Is.EqualTo(code), reading.Reason);
        Assert.That(reading.Value is null, Is.EqualTo(code is not null));
    }

    private static ParseResult Read(Type type, string text) =>
        ValueParser.TryFor(type, out var scalar)
            ? scalar.Read(text)
            : throw new ArgumentException("No scalar.", nameof(type));
}
