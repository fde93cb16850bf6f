using System.Text;
using Adam.Api.Imports.Formats.Json;
using Adam.Api.Imports.Formats.Ndjson;
using CsCheck;

namespace Adam.Tests.Imports.Formats.Ndjson;

[NonParallelizable]
public sealed class NdjsonLineReaderTests
{
    private const int Longest = 12;

    /// <summary>
    /// Generates few different bytes, so that line ends, empty lines and lines of the maximum length occur.
    /// </summary>
    private static readonly Gen<byte[]> Bytes = Gen.Frequency(
        (1, Gen.Const((byte)'\n')),
        (6, Gen.OneOf((byte)'a', (byte)'\r', (byte)0xC3))
    ).Array[0, 200];

    [Test]
    public void Lines_are_those_of_the_file_however_it_arrives() =>
        Gen.Select(Bytes, Gen.Int[1, 40])
            .Sample(
                (bytes, piece) =>
                {
                    var lines = Read(new InPieces([bytes], piece), Longest);
                    Assert.That(lines, Is.EqualTo(Split(bytes)));
                }
            );

    [Test]
    public void Line_that_is_too_long_is_skipped_in_little_memory()
    {
        const int MostBytes = 20_000_000;
        var text = new byte[1_000_000];
        Array.Fill(text, (byte)'x');
        // 200 MB without a line end, a short line, and a line of exactly the maximum length.
        var whole = new byte[JsonProjectText.Longest];
        Array.Fill(whole, (byte)'y');
        var pieces = Enumerable
            .Repeat(text, 200)
            .Concat([
                [.. "\nshort\n"u8],
                whole,
                [.. "\ny"u8],
                whole,
            ]);

        var (memory, most, read) = (new MemoryGrowth(MostBytes), 0L, 0);
        var lines = new NdjsonLineReader(
            new InPieces(
                pieces,
                1 << 16,
                () =>
                {
                    if (++read % 500 == 0)
                        most = Math.Max(most, memory.Look());
                }
            )
        );
        var found = new List<(int Number, int Length, bool IsTooLong, bool IsLast)>();
        while (lines.ReadAsync(default).AsTask().GetAwaiter().GetResult() is { } line)
            found.Add((line.Number, line.Utf8.Length, line.IsTooLong, line.IsLast));

        Assert.That(
            found,
            Is.EqualTo(
                new[]
                {
                    (1, 0, true, false),
                    (2, 5, false, false),
                    (3, JsonProjectText.Longest, false, false),
                    (4, 0, true, true),
                }
            )
        );
        // Other tests may have left memory that is freed meanwhile, so there is no least growth.
        Assert.That(read, Is.GreaterThan(500), "the memory was measured");
        Assert.That(most, Is.LessThan(MostBytes));
    }

    /// <summary>Splits a whole file in memory, for comparison.</summary>
    private static IEnumerable<string> Split(byte[] bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var isLast = i == lines.Length - 1;
            if (!isLast || lines[i].Length > 0)
                yield return Show(i + 1, lines[i].Length > Longest ? null : lines[i], isLast);
        }
    }

    private static IReadOnlyList<string> Read(Stream file, int longest)
    {
        var (reader, lines) = (new NdjsonLineReader(file, longest), new List<string>());
        while (reader.ReadAsync(default).AsTask().GetAwaiter().GetResult() is { } line)
        {
            var text = line.IsTooLong ? null : Encoding.Latin1.GetString(line.Utf8.Span);
            lines.Add(Show(line.Number, text, line.IsLast));
        }

        return lines;
    }

    private static string Show(int number, string? text, bool isLast) => $"{number} {text ?? "too long"} {isLast}";
}
