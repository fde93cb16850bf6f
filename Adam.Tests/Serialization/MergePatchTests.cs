using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Binding;

namespace Adam.Tests.Serialization;

public sealed class MergePatchTests
{
    // The test cases of RFC 7396, appendix A.
    [TestCase("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [TestCase("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [TestCase("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [TestCase("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [TestCase("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [TestCase("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [TestCase("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [TestCase("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [TestCase("""[1,2]""", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [TestCase("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    [TestCase(
        """{"a":1.50}""",
        """{"b":1200000.10}""",
        """{"a":1.50,"b":1200000.10}""",
        Description = "numbers keep their digits"
    )]
    public void Patch_does_what_the_standard_says(string target, string patch, string expected)
    {
        var merged = MergePatch.Apply(JsonDocument.Parse(target).RootElement, JsonDocument.Parse(patch).RootElement);
        Assert.That(
            JsonNode.DeepEquals(JsonNode.Parse(merged.GetRawText()), JsonNode.Parse(expected)),
            Is.True,
            merged.GetRawText()
        );
    }
}
