namespace Adam.Data.Changes.Recording;

/// <summary>The kinds of changes.</summary>
/// <remarks>The log stores the numbers. Never renumber one.</remarks>
public enum ChangeKind
{
    Created = 1,
    Changed = 2,
    Withdrawn = 3,

    /// <summary>A withdrawn project became active again.</summary>
    Revived = 4,
    VerdictGiven = 5,
    VerdictTakenBack = 6,

    /// <summary>An import ended. It is told to its partner, and is no change of a record.</summary>
    ImportFinished = 7,

    /// <summary>Somebody wrote a note on an overlap.</summary>
    NoteAdded = 8,

    /// <summary>A questionnaire is due soon. It is told to partners, and is no change of a record.</summary>
    QuestionnaireDue = 9,
}
