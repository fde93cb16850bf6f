using System.Text;
using Adam.Api.Serialization;
using CsCheck;

namespace Adam.Tests.Serialization;

public sealed class CharacterPoolTests
{
    /// <summary>Texts of which some are longer than a chunk.</summary>
    private static readonly Gen<string> Text = Gen.Select(
        Gen.Char["aé€Ж"].Array[0, 20],
        Gen.Int[1, 4],
        (characters, times) => string.Concat(Enumerable.Repeat(new string(characters), times < 4 ? 1 : 7_000)) + "😀"
    );

    [Test]
    public void Texts_stay_until_they_are_given_up()
    {
        var pool = new CharacterPool();
        Text.Array[0, 12]
            .Sample(
                texts =>
                {
                    var added = texts.Select(text => pool.Add(Encoding.UTF8.GetBytes(text))).ToList();
                    var isKept = texts.SequenceEqual(added.Select(text => text.ToString()), StringComparer.Ordinal);
                    pool.Clear();
                    return isKept;
                },
                threads: 1
            );
    }
}
