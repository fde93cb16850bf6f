namespace Adam.Domain.Text;

/// <summary>
/// Recognises texts that stand for a missing value ("Information Redacted", "TBD", "-"). Two records that have one
/// share nothing by it.
/// </summary>
public static class Placeholder
{
    // A text of these words alone says nothing.
    private static readonly HashSet<string> EmptyWords = Folding
        .Words(
            """
            activity activities aggregate announced applicable available be confidential confirmed data decided
            determined information miscellaneous multiple na name nil no non none not null other others pending program
            programme programmes programs project projects redacted reported specified tba tbc tbd test title titled to
            undisclosed unknown unnamed unspecified untitled various withheld activité activités autre autres aucun
            communiqué confidentiel connu disponible divers inconnu nom non précisé précisée projet projets renseigné
            sans titre actividad actividades definir desconocido disponible especificado especificar información nombre
            ninguno otro otros por proyecto proyectos sin título varios без данных засекречено информация название
            названия не неизвестно нет определено прочее проект проекты указано
            """
        )
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Returns true if the text has no letter, or only words that say nothing.</summary>
    public static bool IsPlaceholder(string text)
    {
        var folded = Folding.Fold(text);
        return folded == "n a" || !folded.Any(char.IsLetter) || folded.Split(' ').All(EmptyWords.Contains);
    }
}
