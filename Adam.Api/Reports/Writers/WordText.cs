using System.Text;
using System.Xml;

namespace Adam.Api.Reports.Writers;

/// <summary>Prepares texts for a document of Word.</summary>
internal static class WordText
{
    /// <summary>
    /// Returns true if the first letter of a text has a direction from right to left: Hebrew, Arabic and the scripts
    /// between them (the rule P2 of the Unicode Bidirectional Algorithm, for the scripts of the register).
    /// </summary>
    public static bool IsRightToLeft(string text) =>
        text.EnumerateRunes().FirstOrDefault(Rune.IsLetter).Value
            is (>= 0x0590 and <= 0x08FF)
                or (>= 0xFB1D and <= 0xFDFF)
                or (>= 0xFE70 and <= 0xFEFF);

    /// <summary>Returns a text without the characters that XML 1.0 does not allow.</summary>
    public static string Clean(string text) =>
        text.All(XmlConvert.IsXmlChar)
            ? text
            : string.Concat(
                text.EnumerateRunes()
                    .Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value))
                    .Select(rune => rune.ToString())
            );
}
