using System.Text;
using System.Text.Json;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Json;
using CsCheck;

namespace Adam.Tests.Imports.Formats.Json;

public sealed class JsonListReaderTests
{
    private static readonly Gen<string> Space = Gen.OneOf("", " ", "\n", "\r\n\t ");

    private static readonly Gen<string> Item = Gen.OneOf(
        "{}",
        "{\"items\":[1,{}]}",
        "[[],[{}]]",
        "\"]}\\\" é\"",
        "-1.5e3",
        "null",
        "true"
    );

    private static readonly Gen<string> List = Gen.Select(
        Gen.Select(Space, Item, Space, (before, item, after) => before + item + after).List[0, 8],
        Space,
        (items, space) => "[" + (items.Count == 0 ? space : string.Join(',', items)) + "]" + space
    );

    private static readonly Gen<string> Page = Gen.Select(
        List,
        Item,
        Space,
        Gen.Bool,
        (list, other, space, isLast) =>
            isLast
                ? $"{space}{{{space}\"total\":{other}{space},\"items\":{space}{list}}}"
                : $"{{\"items\":{list},\"total\"{space}:{other}}}{space}"
    );

    [Test]
    public void Items_are_those_of_the_document_however_it_arrives() =>
        Gen.Select(Gen.OneOf(List, Page), Gen.Bool, Gen.Int[1, 40])
            .Sample(
                (text, hasMark, piece) =>
                {
                    using var document = JsonDocument.Parse(text);
                    var root = document.RootElement;
                    var list = root.ValueKind == JsonValueKind.Array ? root : root.GetProperty("items");
                    var expected = list.EnumerateArray().Select(item => item.GetRawText()).ToList();
                    var bytes = Encoding.UTF8.GetBytes((hasMark ? "\uFEFF" : "") + text);
                    var found = Read(bytes, piece);
                    Assert.That(found.Select(item => item.Text), Is.EqualTo(expected));
                    // Each position leads to the item.
                    foreach (var (item, line, column) in found)
                    {
                        var rest = Encoding.UTF8.GetBytes(text.Split('\n')[line - 1]).AsSpan(column - 1);
                        Assert.That(rest.StartsWith(Encoding.UTF8.GetBytes(item.Split('\n')[0])), text);
                    }
                }
            );

    [TestCase("[{}", "If it ends here, it was cut.")]
    [TestCase("[{},]", "is no JSON")]
    [TestCase("{\"items\":[{}]", "If it ends here, it was cut.")]
    [TestCase("{\"reference\":\"R-1\"}", "It is an object without items.")]
    [TestCase("{\"items\":{}}", "It must be a list of projects")]
    [TestCase("5", "It must be a list of projects")]
    [TestCase("[{}]\n[{}]", "several JSON values")]
    [TestCase("{}\n{}", "several JSON values")]
    [TestCase("reference,title", "is no JSON")]
    public void File_without_a_list_is_refused(string text, string reason)
    {
        foreach (var piece in (int[])[1, 3, 1000])
        {
            var error = Assert.Throws<UnreadableFileException>(() => Read(Encoding.UTF8.GetBytes(text), piece))!;
            Assert.That(error.Message, Does.Contain(reason));
        }
    }

    [Test]
    public void Item_that_is_too_long_is_refused_before_the_memory_is_full()
    {
        var text = new byte[1_000_000];
        Array.Fill(text, (byte)'x');
        var pieces = Enumerable.Repeat(text, 500).Prepend([.. "[{},\n{\"title\":\""u8]);
        var error = Assert.Throws<UnreadableFileException>(() => Read(new InPieces(pieces, 1 << 16)))!;
        Assert.That((error.Line, error.Column), Is.EqualTo((2, 1)));
        Assert.That(
            error.Message,
            Is.EqualTo("An item of the list has more than 4,194,304 bytes; no project needs that.")
        );
    }

    private static List<(string Text, int Line, int Column)> Read(byte[] bytes, int piece) =>
        Read(new InPieces([bytes], piece));

    private static List<(string Text, int Line, int Column)> Read(Stream file)
    {
        var (reader, items) = (new JsonListReader(file), new List<(string, int, int)>());
        while (reader.ReadAsync(default).AsTask().GetAwaiter().GetResult() is { } item)
            items.Add((Encoding.UTF8.GetString(item.Utf8.Span), item.Line, item.Column));
        return items;
    }
}
