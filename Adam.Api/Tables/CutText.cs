namespace Adam.Api.Tables;

/// <summary>
/// Cuts a text that is too long for a cell of a workbook, and recognises it again. Lengths count UTF-16 code units, as
/// Excel does.
/// </summary>
internal static class CutText
{
    /// <summary>The characters of a cell that Excel can open.</summary>
    public const int MostCharacters = 32_767;

    private const char Mark = '…';

    /// <summary>Returns a text that a cell can hold, with a mark at its end if it was cut.</summary>
    public static string Cut(string text) =>
        text.Length <= MostCharacters ? text : string.Concat(text.AsSpan(0, MostCharacters - 1), [Mark]);

    /// <summary>Returns true if the end of a cell's text is lost.</summary>
    public static bool IsCut(string text) => text.Length == MostCharacters && text[^1] == Mark;
}
