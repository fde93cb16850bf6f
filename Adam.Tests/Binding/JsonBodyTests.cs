using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;

namespace Adam.Tests.Binding;

public sealed class JsonBodyTests
{
    [TestCase("""{ "title": "x", "donors": [{ "partner": "DE", "amount": 1.50 }], "start": "2026-01-31" }""")]
    [TestCase(
        """{ "title": "x", "donors": null, "start": null, "raw": { "a": [1, "b"] } }""",
        Description = "null counts as absent"
    )]
    public void Body_of_the_right_form_has_no_fault(string json) => Assert.That(Errors(json), Is.Empty);

    [TestCase("""{ "titel": "x", "title": "x" }""", "titel ADAM-1004")]
    [TestCase("""{ "title": "x", "donors": [{}, { "amuont": 1 }] }""", "donors[1].amuont ADAM-1004")]
    [TestCase("""{ "title": "x", "title": "y" }""", "title ADAM-1005")]
    [TestCase("""{ "title": "x", "donors": [{ "partner": "DE", "partner": "FR" }] }""", "donors[0].partner ADAM-1005")]
    [TestCase("""{ "title": 5 }""", "title ADAM-1006")]
    [TestCase("""{ "title": "x", "donors": {} }""", "donors ADAM-1006")]
    [TestCase("""{ "title": "x", "donors": [5] }""", "donors[0] ADAM-1006")]
    [TestCase("""{ "title": "x", "donors": [{ "amount": "1.50" }] }""", "donors[0].amount ADAM-1006")]
    [TestCase("""{ "title": "x", "tags": ["a", null, 3] }""", "tags[1] ADAM-1006", "tags[2] ADAM-1006")]
    [TestCase("""{ "title": "x", "start": "2026-02-30" }""", "start ADAM-1007")]
    [TestCase("""{ "title": "\ud83d" }""", "title ADAM-1011")]
    [TestCase("""{ "title": "nul\u0000" }""", "title ADAM-1011")]
    [TestCase("""{ "title": "x", "\ud83d": 1 }""", "… ADAM-1011")]
    [TestCase(
        """{ "title": "x", "raw": { "a": 1, "b": { "c": 1, "c": 2 }, "d": "\u0001" } }""",
        "raw.b.c ADAM-1005",
        "raw.d ADAM-1011"
    )]
    [TestCase("""{ }""", "title ADAM-1016")]
    [TestCase("""{ "title": null }""", "title ADAM-1016")]
    [TestCase("""{ "title": " " }""", "title ADAM-1016")]
    [TestCase("""{ "title": "12345678901" }""", "title ADAM-1017")]
    [TestCase("""{ "title": "x", "tags": [] }""", "tags ADAM-1016")]
    [TestCase("""{ "title": "x", "percent": 101 }""", "percent ADAM-1010")]
    [TestCase(
        """{ "title": 5, "start": "3 feb", "donors": [{ "amount": true }], "donor": 1 }""",
        "title ADAM-1006",
        "start ADAM-1007",
        "donors[0].amount ADAM-1006",
        "donor ADAM-1004"
    )]
    [TestCase("", "body ADAM-1020")]
    [TestCase("""{ "title": "x", }""", "body ADAM-1021")]
    [TestCase("""{ "title": "x" } x""", "body ADAM-1021")]
    [TestCase("""// hello""", "body ADAM-1021")]
    [TestCase("[]", "body ADAM-1006")]
    [TestCase("null", "body ADAM-1006")]
    public void Every_fault_is_named_at_once(string json, params string[] faults) =>
        Assert.That(Errors(json), Is.EqualTo(faults));

    [Test]
    public void Body_nested_too_deeply_is_told_from_one_that_is_no_JSON()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                Errors($"{{\"raw\":{new string('[', 32)}{new string(']', 32)}}}"),
                Is.EqualTo(new[] { "body ADAM-1022" })
            );
            Assert.That(Errors(new string('[', 40_000)), Is.EqualTo(new[] { "body ADAM-1022" }));
            Assert.That(Errors($"{{\"title\":\"x\",\"raw\":{new string('[', 31)}{new string(']', 31)}}}"), Is.Empty);
        });
    }

    [Test]
    public void Bytes_that_are_no_UTF8_are_told_so_and_a_byte_order_mark_is_let_pass()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                Errors(Encoding.Latin1.GetBytes("""{ "title": "é" }""")),
                Is.EqualTo(new[] { "body ADAM-1021" })
            );
            Assert.That(Errors([0xEF, 0xBB, 0xBF, .. """{ "title": "é" }"""u8]), Is.Empty);
        });
    }

    [Test]
    public void Place_of_a_mistake_is_named()
    {
        var errors = new List<ValidationError>();
        JsonBody.Parse(Encoding.UTF8.GetBytes("{\n  \"title\": oops\n}"), errors);
        Assert.That(errors.Single().Reason, Does.Contain("line 2, byte 12"));
    }

    [Test]
    public void List_longer_than_is_taken_is_refused_whole()
    {
        Assert.That(
            Errors($"{{\"title\":\"x\",\"tags\":[{string.Join(',', Enumerable.Repeat("\"a\"", 1001))}]}}"),
            Is.EqualTo(new[] { "tags ADAM-1015" })
        );
    }

    [Test]
    public void Hundred_thousand_faults_are_not_all_looked_for()
    {
        var json = $"{{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"x{i}\":1"))}}}";
        Assert.That(Errors(json), Has.Count.InRange(ValidationError.Most, ValidationError.Most + 1));
    }

    [Test]
    public void What_could_not_be_read_keeps_the_numbers_of_the_others()
    {
        var draft = JsonBody.Read<Draft>(
            JsonSerializer.SerializeToElement(
                new
                {
                    title = "x",
                    tags = new object[] { "a", 5, "c" },
                    donors = new object[] { 1, new { partner = "DE" } },
                }
            ),
            []
        );
        Assert.Multiple(() =>
        {
            Assert.That(draft.Tags, Is.EqualTo(new[] { "a", "", "c" }));
            Assert.That(draft.Donors!.Select(donor => donor.Partner), Is.EqualTo(new[] { null, "DE" }));
        });
    }

    private static List<string> Errors(string json) => Errors(Encoding.UTF8.GetBytes(json));

    private static List<string> Errors(byte[] json)
    {
        var errors = new List<ValidationError>();
        using var document = JsonBody.Parse(json, errors);
        if (document is not null)
            JsonBody.Read<Draft>(document.RootElement, errors);
        return [.. errors.Select(error => $"{error.Name} {error.Code}")];
    }

    private sealed record Draft
    {
        [Required, MaxLength(10)]
        public string? Title { get; init; }

        public DateOnly? Start { get; init; }

        [System.ComponentModel.DataAnnotations.Range(0, 100)]
        public int? Percent { get; init; }

        [MinLength(1)]
        public IReadOnlyList<string>? Tags { get; init; }

        public IReadOnlyList<Giver>? Donors { get; init; }

        public JsonElement? Raw { get; init; }
    }

    private sealed record Giver
    {
        public string? Partner { get; init; }

        public decimal? Amount { get; init; }
    }
}
