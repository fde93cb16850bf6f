using Adam.Desk.Calls;

namespace Adam.Desk.Shell;

/// <summary>Chooses among the languages in which a text was written.</summary>
public static class LocalTexts
{
    /// <summary>Returns the text in the language of the page, else the first one; null if there is none.</summary>
    public static LocalText? In(this IReadOnlyList<LocalText> texts, DeskContext desk) =>
        texts.FirstOrDefault(text => text.Language.Split('-')[0] == desk.Words.Language)
        ?? (texts is [var first, ..] ? first : null);

    /// <summary>Returns the words of the text in the language of the page; "" if there is none.</summary>
    public static string TextIn(this IReadOnlyList<LocalText> texts, DeskContext desk) => texts.In(desk)?.Text ?? "";
}
