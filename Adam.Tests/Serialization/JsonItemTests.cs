using System.Text.Json;
using Adam.Api.Serialization;
using CsCheck;

namespace Adam.Tests.Serialization;

public sealed class JsonItemTests
{
    private static readonly string[] Names = ["id", "owner", "title", "ключ", "a\"b", ""];

    /// <summary>Objects of which many have the same members, and some have others, or one twice.</summary>
    private static readonly Gen<string[][]> Objects = Gen.Select(
            Gen.Shuffle(Names),
            Gen.Int[0, Names.Length],
            (names, count) => names[..count]
        )
        .Array[1, 3]
        .SelectMany(forms =>
            Gen.Select(
                Gen.Int[0, forms.Length - 1],
                Gen.Int[0, Names.Length - 1],
                Gen.Int[0, 4],
                (form, name, more) => more > 0 ? forms[form] : (string[])[.. forms[form], Names[name]]
            ).Array[1, 12]
        );

    [Test]
    public void Members_are_those_that_the_object_has() =>
        Objects.Sample(objects =>
        {
            var item = new JsonItem();
            foreach (var (number, names) in objects.Index())
            {
                var members = names.Select((name, place) => $"{JsonSerializer.Serialize(name)}:{number * 100 + place}");
                using var document = JsonDocument.Parse($"{{{string.Join(',', members)}}}");
                item.Read(document.RootElement);
                // Sought in one order mostly, and in another one now and then.
                foreach (var name in number % 3 == 2 ? Names.Reverse() : Names)
                {
                    var isFound = document.RootElement.TryGetProperty(name, out var expected);
                    if (
                        item.TryGetProperty(name, out var value) != isFound
                        || (isFound && value.GetInt32() != expected.GetInt32())
                    )
                        return false;
                }
            }

            return true;
        });

    [Test]
    public void Other_values_are_no_items()
    {
        using var document = JsonDocument.Parse("[1]");
        Assert.That(() => new JsonItem().Read(document.RootElement), Throws.InvalidOperationException);
    }
}
