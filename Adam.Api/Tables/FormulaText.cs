using System.Buffers;

namespace Adam.Api.Tables;

/// <summary>
/// Prevents a spreadsheet program from running a text of a CSV file as a formula (OWASP, "CSV Injection"). Such a text
/// begins with an apostrophe in the file, which an import removes again.
/// </summary>
internal static class FormulaText
{
    private const char Apostrophe = '\'';
    private static readonly SearchValues<char> Starts = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    /// <summary>The first bytes of the starts, and of apostrophes before them.</summary>
    private static readonly SearchValues<byte> StartBytes = SearchValues.Create([.. "=+-@\t\r\n'"u8, 0xEF]);

    /// <summary>Returns the text with an apostrophe before it if a spreadsheet program could run it.</summary>
    public static string Defuse(string text) => IsFormula(text.AsSpan().TrimStart(Apostrophe)) ? $"'{text}" : text;

    /// <summary>Returns true if <see cref="Defuse"/> leaves a text as it is, to judge by its first byte.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> utf8) => utf8.Length == 0 || !StartBytes.Contains(utf8[0]);

    /// <summary>Returns the text that <see cref="Defuse"/> was given.</summary>
    public static string Restore(string text) =>
        text.StartsWith(Apostrophe) && IsFormula(text.AsSpan().TrimStart(Apostrophe)) ? text[1..] : text;

    private static bool IsFormula(ReadOnlySpan<char> text) => text.Length > 0 && Starts.Contains(text[0]);
}
